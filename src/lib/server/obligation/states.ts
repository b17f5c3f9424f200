/** The steps of one obligation. They run in the transaction of whoever lets them happen: handing in a report, accepting it. */
import { sql } from 'kysely';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, cleanMultiline } from '#lib/domain/kernel/text.ts';
import {
  moved,
  type ObligationMove,
  type ObligationState,
  obligationStateLabels,
  REASON_LENGTH,
} from '#lib/domain/obligation/states.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Row } from '../platform/db/schema.ts';
import { movementById } from '../programme/queries.ts';
import { returnedMail } from './mails.ts';
import { peopleOf } from './people.ts';

const verbs: Record<ObligationMove, string> = {
  start: 'bắt đầu',
  submit: 'gửi',
  withdraw: 'rút lại',
  return: 'trả lại',
  accept: 'chấp nhận',
};

/** An obligation, held until the end of the transaction. @throws RuleError 'not-found' */
export async function lockObligation(tx: Tx, obligationId: string): Promise<Row<'obligation'>> {
  const row = isUuid(obligationId)
    ? await tx.db.selectFrom('obligation').selectAll().where('id', '=', obligationId).forUpdate().executeTakeFirst()
    : undefined;
  if (!row) throw notFound('Việc phải nộp này');
  return row;
}

/** Why something was returned or excused, long enough to be understood. @throws RuleError 'obligation.reason' */
export function requireReason(text: string, why: string): string {
  const reason = cleanMultiline(text);
  if (charCount(reason) < REASON_LENGTH)
    throw new RuleError({
      code: 'obligation.reason',
      field: 'reason',
      message: `Hãy ghi lý do ${why}, ít nhất ${REASON_LENGTH} ký tự.`,
    });
  return reason;
}

/** Writes one line into an obligation's history. */
const obligationEvent = (
  tx: Tx,
  ctx: Ctx,
  event: { obligationId: string; from: ObligationState; to: ObligationState; what: string; reason?: string | null },
): Promise<unknown> =>
  tx.db
    .insertInto('obligation_event')
    .values({
      obligation_id: event.obligationId,
      at: ctx.now,
      by_id: ctx.actor.id,
      by_name: ctx.actor.name,
      from_state: event.from,
      to_state: event.to,
      what: event.what,
      reason: event.reason ?? null,
    })
    .execute();

/** Holds the obligations at these places until the end of the transaction, in one order. */
export const holdObligations = (
  tx: Pick<Tx, 'db'>,
  programmeId: string,
  keys: { unitId: string; ruleId: string; period: string }[],
): Promise<unknown> =>
  sql`
    select o.id from obligation o
      join unnest(${keys.map((key) => key.unitId)}::uuid[], ${keys.map((key) => key.ruleId)}::text[],
                  ${keys.map((key) => key.period)}::text[]) as k (unit_id, rule_id, period)
        on k.unit_id = o.unit_id and k.rule_id = o.rule_id and k.period = o.period
     where o.programme_id = ${programmeId} order by o.id for update of o`.execute(tx.db);

