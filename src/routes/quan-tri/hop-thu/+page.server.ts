import { listMessages, messageStates, outboxPageSize, retryMessages } from '#lib/server/message/messages.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  const param = (name: string) => url.searchParams.get(name)?.slice(0, 100) ?? '';
  const filter = { q: param('q'), state: param('state'), kind: param('kind') };
  return loading(async () => {
    const found = await listMessages(ctx, { ...filter, page: Number(param('page')) || 1 });
    return {
      ...found,
      messages: found.messages.map((message) => ({ ...message, state: messageStates[message.state] })),
      states: Object.entries(messageStates).map(([value, { label }]) => ({
        value,
        label: `${label} (${found.counts[value as keyof typeof messageStates] ?? 0})`,
      })),
      filter,
      pageSize: outboxPageSize,
      mailHeld: ctx.app.config.smtpUrl === null,
    };
  });
};

export const actions: Actions = {
  retry: async ({ locals, request }) => {
    const data = await request.formData();
    try {
      await retryMessages(locals.ctx, {});
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo('/quan-tri/hop-thu?state=queued');
  },
};
