import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { barrierPage } from '#lib/server/award/barrierQueries.ts';
import { changeBarrier, clearBarrier } from '#lib/server/award/barriers.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await barrierPage(ctx, { id: params.barrierId })),
    today: isoDateLocal(ctx.now),
    done: ['da-nhap', 'da-sua', 'da-ket-thuc'].find((one) => url.searchParams.has(one)) ?? null,
  }));

export const actions: Actions = {
  save: async ({ locals: { ctx }, request, params }) => {
    const data = await request.formData();
    try {
      await changeBarrier(ctx, {
        id: params.barrierId,
        version: Number(text(data, 'version')),
        typed: {
          kind: text(data, 'kind'),
          basis: text(data, 'basis'),
          note: multiline(data, 'note'),
          fromOn: text(data, 'fromOn'),
          toOn: text(data, 'toOn'),
        },
      });
    } catch (problem) {
      return refuse(problem, data, 'save');
    }
    goTo(`/xet-khen/truong-hop/${params.barrierId}?da-sua`);
  },
  clear: async ({ locals: { ctx }, request, params }) => {
    const data = await request.formData();
    try {
      await clearBarrier(ctx, {
        id: params.barrierId,
        version: Number(text(data, 'version')),
        how: text(data, 'how'),
        endedOn: text(data, 'endedOn'),
        reason: multiline(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'clear');
    }
    goTo(`/xet-khen/truong-hop/${params.barrierId}?da-ket-thuc`);
  },
};
