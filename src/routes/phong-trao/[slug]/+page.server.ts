import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { milestonesAhead } from '#lib/domain/movement/milestones.ts';
import { documentFiles } from '#lib/server/publication/documents.ts';
import {
  movementDemo,
  participation,
  relatedPlans,
  requirePublicMovement,
  unitNames,
} from '#lib/server/publication/movementPage.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const movement = await requirePublicMovement(ctx, params.slug);
    const { doc } = movement;
    const documents = doc.documents.filter((document) => document.public && document.number);
    const [files, who, related, names] = await Promise.all([
      documentFiles(ctx.app.db, documents),
      participation(ctx, doc),
      relatedPlans(ctx, movement),
      unitNames(ctx.app.db, [doc.standingUnit]),
    ]);
    return {
      summary: doc.summary,
      aims: doc.aims,
      scope: doc.scope,
      contents: doc.contents,
      phases: doc.phases,
      ahead: movement.status === 'closed' ? [] : milestonesAhead(doc, isoDateLocal(ctx.now)).slice(0, 6),
      who,
      related,
      organisers: doc.organisers,
      standingUnit: names.get(doc.standingUnit) ?? doc.standingUnit,
      committees: doc.committees.filter((committee) => committee.public && committee.members.length > 0),
      contacts: doc.contacts,
      demo: movementDemo(doc),
      documents: documents.map((d) => ({ ...d, file: d.fileId ? (files.get(d.fileId) ?? null) : null })),
    };
  });
