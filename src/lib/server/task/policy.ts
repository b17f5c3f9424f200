import type { Ctx } from '../platform/ctx.ts';
import { allow, type Decision, deny, hasRole, hide, isSignedIn, type StoredRole } from '../platform/policy.ts';
import { staffRoles } from '../programme/policy.ts';

const managers: StoredRole[] = ['secretary', 'organiser'];

/**
 * Tasks of a programme (K24-11). Everyone who works on the programme sees them; the secretariat and the organisers write them;
 * whoever owns one says how far it is, also from outside the programme's rooms.
 */
export function canTask(
  ctx: Ctx,
  what: 'view' | 'manage' | 'report',
  task: { programmeId: string; ownerId?: string | null },
): Decision {
  const { actor, now } = ctx;
  if (actor.kind === 'system') return allow;
  if (!isSignedIn(actor)) return hide;
  const scope = { programmeId: task.programmeId };
  const owns = task.ownerId === actor.id;
  if (hasRole(actor, now, managers, scope)) return allow;
  if (what === 'view') return owns || hasRole(actor, now, staffRoles, scope) ? allow : hide;
  if (what === 'report' && owns) return allow;
  if (!owns && !hasRole(actor, now, staffRoles, scope)) return hide;
  return what === 'report'
    ? deny('task.not-yours', 'Chỉ người phụ trách, Tổ Thư ký và Ban Tổ chức báo tình hình của việc này.')
    : deny('task.not-yours', 'Chỉ Tổ Thư ký và Ban Tổ chức thêm, sửa và giao việc.');
}
