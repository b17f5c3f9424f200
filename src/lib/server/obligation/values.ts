import { sql } from 'kysely';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { markReturned, markSubmitted, markWithdrawn } from './states.ts';

/** The indicators whose figures a unit of a class hands in for the periods of a rule. One that lost its beginning is not asked for. */
const askedFor = (doc: MovementProgramme, classId: string, period: 'once' | 'year' | 'half' | 'quarter'): string[] =>
  doc.indicators
    .filter((one) => one.reportedBy.includes(classId) && !one.incomplete)
    .filter((one) => one.frequency === (period === 'once' ? 'year' : period))
    .map((one) => one.id);

/**
 * Hands in what asks only for figures (`kind: 'values'`) as soon as all figures of the unit's class and period are handed in. To be called
 * in the transaction that hands figures in, after them. @returns ids of the obligations that are handed in by it
 */
export async function submitValuesObligations(
  tx: Tx,
  ctx: Ctx,
  args: {
    movement: Pick<StoredMovement, 'id' | 'doc'>;
    participants: readonly { id: string; classId: string }[];
    /** figures that were handed in just now */
    figures: readonly { unitId: string; period: string }[];
  },
): Promise<string[]> {
  const { movement, participants, figures } = args;
  const rules = movement.doc.obligations.filter((rule) => rule.kind === 'values');
  if (rules.length === 0) return [];
  const touched = [...new Map(figures.map((one) => [`${one.unitId} ${one.period}`, one])).values()];
  const done: string[] = [];
  for (const { unitId, period } of touched) {
    const classId = participants.find((unit) => unit.id === unitId)?.classId;
    for (const rule of rules.filter((one) => classId !== undefined && one.classIds.includes(classId))) {
      const asked = askedFor(movement.doc, classId!, rule.period);
      if (asked.length === 0) continue;
      const { rows } = await sql<{ id: string }>`
        select o.id from obligation o
         where o.programme_id = ${movement.id} and o.rule_id = ${rule.id} and o.unit_id = ${unitId} and o.period = ${period}
           and o.state in ('not-started', 'draft', 'returned') and o.exempted_at is null
           and (select count(*) from indicator_value v
                 where v.programme_id = o.programme_id and v.unit_id = o.unit_id and v.period = o.period
                   and v.indicator_id = any (${asked}::text[])
                   and v.state in ('submitted', 'verified', 'locked')) = ${asked.length}`.execute(tx.db);
      for (const { id } of rows) {
        await markSubmitted(tx, ctx, id);
        done.push(id);
      }
    }
  }
  return done;
}

/**
 * What asks only for figures is no longer handed in when one of them was taken back or returned before it was accepted. A figure that is
 * being corrected still has its official number, so that nothing is missing. To be called after the figures have moved.
 * @param args.reason why they were returned; null: the unit took them back
 */
export async function reopenValuesObligations(
  tx: Tx,
  ctx: Ctx,
  args: {
    movement: Pick<StoredMovement, 'id' | 'doc'>;
    figures: readonly { unitId: string; period: string; indicatorId: string; official: boolean }[];
    reason: string | null;
  },
): Promise<void> {
  const { movement, reason } = args;
  const rules = movement.doc.obligations.filter((rule) => rule.kind === 'values').map((rule) => rule.id);
  const asked = new Set(movement.doc.indicators.filter((one) => !one.incomplete).map((one) => one.id));
  const figures = args.figures.filter((one) => !one.official && asked.has(one.indicatorId));
  if (rules.length === 0 || figures.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    select o.id from obligation o
     where o.programme_id = ${movement.id} and o.rule_id = any (${rules}::text[]) and o.state = 'submitted' and o.exempted_at is null
       and (o.unit_id, o.period) in (select * from unnest(${figures.map((one) => one.unitId)}::uuid[], ${figures.map((one) => one.period)}::text[]))
     order by o.id`.execute(tx.db);
  for (const { id } of rows)
    if (reason === null) await markWithdrawn(tx, ctx, id);
    else await markReturned(tx, ctx, id, `Số liệu được trả lại để sửa: ${reason}`);
}
