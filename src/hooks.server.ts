import { randomUUID } from 'node:crypto';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { sessionCookie, sessionOf } from '#lib/server/platform/auth/sessions.ts';
import { visitor } from '#lib/server/platform/policy.ts';
import { holdForm } from '#lib/server/web/heldForm.ts';
import { loggedPath } from '#lib/server/web/loggedPath.ts';
import { runningApp } from '#lib/server/web/running.ts';
import { untraced } from '#lib/server/web/untraced.ts';

// A voter pressed a link in a mail that may have been passed on: that opens voting and what was voted, nothing else of the person.
const forVoters = /^\/(binh-chon|chia-se|api\/thu-vien|tai-khoan\/binh-chon|dang-xuat|cuoc-thi\/[^/]+\/thu-vien)(\/|$)/;

/** Every request gets its ctx: who, when (one moment for the whole request), through which channel, under which request id. */
export const handle: Handle = async ({ event, resolve }) => {
  const app = runningApp();
  const requestId = event.request.headers.get('x-request-id') ?? randomUUID();
  const unseen = untraced(event.url.pathname);
  const secret = unseen ? null : (event.cookies.get(sessionCookie) ?? null);
  const session = secret ? await sessionOf(app.db, secret) : null;
  if (secret && !session) event.cookies.delete(sessionCookie, { path: '/' });
  event.locals.session = session ? secret : null;
  const actor = session && (session.kind === 'full' || forVoters.test(event.url.pathname)) ? session.actor : null;
  event.locals.ctx = {
    app,
    actor: actor ?? visitor,
    now: app.clock.now(),
    requestId,
    channel: 'web',
    ip: unseen ? null : event.getClientAddress(),
  };
  // A session that ended while someone was typing: what they sent is kept and given back after signing in. The browser may
  // have dropped the cookie by itself, so its absence means nothing.
  if (!actor && !unseen && event.request.method === 'POST') {
    const kept = await holdForm(app, event.request, event.url, event.getClientAddress());
    if (kept) return kept;
  }
  return resolve(event);
};

/** A defect: the page shows a number that leads to this line of the log, never the defect itself. */
export const handleError: HandleServerError = (caught) => {
  const { event } = caught;
  const requestId = event.locals.ctx?.requestId ?? randomUUID();
  if (caught.kind === 'app') return { ...caught.error, requestId };
  if (caught.kind === 'framework') {
    const { status } = caught.error;
    const message = status === 404 ? 'Không tìm thấy trang này.' : 'Yêu cầu này không hợp lệ.';
    return { status, message, code: status === 404 ? 'not-found' : `http-${status}`, requestId };
  }
  if (caught.error instanceof RuleError)
    return { status: caught.error.status, message: caught.error.message, code: caught.error.code, requestId };
  if (caught.error instanceof TypeError && caught.error.message.startsWith('Failed to parse body as FormData'))
    return {
      status: 400,
      message: 'Biểu mẫu gửi lên không đọc được. Hãy tải lại trang rồi gửi lại.',
      code: 'malformed',
      requestId,
    };
  runningApp().log.error({ err: caught.error, requestId, path: loggedPath(event.url.pathname) }, 'request failed');
  return { status: 500, message: 'Hệ thống gặp lỗi khi xử lý yêu cầu này.', code: 'internal', requestId };
};
