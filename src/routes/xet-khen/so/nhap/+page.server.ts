import { importRoom, startAwardsImport } from '#lib/server/register/importRoom.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) => loading(() => importRoom(ctx));

export const actions: Actions = {
  upload: async ({ locals: { ctx }, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const file = data.get('file');
    let jobId = '';
    try {
      jobId = await startAwardsImport(ctx, {
        file: file instanceof File ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : null,
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/so/nhap/${jobId}`);
  },
};
