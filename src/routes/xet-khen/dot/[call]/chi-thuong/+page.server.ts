import { markPayments, paymentStateNames, paymentsView } from '#lib/server/award/payments.ts';
import { goTo, list, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await paymentsView(ctx, { slug: params.call, decisionId: url.searchParams.get('quyet-dinh') })),
    states: paymentStateNames,
    said: url.searchParams.get('xong'),
  }));

const mark =
  (to: 'paid' | 'due') =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const decisionId = text(data, 'decisionId');
    try {
      await markPayments(ctx, { slug: params.call, decisionId, ids: list(data, 'ids'), to, day: text(data, 'day') });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/dot/${params.call}/chi-thuong?quyet-dinh=${decisionId}&xong=${to}`);
  };

export const actions: Actions = { paid: mark('paid'), due: mark('due') };
