import { comparison, explainOverlap, judgeOverlap } from '#lib/server/award/judgements.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await comparison(ctx, { dossierId: params.dossierId })),
    done: ['da-gui', 'da-ket-luan'].find((one) => url.searchParams.has(one)) ?? null,
  }));

export const actions: Actions = {
  explain: async ({ locals: { ctx }, request, params }) => {
    const data = await request.formData();
    const found = text(data, 'found');
    try {
      await explainOverlap(ctx, { dossierId: params.dossierId, found, explanation: multiline(data, 'explanation') });
    } catch (problem) {
      return refuse(problem, data, `explain ${found}`);
    }
    goTo(`/xet-khen/doi-chieu/${params.dossierId}?da-gui`);
  },
  judge: async ({ locals: { ctx }, request, params }) => {
    const data = await request.formData();
    const found = text(data, 'found');
    try {
      await judgeOverlap(ctx, {
        dossierId: params.dossierId,
        found,
        verdict: text(data, 'verdict'),
        reason: multiline(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, `judge ${found}`);
    }
    goTo(`/xet-khen/doi-chieu/${params.dossierId}?da-ket-luan`);
  },
};
