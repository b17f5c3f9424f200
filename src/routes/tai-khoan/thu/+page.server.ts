import { messageStates, myMessages } from '#lib/server/message/messages.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => {
  requireSignedIn(locals.ctx, url);
  const messages = await myMessages(locals.ctx);
  return { messages: messages.map((message) => ({ ...message, state: messageStates[message.state] })) };
};
