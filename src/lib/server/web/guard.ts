import { error, redirect } from '@sveltejs/kit';
import type { Ctx } from '../platform/ctx.ts';
import { type Actor, hasRole, isSignedIn, type Scope, type StoredRole } from '../platform/policy.ts';

export type SignedIn = Actor & { id: string };

/** Sends visitors to sign in and back here afterwards. Call it first in `load`. */
export function requireSignedIn(ctx: Ctx, url: URL): SignedIn {
  const { actor } = ctx;
  if (isSignedIn(actor)) return actor;
  redirect(303, `/dang-nhap?tiep=${encodeURIComponent(url.pathname + url.search)}`);
}

/**
 * For a room that only some roles enter. Visitors are sent to sign in; who is signed in without the role reads whose
 * room it is. Things inside a room answer 404 by their own policies.
 */
export function requireRole(ctx: Ctx, url: URL, roles: StoredRole[], whose: string, scope: Scope = {}): SignedIn {
  const actor = requireSignedIn(ctx, url);
  if (!hasRole(actor, ctx.now, roles, scope)) error(403, `Trang này dành cho ${whose}.`, { code: 'forbidden' });
  return actor;
}

export const requireAdmin = (ctx: Ctx, url: URL): SignedIn => requireRole(ctx, url, ['admin'], 'quản trị viên');

/** Administrators and auditors read the same register; auditors change nothing. */
export const requireAuditor = (ctx: Ctx, url: URL): SignedIn =>
  requireRole(ctx, url, ['auditor', 'admin'], 'người theo dõi nhật ký và quản trị viên');
