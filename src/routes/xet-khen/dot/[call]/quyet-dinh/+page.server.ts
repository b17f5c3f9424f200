import { createDecision } from '#lib/server/award/decision/draft.ts';
import { decisionsView } from '#lib/server/award/decision/view.ts';
import { goTo, list, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => loading(() => decisionsView(ctx, params.call));

export const actions: Actions = {
  create: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    let id: string;
    try {
      id = await createDecision(ctx, {
        slug: params.call,
        stepId: text(data, 'stepId'),
        formIds: list(data, 'formIds'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/dot/${params.call}/quyet-dinh/${id}`);
  },
};
