import { saveSubmission } from '#lib/server/award/submission.ts';
import { submissionPage } from '#lib/server/award/unitPages.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await submissionPage(ctx, { unitId: params.unitId, slug: params.call })),
    saved: url.searchParams.get('da-luu'),
  }));

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    try {
      await saveSubmission(ctx, {
        unitId: params.unitId,
        slug: params.call,
        version: Number(text(data, 'version')),
        change: {
          part: 'declared',
          collectives: text(data, 'collectives'),
          individuals: text(data, 'individuals'),
          households: text(data, 'households'),
        },
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`${url.pathname}?da-luu=1`);
  },
};
