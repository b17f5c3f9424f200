import { awardsImportPage, cancelAwardsImport, confirmAwardsImport } from '#lib/server/register/importRoom.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({ page: await awardsImportPage(ctx, params.jobId, url) }));

export const actions: Actions = {
  confirm: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await confirmAwardsImport(ctx, params.jobId);
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/so/nhap/${params.jobId}`);
  },
  cancel: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await cancelAwardsImport(ctx, params.jobId);
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(text(data, 'forget') === '1' ? '/xet-khen/so/nhap' : `/xet-khen/so/nhap/${params.jobId}`);
  },
};
