import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { periodYear } from '#lib/domain/movement/periods.ts';
import { unitObligations } from '#lib/server/obligation/list.ts';
import { toItem } from '#lib/server/obligation/view.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    await parent();
    const { obligations } = await unitObligations(ctx, { unitId: params.unitId, slug: params.slug });
    const years = [...new Set(obligations.map((one) => periodYear(one.period)))].sort((a, b) => b - a);
    const asked = Number(url.searchParams.get('nam'));
    const present = Number(isoDateLocal(ctx.now).slice(0, 4));
    const year = years.includes(asked) ? asked : years.includes(present) ? present : (years[0] ?? present);
    return {
      years,
      year,
      items: obligations.filter((one) => periodYear(one.period) === year).map(toItem),
    };
  });
