import { type MovementScope, mayVerify } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import type { Duty } from '../programme/room.ts';

/** Figures that wait for the actor: those to verify, and for the standing unit those to lock. One query. */
export async function figureDuties(ctx: Ctx, movement: StoredMovement, scope: MovementScope): Promise<Duty[]> {
  if (movement.status === 'draft') return [];
  const rows = await ctx.app.db
    .selectFrom('indicator_value')
    .select(['indicator_id as indicatorId', 'unit_id as unitId', 'state'])
    .where('programme_id', '=', movement.id)
    .where('state', 'in', ['submitted', 'verified'])
    .execute();
  const indicators = new Map(movement.doc.indicators.map((one) => [one.id, one]));
  const verify = rows.filter((row) => {
    const indicator = indicators.get(row.indicatorId);
    return row.state === 'submitted' && indicator && mayVerify(scope, indicator, row.unitId).allow;
  }).length;
  const lock = scope.manages ? rows.filter((row) => row.state === 'verified').length : 0;
  const duty = (count: number, text: string, state: string): Duty[] =>
    count === 0
      ? []
      : [
          {
            text,
            href: `/dieu-hanh/phong-trao/${movement.slug}/so-lieu?trang-thai=${state}`,
            action: 'Xem số liệu',
            due: null,
            clause: null,
          },
        ];
  return [
    ...duty(verify, `Xác nhận ${verify} số liệu mà các đơn vị đã gửi`, 'submitted'),
    ...duty(lock, `Khóa ${lock} số liệu đã xác nhận thành số chính thức`, 'verified'),
  ];
}
