import type { RequestEvent } from '@sveltejs/kit';
import { actorOfPerson, createSession, endSession as forget, sessionCookie } from '../platform/auth/sessions.ts';
import { type Ctx, withActor } from '../platform/ctx.ts';
import type { SessionKind } from '../platform/db/schema.ts';
import { hasRole } from '../platform/policy.ts';

const fortnight = 14 * 24 * 3600;

/** Begins a session for a person in this browser; an older one of the same browser ends. */
export async function beginSession(event: RequestEvent, personId: string, kind: SessionKind = 'full'): Promise<void> {
  const { ctx, session } = event.locals;
  if (session) await endSession(event);
  const from = { ip: ctx.ip, userAgent: event.request.headers.get('user-agent') };
  const secret = await createSession(ctx.app.db, personId, from, kind);
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

/** A password exactly as typed: spaces count. */
export const typedPassword = (data: FormData, name = 'password'): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
};

/** Where a person's own work is. */
export function homeOf({ actor, now }: Ctx): string {
  if (hasRole(actor, now, 'admin')) return '/quan-tri';
  if (hasRole(actor, now, ['secretary', 'support', 'organiser'])) return '/dieu-hanh';
  if (hasRole(actor, now, ['judge', 'jury-chair'])) return '/cham-thi';
  if (hasRole(actor, now, 'unit-coordinator')) return '/don-vi';
  if (hasRole(actor, now, ['award-officer', 'leader'])) return '/xet-khen';
  if (hasRole(actor, now, 'auditor')) return '/quan-tri/nhat-ky';
  return '/bai-du-thi';
}

/** The same for somebody who is just signing in. */
export async function homeOfPerson(ctx: Ctx, personId: string): Promise<string> {
  const actor = await actorOfPerson(ctx.app.db, personId);
  return actor ? homeOf(withActor(ctx, actor)) : '/';
}
