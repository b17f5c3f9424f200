import { submitNominations } from '#lib/server/award/submission.ts';
import { submissionPage } from '#lib/server/award/unitPages.ts';
import { goTo, list, loading, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(() => submissionPage(ctx, { unitId: params.unitId, slug: params.call }));

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      await submitNominations(ctx, { unitId: params.unitId, slug: params.call, dossierIds: list(data, 'dossierId') });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/don-vi/${params.unitId}/${params.call}?da-luu=gui`);
  },
};
