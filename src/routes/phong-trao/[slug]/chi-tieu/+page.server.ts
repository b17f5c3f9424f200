import { requirePublicMovement, unitNames } from '#lib/server/publication/movementPage.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const { doc } = await requirePublicMovement(ctx, params.slug);
    const names = await unitNames(
      ctx.app.db,
      doc.indicators.flatMap((one) => one.lead ?? []),
    );
    const levelName = (level: string) =>
      level === 'province' ? 'Toàn tỉnh' : (doc.classes.find((one) => one.id === level)?.name ?? level);
    const rows = doc.indicators.map((one) => ({
      id: one.id,
      group: one.group,
      name: one.name,
      clause: one.clause,
      measure: one.measure,
      lead: one.lead ? (names.get(one.lead) ?? one.lead) : null,
      incomplete: one.incomplete ?? null,
      targets: one.targets.map((target) => ({
        id: target.id,
        level: levelName(target.level),
        year: target.year,
        printed: target.printed,
        clause: target.clause,
      })),
    }));
    return {
      groups: [...Map.groupBy(rows, (row) => row.group)].map(([name, indicators]) => ({ name, indicators })),
    };
  });
