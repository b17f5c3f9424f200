import { fail } from '@sveltejs/kit';
import { behalfPage } from '#lib/server/indicator/entry.ts';
import { submitValues } from '#lib/server/indicator/move.ts';
import { countOutcomes, saveValues } from '#lib/server/indicator/save.ts';
import { figureIssues, figureRows } from '#lib/server/web/figureForm.ts';
import { goTo, loading, refuse, text, textValues } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

const asked = (url: URL) => ({
  unitId: url.searchParams.get('don-vi') ?? '',
  period: url.searchParams.get('ky'),
});

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    page: await behalfPage(ctx, { slug: params.slug, ...asked(url) }),
    done: url.searchParams.get('da'),
  }));

export const actions = {
  save: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    const intent = text(data, 'intent');
    try {
      const { unitId, form } = await behalfPage(ctx, { slug: params.slug, ...asked(url) });
      const period = form?.period?.key ?? '';
      const rows = figureRows(data, { unitId, period });
      const results = await saveValues(ctx, { slug: params.slug, rows, complete: intent !== 'save' });
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
      const figures = results.flatMap(({ valueId }) => (valueId ? [{ id: valueId }] : []));
      if (intent === 'submit' && figures.length > 0) await submitValues(ctx, { slug: params.slug, figures });
      const done = intent === 'submit' ? 'gui' : intent === 'complete' ? 'du' : 'luu';
      return goTo(`${url.pathname}?don-vi=${unitId}&ky=${period}&da=${done}`);
    } catch (problem) {
      return refuse(problem, data);
    }
  },
} satisfies Actions;
