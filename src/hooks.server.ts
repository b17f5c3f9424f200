import { randomUUID } from 'node:crypto';
import type { Handle, HandleServerError } from '@sveltejs/kit';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { actorOfSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { visitor } from '#lib/server/platform/policy.ts';
import { holdForm } from '#lib/server/web/heldForm.ts';
import { runningApp } from '#lib/server/web/running.ts';

/** Every request gets its ctx: who, when (one moment for the whole request), through which channel, under which request id. */
export const handle: Handle = async ({ event, resolve }) => {
  const app = runningApp();
  const requestId = event.request.headers.get('x-request-id') ?? randomUUID();
  const secret = event.cookies.get(sessionCookie) ?? null;
  const actor = secret ? await actorOfSession(app.db, secret) : null;
  if (secret && !actor) event.cookies.delete(sessionCookie, { path: '/' });
  event.locals.session = actor ? secret : null;
  event.locals.ctx = {
    app,
    actor: actor ?? visitor,
    now: app.clock.now(),
    requestId,
    channel: 'web',
    ip: event.getClientAddress(),
  };
  // A session that ended while someone was typing: what they sent is kept and given back after signing in.
  if (secret && !actor && event.request.method === 'POST') {
    const kept = await holdForm(app, event.request, event.url);
    if (kept) return kept;
  }
  return resolve(event);
};

/** A defect: the page shows a number that leads to this line of the log, never the defect itself. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
  const requestId = event.locals.ctx?.requestId ?? randomUUID();
  if (status === 404) return { message: 'Không tìm thấy trang này.', code: 'not-found', requestId };
  if (error instanceof RuleError) return { message: error.message, code: error.code, requestId };
  if (status < 500) return { message, code: `http-${status}`, requestId };
  runningApp().log.error({ err: error, requestId, path: event.url.pathname, status }, 'request failed');
  return { message: 'Hệ thống gặp lỗi khi xử lý yêu cầu này.', code: 'internal', requestId };
};
