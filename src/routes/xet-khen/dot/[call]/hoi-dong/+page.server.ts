import { planMeeting } from '#lib/server/council/meetings.ts';
import { meetingsView } from '#lib/server/council/view.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => loading(() => meetingsView(ctx, params.call));

export const actions: Actions = {
  plan: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const stepId = text(data, 'stepId');
    let id: string;
    try {
      id = await planMeeting(ctx, {
        slug: params.call,
        councilId: text(data, 'councilId'),
        stepId,
        title: text(data, 'title'),
        startsAt: text(data, 'startsAt'),
        place: text(data, 'place'),
        agenda: multiline(data, 'agenda'),
        dossierIds: list(data, 'dossierIds'),
      });
    } catch (problem) {
      return refuse(problem, data, stepId);
    }
    return goTo(`/xet-khen/dot/${params.call}/hoi-dong/${id}?xong=plan`);
  },
};
