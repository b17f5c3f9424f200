import { addDays, endOfDay, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { summaryOccasions } from '#lib/domain/summary/occasions.ts';
import type { MovementScope } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import type { Duty } from '../programme/room.ts';

/** Reports of periods that are over, or nearly, and that are not issued (Q25-9, Q25-13). One query. */
export async function summaryDuties(ctx: Ctx, movement: StoredMovement, scope: MovementScope): Promise<Duty[]> {
  if (!scope.manages || movement.status === 'draft') return [];
  const today = isoDateLocal(ctx.now);
  const due = summaryOccasions(movement.doc).filter((one) => addDays(one.to, -45) <= today);
  if (due.length === 0) return [];
  const stored = await ctx.app.db
    .selectFrom('summary_report')
    .select(['id', 'period', 'occasion', 'state', 'correction'])
    .where('programme_id', '=', movement.id)
    .execute();
  const root = `/dieu-hanh/phong-trao/${movement.slug}/bao-cao`;
  return due.flatMap((one): Duty[] => {
    const found = stored.find((row) => row.period === one.period && row.occasion === one.occasion);
    if (found?.state === 'final') return [];
    return [
      {
        text: found ? `${one.name} đang soạn, chưa ban hành` : `${one.name} chưa lập`,
        href: found ? `${root}/${found.id}` : root,
        action: found ? 'Viết tiếp' : 'Lập báo cáo',
        due: one.to >= today ? endOfDay(one.to).toISOString() : null,
        clause: one.clause,
      },
    ];
  });
}
