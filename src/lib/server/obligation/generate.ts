import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { dueAt, periodsOf } from '#lib/domain/obligation/due.ts';
import { livesOn, type Owed, type OwingUnit, obligationsDue } from '#lib/domain/obligation/owed.ts';
import type { ObligationState } from '#lib/domain/obligation/states.ts';
import { participantsOn } from '../movement/units.ts';
import { act, type Tx } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { systemActor } from '../platform/policy.ts';
import { listMovements, movementById, type StoredMovement } from '../programme/queries.ts';

interface Existing {
  id: string;
  ruleId: string;
  unitId: string;
  period: string;
  dueAt: Date;
  state: ObligationState;
  exempted: boolean;
  validFrom: string | null;
  validTo: string | null;
}

interface Difference {
  create: Owed[];
  /** not accepted, and the rule now gives another day */
  redate: { id: string; from: Date; to: Date }[];
  /** nobody owes it any more, and nothing was begun */
  remove: string[];
  /** begun by a unit that no longer exists on the due day */
  lapse: { id: string; unitId: string; validTo: string | null }[];
}

/** What a run changed, in numbers of obligations. */
export type Generated = Record<keyof Difference, number>;

const keyOf = (one: { ruleId: string; unitId: string; period: string }) => `${one.ruleId} ${one.unitId} ${one.period}`;

async function existingOf(db: Kysely<DB>, programmeId: string): Promise<Existing[]> {
  const { rows } = await sql<Existing>`
    select o.id, o.rule_id as "ruleId", o.unit_id as "unitId", o.period, o.due_at as "dueAt", o.state,
           o.exempted_at is not null as exempted, u.valid_from as "validFrom", u.valid_to as "validTo"
      from obligation o join unit u on u.id = o.unit_id where o.programme_id = ${programmeId}`.execute(db);
  return rows;
}

/** Compares what is owed with what is written down. */
function compare(
  doc: StoredMovement['doc'],
  units: OwingUnit[],
  existing: Existing[],
  now: Date,
  year?: number,
): Difference {
  const known = new Set(existing.map(keyOf));
  const rules = new Map(doc.obligations.map((rule) => [rule.id, { ...rule, periods: new Set(periodsOf(rule)) }]));
  const classOf = new Map(units.map((unit) => [unit.id, unit.classId]));
  const difference: Difference = {
    create: obligationsDue(doc, units, now, year).filter((one) => !known.has(keyOf(one))),
    redate: [],
    remove: [],
    lapse: [],
  };
  for (const one of existing) {
    const rule = rules.get(one.ruleId);
    const asked = rule?.periods.has(one.period) ? rule : undefined;
    const due = (asked && dueAt(asked, one.period)) ?? one.dueAt;
    const inClass = asked?.classIds.includes(classOf.get(one.unitId) ?? '') ?? false;
    const alive = livesOn(one, due);
    // What fell due stays as history, whatever became of the unit's class since.
    const owed = asked !== undefined && alive && (inClass || due < now);
    if (!owed && one.state === 'not-started' && !one.exempted) difference.remove.push(one.id);
    else if (!alive && (one.state === 'draft' || one.state === 'returned') && !one.exempted)
      difference.lapse.push({ id: one.id, unitId: one.unitId, validTo: one.validTo });
    else if (one.state !== 'accepted' && due.getTime() !== one.dueAt.getTime())
      difference.redate.push({ id: one.id, from: one.dueAt, to: due });
  }
  return difference;
}

