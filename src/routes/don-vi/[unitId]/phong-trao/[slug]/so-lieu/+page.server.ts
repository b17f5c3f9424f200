import { fail } from '@sveltejs/kit';
import { forbidden } from '#lib/domain/kernel/errors.ts';
import { entryPage } from '#lib/server/indicator/entry.ts';
import { countOutcomes, saveValues } from '#lib/server/indicator/save.ts';
import { figureIssues, figureRows } from '#lib/server/web/figureForm.ts';
import { goTo, loading, refuse, text, textValues } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    page: await entryPage(ctx, { ...params, period: url.searchParams.get('ky') }),
    done: url.searchParams.get('da'),
  }));

export const actions: Actions = {
  save: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    const intent = text(data, 'intent');
    try {
      const page = await entryPage(ctx, { ...params, period: url.searchParams.get('ky') });
      if (page.may) throw forbidden(page.may);
      const period = page.period?.key ?? '';
      const rows = figureRows(data, { unitId: params.unitId, period });
      const results = await saveValues(ctx, { slug: params.slug, rows, complete: intent === 'complete' });
      const issues = figureIssues(results, data);
      if (issues.length > 0) {
        const { created, changed } = countOutcomes(results);
        const waiting = results.filter((one) => one.issues.length > 0).length;
        return fail(422, {
          message: `${created + changed > 0 ? `Đã lưu ${created + changed} chỉ tiêu. ` : ''}Còn ${waiting} chỉ tiêu cần xem lại; những gì bạn gõ vẫn ở trong các ô.`,
          code: 'figure.refused',
          issues,
          values: textValues(data),
          refused: results.filter((one) => one.outcome === 'refused').map((one) => one.indicatorId),
          conflicts: Object.fromEntries(results.map((one) => [one.indicatorId, one.conflict])),
        });
      }
      const root = url.pathname;
      return goTo(
        intent === 'submit'
          ? `${root}/gui?ky=${period}`
          : `${root}?ky=${period}&da=${intent === 'complete' ? 'du' : 'luu'}`,
      );
    } catch (problem) {
      return refuse(problem, data);
    }
  },
};
