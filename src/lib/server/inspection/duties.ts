import { awaitsOwner, daysOverdue } from '#lib/domain/inspection/states.ts';
import { endOfDay, formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { MovementScope } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import type { Duty } from '../programme/room.ts';
import { findingsOf, inspectionsOf } from './queries.ts';

/** What waits after inspections: answers of the own units, and for the standing unit visits to record and answers to look at. */
export async function inspectionDuties(ctx: Ctx, movement: StoredMovement, scope: MovementScope): Promise<Duty[]> {
  if (movement.status === 'draft' || (scope.own.size === 0 && !scope.manages)) return [];
  const today = isoDateLocal(ctx.now);
  const [findings, visits] = await Promise.all([
    findingsOf(ctx.app.db, { programmeIds: [movement.id], active: true }),
    scope.manages ? inspectionsOf(ctx.app.db, { programmeId: movement.id, states: ['planned', 'held'], today }) : [],
  ]);
  const root = `/dieu-hanh/phong-trao/${movement.slug}/kiem-tra`;
  const mine = findings.filter((one) => scope.own.has(one.ownerId) && awaitsOwner(one));
  const duties: Duty[] = [...Map.groupBy(mine, (one) => one.ownerId)].map(([unitId, its]) => ({
    text:
      its.length === 1
        ? `Trả lời kiến nghị sau kiểm tra tại ${its[0]!.unitName}`
        : `Trả lời ${its.length} kiến nghị sau kiểm tra`,
    href: `/don-vi/${unitId}/phong-trao/${movement.slug}/kiem-tra`,
    action: 'Xem kiến nghị',
    due: endOfDay(its[0]!.dueOn).toISOString(),
    clause: null,
  }));
  if (!scope.manages) return duties;
  const duty = (text: string, href: string, action: string, due: string | null = null): Duty => ({
    text,
    href: root + href,
    action,
    due,
    clause: null,
  });
  const answered = findings.filter((one) => one.state === 'answered').length;
  const overdue = findings.filter((one) => daysOverdue(one, ctx.now) !== null).length;
  const unrecorded = visits.filter((one) => one.state === 'planned' && one.plannedOn <= today);
  const settled = visits.filter((one) => one.state === 'held' && one.findings.open + one.findings.answered === 0);
  if (answered > 0)
    duties.push(
      duty(`Xem ${answered} câu trả lời kiến nghị sau kiểm tra`, '/kien-nghi?tinh-trang=answered', 'Xem câu trả lời'),
    );
  if (overdue > 0)
    duties.push(
      duty(`Đôn đốc ${overdue} kiến nghị sau kiểm tra quá hạn`, '/kien-nghi?tinh-trang=overdue', 'Xem kiến nghị'),
    );
  for (const one of unrecorded.slice(0, 3))
    duties.push(
      duty(
        `Ghi kết quả kiểm tra tại ${one.unitName} (${formatDate(one.plannedOn)})`,
        `/${one.id}/ghi`,
        'Ghi kết quả',
        endOfDay(one.plannedOn).toISOString(),
      ),
    );
  for (const one of settled.slice(0, 3))
    duties.push(duty(`Kết thúc cuộc kiểm tra tại ${one.unitName}`, `/${one.id}`, 'Mở cuộc kiểm tra'));
  return duties;
}
