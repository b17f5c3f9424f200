import { choiceField } from '#lib/domain/council/count.ts';
import { memberBallot } from '#lib/server/council/view.ts';
import { voteOpenly } from '#lib/server/council/vote.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({ ...(await memberBallot(ctx, params)), said: url.searchParams.get('xong') === 'vote' }));

export const actions: Actions = {
  vote: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const choices = Object.fromEntries(list(data, 'about').map((id) => [id, text(data, choiceField(id))]));
    try {
      await voteOpenly(ctx, { ...params, choices, note: multiline(data, 'note') });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/hoi-dong/${params.meetingId}/phieu/${params.ballotId}?xong=vote`);
  },
};
