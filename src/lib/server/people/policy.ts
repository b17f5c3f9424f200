/** Who may administer people, units and roles, and who may read the log. */
import type { Ctx } from '../platform/ctx.ts';
import { all, allow, type Decision, deny, hasRole } from '../platform/policy.ts';

/** Units, people, roles, messages, clock: administrators only. */
export const canAdminister = (ctx: Ctx): Decision =>
  hasRole(ctx.actor, ctx.now, 'admin') ? allow : deny('admin-only', 'Chỉ quản trị viên làm được việc này.');

/** The audit log is read by auditors and administrators; nobody changes it. */
export const canReadAudit = (ctx: Ctx): Decision =>
  hasRole(ctx.actor, ctx.now, ['auditor', 'admin'])
    ? allow
    : deny('auditor-only', 'Chỉ người theo dõi nhật ký và quản trị viên xem được nhật ký.');

/** A coordinator brings people into the own unit; an administrator into any. */
export const canBringPeople = (ctx: Ctx, unitId: string | null): Decision =>
  hasRole(ctx.actor, ctx.now, 'admin') ||
  (unitId !== null && hasRole(ctx.actor, ctx.now, 'unit-coordinator', { unitId }))
    ? allow
    : deny('unit-only', 'Chỉ đầu mối của đơn vị hoặc quản trị viên thêm được người vào đơn vị này.');

/** Only an administrator gives a role together with an invitation. */
export const canInvite = (ctx: Ctx, unitId: string | null, withRole: boolean): Decision =>
  all(canBringPeople(ctx, unitId), withRole ? canAdminister(ctx) : allow);