async function write(tx: Tx, ctx: Ctx, programmeId: string, difference: Difference): Promise<Generated> {
  const { create, redate, remove, lapse } = difference;
  const created = await sql`
    insert into obligation (programme_id, rule_id, unit_id, period, due_at, state, created_at)
    select ${programmeId}, rule, unit, period, due, 'not-started', ${ctx.now}
      from unnest(${create.map((o) => o.ruleId)}::text[], ${create.map((o) => o.unitId)}::uuid[],
                  ${create.map((o) => o.period)}::text[], ${create.map((o) => o.dueAt)}::timestamptz[])
           as owed (rule, unit, period, due)
        on conflict do nothing`.execute(tx.db);
  const says = (from: Date, to: Date) => `Hạn chuyển từ ${formatDate(from)} sang ${formatDate(to)} theo quy định mới.`;
  const redated = await sql`
    with moved as (
      update obligation o set due_at = new.due
        from unnest(${redate.map((o) => o.id)}::uuid[], ${redate.map((o) => o.to)}::timestamptz[],
                    ${redate.map((o) => says(o.from, o.to))}::text[]) as new (id, due, says)
       where o.id = new.id and o.due_at <> new.due and o.state <> 'accepted'
      returning o.id, o.state, new.says)
    insert into obligation_event (obligation_id, at, by_id, by_name, from_state, to_state, what, reason)
    select id, ${ctx.now}, ${ctx.actor.id}, ${ctx.actor.name}, state, state, 'due', says from moved`.execute(tx.db);
  // One that was begun meanwhile stays.
  const gone = await sql<{ id: string }>`
    select id from obligation where id = any (${remove}::uuid[]) and state = 'not-started' and exempted_at is null
       for update`.execute(tx.db);
  const ids = gone.rows.map((row) => row.id);
  for (const table of ['obligation_event', 'obligation_reminder'] as const)
    await tx.db.deleteFrom(table).where(sql<boolean>`obligation_id = any (${ids}::uuid[])`).execute();
  await tx.db.deleteFrom('obligation').where(sql<boolean>`id = any (${ids}::uuid[])`).execute();
  const successors = await successorNames(
    tx.db,
    lapse.map((o) => o.unitId),
  );
  const lapsed = await sql`
    with excused as (
      update obligation o set exempted_at = ${ctx.now}, exempt_reason = new.reason
        from unnest(${lapse.map((o) => o.id)}::uuid[],
                    ${lapse.map((o) => lapseReason(o.validTo, successors.get(o.unitId)))}::text[]) as new (id, reason)
       where o.id = new.id and o.exempted_at is null and o.state in ('draft', 'returned')
      returning o.id, o.state, new.reason)
    insert into obligation_event (obligation_id, at, by_id, by_name, from_state, to_state, what, reason)
    select id, ${ctx.now}, ${ctx.actor.id}, ${ctx.actor.name}, state, state, 'exempt', reason from excused`.execute(
    tx.db,
  );
  return {
    create: Number(created.numAffectedRows ?? 0),
    redate: Number(redated.numAffectedRows ?? 0),
    remove: ids.length,
    lapse: Number(lapsed.numAffectedRows ?? 0),
  };
}

async function successorNames(db: Kysely<DB>, unitIds: string[]): Promise<Map<string, string>> {
  if (unitIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; names: string }>`
    select s.unit_id as id, string_agg(u.name, ', ' order by u.name collate "vi-x-icu") as names
      from unit_successor s join unit u on u.id = s.successor_id
     where s.unit_id = any (${unitIds}::uuid[]) group by s.unit_id`.execute(db);
  return new Map(rows.map((row) => [row.id, row.names]));
}

const lapseReason = (validTo: string | null, successors: string | undefined): string =>
  `Đơn vị ${validTo ? `kết thúc hoạt động ngày ${formatDate(validTo)}` : 'chưa hoạt động'} nên không còn nghĩa vụ này.${
    successors ? ` Đơn vị kế tiếp thực hiện: ${successors}.` : ''
  }`;

const nothing: Generated = { create: 0, redate: 0, remove: 0, lapse: 0 };

/**
 * Writes down what every unit owes in a published movement (up to a year ahead, or in one year), moves due days that the rules moved, and
 * takes away what nobody owes any more and nobody began. Doing it again changes nothing and leaves no trace.
 */
export async function generate(ctx: Ctx, args: { movementId: string; year?: number }): Promise<Generated> {
  const { db } = ctx.app;
  const movement = await movementById(db, args.movementId);
  if (movement?.status !== 'published') return nothing;
  const [units, existing] = await Promise.all([
    participantsOn(db, movement.doc, isoDateLocal(ctx.now)),
    existingOf(db, movement.id),
  ]);
  const difference = compare(movement.doc, units, existing, ctx.now, args.year);
  if (Object.values(difference).every((part) => part.length === 0)) return nothing;
  return act(
    ctx,
    {
      act: 'obligation.generate',
      programmeId: movement.id,
      subject: { kind: 'programme', id: movement.id },
      summary: 'Cập nhật việc phải nộp của các đơn vị.',
    },
    async (tx) => {
      const done = await write(tx, ctx, movement.id, difference);
      const parts = [
        [done.create, 'mới'],
        [done.redate, 'đổi hạn'],
        [done.remove, 'bỏ'],
        [done.lapse, 'thôi vì đơn vị đã kết thúc'],
      ] as const;
      tx.note({
        summary: `Cập nhật việc phải nộp của các đơn vị: ${
          parts.flatMap(([n, word]) => (n > 0 ? [`${n} ${word}`] : [])).join(', ') || 'không đổi'
        }.`,
        changes: done,
      });
      return done;
    },
  );
}

/** Job `obligation.generate`: one movement, or every published one; units are made and end, and a year comes into sight. */
export async function generateAll(app: App, movementId?: string): Promise<void> {
  const movements = await listMovements(app.db, movementId ? [movementId] : undefined);
  const problems: unknown[] = [];
  for (const movement of movements.filter((one) => one.status === 'published')) {
    const ctx: Ctx = {
      app,
      actor: systemActor(),
      now: app.clock.now(),
      requestId: randomUUID(),
      channel: 'job',
      ip: null,
    };
    // A defect in one movement must not keep the others from their obligations.
    await generate(ctx, { movementId: movement.id }).catch((problem: unknown) => problems.push(problem));
  }
  if (problems.length > 0) throw new AggregateError(problems, `obligations of ${problems.length} movements`);
}
