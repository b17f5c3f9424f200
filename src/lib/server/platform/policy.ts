import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { RoleName } from '#lib/domain/programme/types.ts';

export type StoredRole = Exclude<RoleName, 'author'>;

export interface Grant {
  role: StoredRole;
  programmeId: string | null;
  unitId: string | null;
  validFrom: Date;
  validTo: Date | null;
}

/** Who acts. A visitor has no id; the system acts in jobs and on the command line. */
export interface Actor {
  kind: 'person' | 'visitor' | 'system';
  id: string | null;
  name: string;
  email: string | null;
  emailConfirmed: boolean;
  unitId: string | null;
  grants: Grant[];
}

export const visitor: Actor = {
  kind: 'visitor',
  id: null,
  name: 'Khách',
  email: null,
  emailConfirmed: false,
  unitId: null,
  grants: [],
};

export const systemActor = (name = 'Hệ thống'): Actor => ({
  kind: 'system',
  id: null,
  name,
  email: null,
  emailConfirmed: true,
  unitId: null,
  grants: [],
});

/** A decision that the page draws (why is a button missing?) and the use case enforces. */
export type Decision =
  | { allow: true }
  | { allow: false; code: string; reason: string; clause?: string; status?: number };

export const allow: Decision = { allow: true };

export const deny = (code: string, reason: string, clause?: string): Decision => ({
  allow: false,
  code,
  reason,
  ...(clause ? { clause } : {}),
});

/** For things whose very existence is not the asker's business. */
export const hide: Decision = {
  allow: false,
  code: 'not-found',
  reason: 'Nội dung này không có hoặc bạn không có quyền xem.',
  status: 404,
};

/** The first refusal of several conditions, or `allow`. */
export const all = (...decisions: Decision[]): Decision => decisions.find((d) => !d.allow) ?? allow;

/** Throws the refusal as a RuleError (403 unless the decision says otherwise). */
export function requireAllowed(decision: Decision): void {
  if (decision.allow) return;
  throw new RuleError({
    code: decision.code,
    message: decision.reason,
    status: decision.status ?? 403,
    ...(decision.clause ? { clause: decision.clause } : {}),
  });
}

export interface Scope {
  programmeId?: string;
  unitId?: string;
}

const inTerm = (grant: Grant, now: Date): boolean =>
  grant.validFrom <= now && (grant.validTo === null || now <= grant.validTo);

/**
 * Does the actor hold one of the roles now, in this scope? A grant without a programme holds in all programmes; a grant
 * with one holds only there. A unit coordinator's grant names its unit.
 */
export function hasRole(actor: Actor, now: Date, roles: StoredRole | StoredRole[], scope: Scope = {}): boolean {
  if (actor.kind === 'system') return true;
  const wanted = Array.isArray(roles) ? roles : [roles];
  return actor.grants.some(
    (g) =>
      wanted.includes(g.role) &&
      inTerm(g, now) &&
      (g.programmeId === null || scope.programmeId === undefined || g.programmeId === scope.programmeId) &&
      (scope.unitId === undefined || g.unitId === null || g.unitId === scope.unitId),
  );
}

export const isSignedIn = (actor: Actor): actor is Actor & { id: string } =>
  actor.kind === 'person' && actor.id !== null;
