import { type BudgetView, budgetOf, saveBudget } from '#lib/server/result/budget.ts';
import { programmeForResult } from '#lib/server/result/policy.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const blankRows = 3;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const budget: BudgetView = await budgetOf(ctx, await programmeForResult(ctx, params.slug));
    return { budget, rows: budget.estimate.others.length + blankRows, saved: url.searchParams.has('da-luu') };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const count = Math.min(200, Number(text(data, 'rows')) || 0);
    try {
      const programme = await programmeForResult(ctx, params.slug);
      await saveBudget(ctx, programme, {
        version: Number(text(data, 'version')),
        reason: multiline(data, 'reason'),
        lines: Array.from({ length: count }, (_, i) => ({
          id: text(data, `id-${i}`),
          name: text(data, `name-${i}`),
          unit: text(data, `unit-${i}`),
          quantity: text(data, `quantity-${i}`),
          unitPrice: text(data, `unitPrice-${i}`),
        })),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/dieu-hanh/${params.slug}/kinh-phi?da-luu`);
  },
};
