import { memberMeetings } from '#lib/server/council/view.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) =>
  loading(async () => ({ meetings: await memberMeetings(ctx), now: ctx.now }));
