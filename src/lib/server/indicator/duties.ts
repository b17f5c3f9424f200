import { sql } from 'kysely';
import type { FigureState } from '#lib/domain/indicator/states.ts';
import { type MovementScope, mayVerify } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import type { Duty } from '../programme/room.ts';

/** Figures that wait for the actor: returned ones of the own units, handed-in ones to verify, verified ones to lock. One query. */
export async function figureDuties(ctx: Ctx, movement: StoredMovement, scope: MovementScope): Promise<Duty[]> {
  if (movement.status !== 'published' || (scope.own.size === 0 && !scope.manages)) return [];
  const { rows } = await sql<{
    indicatorId: string;
    unitId: string;
    state: FigureState;
    count: number;
    period: string;
  }>`
    select indicator_id as "indicatorId", unit_id as "unitId", state, count(*)::int as count, max(period) as period
      from indicator_value where programme_id = ${movement.id} and state in ('submitted', 'verified', 'returned')
     group by indicator_id, unit_id, state`.execute(ctx.app.db);
  const indicators = new Map(movement.doc.indicators.map((one) => [one.id, one]));
  const total = (list: typeof rows): number => list.reduce((sum, row) => sum + row.count, 0);
  const toVerify = total(
    rows.filter((row) => {
      const indicator = indicators.get(row.indicatorId);
      return row.state === 'submitted' && indicator && mayVerify(scope, indicator, row.unitId).allow;
    }),
  );
  const toLock = scope.manages ? total(rows.filter((row) => row.state === 'verified')) : 0;
  const returned = Map.groupBy(
    rows.filter((row) => row.state === 'returned' && scope.own.has(row.unitId)),
    (row) => row.unitId,
  );
  const list = `/dieu-hanh/phong-trao/${movement.slug}/so-lieu`;
  const duty = (text: string, href: string, action: string): Duty => ({ text, href, action, due: null, clause: null });
  return [
    ...[...returned].map(([unitId, own]) =>
      duty(
        `Sửa ${total(own)} số liệu bị trả lại`,
        `/don-vi/${unitId}/phong-trao/${movement.slug}/so-lieu?ky=${own[0]!.period}`,
        'Mở số liệu',
      ),
    ),
    ...(toVerify > 0 ? [duty(`Xác nhận ${toVerify} số liệu`, `${list}?trang-thai=submitted`, 'Mở danh sách')] : []),
    ...(toLock > 0 ? [duty(`Khóa ${toLock} số liệu đã xác nhận`, `${list}?trang-thai=verified`, 'Mở danh sách')] : []),
  ];
}
