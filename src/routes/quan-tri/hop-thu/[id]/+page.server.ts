import { messageDetail, messageStates, retryMessages } from '#lib/server/message/messages.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, params }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  return loading(async () => {
    const message = await messageDetail(ctx, params.id);
    const canRetry = ctx.app.config.smtpUrl !== null && (message.state === 'failed' || message.state === 'held');
    return { message, state: messageStates[message.state], canRetry };
  });
};

export const actions: Actions = {
  retry: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await retryMessages(locals.ctx, { messageId: params.id });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/quan-tri/hop-thu/${params.id}`);
  },
};
