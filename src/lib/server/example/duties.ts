import type { MovementScope } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import type { Duty } from '../programme/room.ts';
import { waitingForReview } from './queries.ts';

/** What waits in the good examples of a movement: for the standing unit what was handed in, for a unit what came back. */
export async function exampleDuties(ctx: Ctx, movement: StoredMovement, scope: MovementScope): Promise<Duty[]> {
  const duties: Duty[] = [];
  if (movement.status !== 'published') return duties;
  const room = `/dieu-hanh/phong-trao/${movement.slug}/dien-hinh`;
  if (scope.manages) {
    const { submitted, replicas } = await waitingForReview(ctx.app.db, movement.id);
    if (submitted > 0)
      duties.push({
        text: `Xem xét ${submitted} điển hình mới gửi`,
        href: `${room}?trang-thai=submitted`,
        action: 'Xem xét điển hình',
        due: null,
        clause: null,
      });
    if (replicas > 0)
      duties.push({
        text: `Xác nhận ${replicas} lượt đơn vị báo đã áp dụng điển hình`,
        href: `${room}?trang-thai=spreading`,
        action: 'Xem các lượt áp dụng',
        due: null,
        clause: null,
      });
  }
  if (scope.own.size === 0) return duties;
  const back = await ctx.app.db
    .selectFrom('good_example')
    .select(['id', 'code', 'unit_id as unitId'])
    .where('programme_id', '=', movement.id)
    .where('state', '=', 'returned')
    .where('unit_id', 'in', [...scope.own])
    .orderBy('updated_at')
    .execute();
  for (const { id, code, unitId } of back)
    duties.push({
      text: `Sửa điển hình ${code} được trả lại`,
      href: `/don-vi/${unitId}/phong-trao/${movement.slug}/dien-hinh/${id}`,
      action: 'Mở điển hình',
      due: null,
      clause: null,
    });
  return duties;
}
