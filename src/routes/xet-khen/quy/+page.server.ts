import { cancelFund, enterFund, fundView } from '#lib/server/award/fund.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) =>
  loading(async () => {
    const year = url.searchParams.get('nam');
    return {
      ...(await fundView(ctx, {
        unitId: url.searchParams.get('don-vi'),
        year: year && /^20\d\d$/.test(year) ? Number(year) : null,
      })),
      said: url.searchParams.has('xong'),
    };
  });

export const actions: Actions = {
  enter: async ({ locals: { ctx }, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const unitId = text(data, 'unitId');
    let year: number;
    try {
      year = await enterFund(ctx, {
        unitId,
        kind: text(data, 'kind'),
        amount: text(data, 'amount'),
        day: text(data, 'day'),
        note: text(data, 'note'),
      });
    } catch (problem) {
      return refuse(problem, data, 'enter');
    }
    return goTo(`/xet-khen/quy?don-vi=${unitId}&nam=${year}&xong=1`);
  },
  cancel: async ({ locals: { ctx }, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const unitId = text(data, 'unitId');
    try {
      await cancelFund(ctx, { unitId, id: text(data, 'id'), reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, `cancel-${text(data, 'id')}`);
    }
    return goTo(`/xet-khen/quy?don-vi=${unitId}&nam=${text(data, 'year')}&xong=1`);
  },
};
