import { replyToInvitation } from '#lib/server/council/attendance.ts';
import { memberMeeting } from '#lib/server/council/view.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await memberMeeting(ctx, params.meetingId)),
    said: url.searchParams.get('xong') === 'reply' ? 'Đã ghi câu trả lời của Ông/Bà.' : null,
  }));

export const actions: Actions = {
  reply: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await replyToInvitation(ctx, {
        meetingId: params.meetingId,
        reply: text(data, 'reply'),
        reason: text(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/hoi-dong/${params.meetingId}?xong=reply`);
  },
};
