import type { RequestEvent } from '@sveltejs/kit';
import { createSession, endSession as forget, sessionCookie } from '../platform/auth/sessions.ts';

const fortnight = 14 * 24 * 3600;

/** Begins a session for a person in this browser; an older one of the same browser ends. */
export async function beginSession(event: RequestEvent, personId: string): Promise<void> {
  const { ctx, session } = event.locals;
  if (session) await endSession(event);
  const secret = await createSession(ctx.app.db, personId, {
    ip: ctx.ip,
    userAgent: event.request.headers.get('user-agent'),
  });
  event.cookies.set(sessionCookie, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: event.url.protocol === 'https:',
    maxAge: fortnight,
  });
}

/** Ends this browser's session. */
export async function endSession(event: RequestEvent): Promise<void> {
  const { ctx, session } = event.locals;
  if (session) await forget(ctx.app.db, session);
  event.cookies.delete(sessionCookie, { path: '/' });
}
