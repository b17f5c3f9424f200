import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { wholeTitle } from '#lib/domain/movement/labels.ts';
import { publicFigures } from '#lib/server/movement/publicFigures.ts';
import { requirePublicMovement, unitNames } from '#lib/server/publication/movementPage.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const movement = await requirePublicMovement(ctx, params.slug);
    const { doc } = movement;
    const [names, figures] = await Promise.all([
      unitNames(
        ctx.app.db,
        doc.indicators.flatMap((one) => one.lead ?? []),
      ),
      publicFigures(ctx.app.db, movement, isoDateLocal(ctx.now)),
    ]);
    const levelName = (level: string) =>
      level === 'province' ? wholeTitle(doc) : (doc.classes.find((one) => one.id === level)?.name ?? level);
    const rows = doc.indicators.map((one) => ({
      id: one.id,
      group: one.group,
      name: one.name,
      clause: one.clause,
      measure: one.measure,
      lead: one.lead ? (names.get(one.lead) ?? one.lead) : null,
      incomplete: one.incomplete ?? null,
      years: figures.get(one.id)?.years ?? [],
      targets: one.targets.map((target) => ({
        id: target.id,
        level: levelName(target.level),
        year: target.year,
        printed: target.printed,
        clause: target.clause,
        stands: figures.get(one.id)?.targets.find((stand) => stand.targetId === target.id) ?? null,
      })),
    }));
    return {
      groups: [...Map.groupBy(rows, (row) => row.group)].map(([name, indicators]) => ({ name, indicators })),
    };
  });