/** Excuses units from obligations that are held, each with its reason; also gives an exemption another reason. */
export async function excuseInto(tx: Tx, ctx: Ctx, rows: { id: string; reason: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    with excused as (
      update obligation o set exempted_at = coalesce(o.exempted_at, ${ctx.now}::timestamptz), exempted_by = ${ctx.actor.id}::uuid,
             exempt_reason = n.reason
        from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.reason)}::text[]) as n (id, reason)
       where o.id = n.id returning o.id, o.state, n.reason)
    insert into obligation_event (obligation_id, at, by_id, by_name, from_state, to_state, what, reason)
    select id, ${ctx.now}::timestamptz, ${ctx.actor.id}::uuid, ${ctx.actor.name}, state, state, 'exempt', reason from excused`.execute(
    tx.db,
  );
}

/** Takes exemptions back. @returns how many there were */
export async function unexcuseInto(tx: Tx, ctx: Ctx, programmeId: string, ids: string[]): Promise<number> {
  const rows = await tx.db
    .updateTable('obligation')
    .set({ exempted_at: null, exempted_by: null, exempt_reason: null })
    .where('id', 'in', ids)
    .where('programme_id', '=', programmeId)
    .where('exempted_at', 'is not', null)
    .returning(['id', 'state'])
    .execute();
  for (const row of rows)
    await obligationEvent(tx, ctx, { obligationId: row.id, from: row.state, to: row.state, what: 'unexempt' });
  return rows.length;
}

/** @throws RuleError 'obligation.exempted', 'obligation.state' */
async function move(
  tx: Tx,
  ctx: Ctx,
  args: { obligationId: string; move: ObligationMove; reason?: string },
  set: (row: Row<'obligation'>) => Partial<Row<'obligation'>>,
): Promise<Row<'obligation'>> {
  const row = await lockObligation(tx, args.obligationId);
  if (row.exempted_at)
    throw new RuleError({
      code: 'obligation.exempted',
      status: 409,
      message: `Đơn vị đã được miễn việc này nên không ${verbs[args.move]} được. Cơ quan thường trực phải bỏ miễn trước.`,
    });
  const state = moved(row.state, args.move);
  if (!state)
    throw new RuleError({
      code: 'obligation.state',
      status: 409,
      message: `Không ${verbs[args.move]} được khi việc đang ở bước “${obligationStateLabels[row.state]}”.`,
    });
  const changed = { state, ...set(row) };
  await tx.db.updateTable('obligation').set(changed).where('id', '=', row.id).execute();
  await obligationEvent(tx, ctx, {
    obligationId: row.id,
    from: row.state,
    to: changed.state,
    what: args.move,
    reason: args.reason ?? null,
  });
  return { ...row, ...changed };
}

/** The unit begins to write. Nothing happens where it has begun before. */
export async function startObligation(tx: Tx, ctx: Ctx, obligationId: string): Promise<Row<'obligation'>> {
  const row = await lockObligation(tx, obligationId);
  if (row.state !== 'not-started') return row;
  return move(tx, ctx, { obligationId, move: 'start' }, () => ({ started_at: ctx.now }));
}

/** The unit hands in, the first time or again. The first time decides whether it was on time. */
export const markSubmitted = (tx: Tx, ctx: Ctx, obligationId: string): Promise<Row<'obligation'>> =>
  move(tx, ctx, { obligationId, move: 'submit' }, (row) => ({
    started_at: row.started_at ?? ctx.now,
    first_submitted_at: row.first_submitted_at ?? ctx.now,
    submitted_at: ctx.now,
  }));

/**
 * The unit takes back what nobody has looked at: then it was not handed in, in time or otherwise. What had been returned before is to be
 * mended again.
 */
export const markWithdrawn = (tx: Tx, ctx: Ctx, obligationId: string): Promise<Row<'obligation'>> =>
  move(tx, ctx, { obligationId, move: 'withdraw' }, (row) =>
    row.returned_at ? { state: 'returned' } : { first_submitted_at: null, submitted_at: null },
  );

/** The receiver gives it back to be mended; those who coordinate the unit are written to. @throws RuleError 'obligation.reason' */
export async function markReturned(tx: Tx, ctx: Ctx, obligationId: string, text: string): Promise<Row<'obligation'>> {
  const reason = requireReason(text, 'trả lại');
  const row = await move(tx, ctx, { obligationId, move: 'return', reason }, () => ({ returned_at: ctx.now }));
  const movement = await movementById(tx.db, row.programme_id);
  const unit = await tx.db
    .selectFrom('unit')
    .select(['id', 'name'])
    .where('id', '=', row.unit_id)
    .executeTakeFirstOrThrow();
  if (!movement) return row;
  const ruleName = movement.doc.obligations.find((rule) => rule.id === row.rule_id)?.name ?? 'Việc phải nộp';
  const people = (await peopleOf(tx.db, [movement], ctx.now)).get(movement.id);
  for (const to of people?.coordinators(unit.id) ?? [])
    await tx.send(
      returnedMail(ctx.app, to, { movement, ruleName, unit, obligationId: row.id, period: row.period, reason }),
    );
  return row;
}

/** The receiver takes it. */
export const markAccepted = (tx: Tx, ctx: Ctx, obligationId: string): Promise<Row<'obligation'>> =>
  move(tx, ctx, { obligationId, move: 'accept' }, () => ({ accepted_at: ctx.now, accepted_by: ctx.actor.id }));
