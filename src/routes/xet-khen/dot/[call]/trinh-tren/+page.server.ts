import { makeForwarding } from '#lib/server/award/forwarding/list.ts';
import { forwardingsView } from '#lib/server/award/forwarding/view.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => loading(() => forwardingsView(ctx, params.call));

export const actions: Actions = {
  make: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    let id: string;
    try {
      id = await makeForwarding(ctx, {
        slug: params.call,
        stepId: text(data, 'stepId'),
        dossierIds: list(data, 'dossierIds'),
        receiver: multiline(data, 'receiver'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/dot/${params.call}/trinh-tren/${id}`);
  },
};
