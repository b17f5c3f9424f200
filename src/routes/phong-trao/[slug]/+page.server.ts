import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { milestonesAhead } from '#lib/domain/movement/milestones.ts';
import { publicListsOfProgramme } from '#lib/server/award/publicityQueries.ts';
import { publishedExamples } from '#lib/server/example/queries.ts';
import { publicFigures } from '#lib/server/movement/publicFigures.ts';
import { changesSincePublication } from '#lib/server/programme/versions.ts';
import { documentFiles } from '#lib/server/publication/documents.ts';
import {
  movementDemo,
  participation,
  relatedPlans,
  requirePublicMovement,
  unitNames,
} from '#lib/server/publication/movementPage.ts';
import { publishedNews } from '#lib/server/publication/news.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const movement = await requirePublicMovement(ctx, params.slug);
    const { doc } = movement;
    const documents = doc.documents.filter((document) => document.public && document.number);
    const today = isoDateLocal(ctx.now);
    const [files, who, related, names, figures, found, news, changes, publicLists] = await Promise.all([
      documentFiles(ctx.app.db, documents),
      participation(ctx, doc),
      relatedPlans(ctx, movement),
      unitNames(ctx.app.db, [doc.standingUnit]),
      publicFigures(ctx.app.db, movement, today),
      publishedExamples(ctx.app.db, { programmeId: movement.id, limit: 3 }),
      publishedNews(ctx.app.db, { programmeId: movement.id, limit: 3 }),
      changesSincePublication(ctx.app.db, movement),
      publicListsOfProgramme(ctx.app.db, movement.id),
    ]);
    return {
      publicLists,
      summary: doc.summary,
      aims: doc.aims,
      scope: doc.scope,
      contents: doc.contents,
      phases: doc.phases,
      ahead: movement.status === 'closed' ? [] : milestonesAhead(doc, today).slice(0, 6),
      who,
      related,
      progress: doc.indicators.flatMap(({ id, name }) => {
        const { years = [], targets = [] } = figures.get(id) ?? {};
        const latest = years.at(-1);
        if (!latest) return [];
        const stands = targets.flatMap((target) => target.state ?? []);
        return [{ id, name, year: latest.year, text: latest.text, state: stands.length === 1 ? stands[0]! : null }];
      }),
      indicators: doc.indicators.length,
      examples: found.examples,
      news,
      lastChange: changes[0]?.at ?? null,
      organisers: doc.organisers,
      standingUnit: names.get(doc.standingUnit) ?? doc.standingUnit,
      committees: doc.committees.filter((committee) => committee.public && committee.members.length > 0),
      contacts: doc.contacts,
      demo: movementDemo(doc),
      documents: documents.map((d) => ({ ...d, file: d.fileId ? (files.get(d.fileId) ?? null) : null })),
    };
  });
