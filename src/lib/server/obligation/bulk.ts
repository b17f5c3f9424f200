/** Acts of the standing unit and the receivers on one or many obligations: excuse, undo, accept, remind. */
import { type Kysely, sql } from 'kysely';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { isOpen, moved, obligationStateLabels } from '#lib/domain/obligation/states.ts';
import { openMovement } from '../movement/room.ts';
import { type MovementScope, mayAccept, mayManage } from '../movement/scope.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { mayReadObligation, ruleOf } from './list.ts';
import { peopleOf } from './people.ts';
import { type ObligationRow, obligationsOf } from './queries.ts';
import { addressees, sendReminders } from './remind.ts';
import { markAccepted, obligationEvent, requireReason } from './states.ts';

export const bulkKinds = ['remind', 'exempt', 'accept'] as const;
export type BulkKind = (typeof bulkKinds)[number];

/** At most so many at once: more than all units of a province for one rule. */
const MOST_ROWS = 2000;

export interface BulkRow {
  id: string;
  unitName: string;
  ruleName: string;
  period: string;
  ok: boolean;
  /** what happens, or why nothing does */
  says: string;
}

interface Chosen {
  movement: StoredMovement;
  scope: MovementScope;
  rows: ObligationRow[];
  /** unit → how many persons a reminder reaches */
  reach: Map<string, number>;
  remindedToday: Set<string>;
}

const manualKind = (now: Date): string => `manual-${isoDateLocal(now)}`;

type Opened = Pick<Chosen, 'movement' | 'scope'>;

async function chosen(ctx: Ctx, { movement, scope }: Opened, asked: string[], db: Kysely<DB>): Promise<Chosen> {
  const ids = [...new Set(asked.filter(isUuid))].slice(0, MOST_ROWS);
  const rows = await obligationsOf(db, { programmeIds: [movement.id], ids });
  const people = await peopleOf(db, [movement], ctx.now);
  const reminded = await sql<{ id: string }>`select obligation_id as id from obligation_reminder
      where obligation_id = any (${ids}::uuid[]) and kind = ${manualKind(ctx.now)}`.execute(db);
  const mine = rows.filter((row) => mayReadObligation(scope, ruleOf(movement.doc, row.ruleId), row.unitId));
  return {
    movement,
    scope,
    rows: mine,
    reach: new Map(mine.map((row) => [row.unitId, people.get(movement.id)?.coordinators(row.unitId).length ?? 0])),
    remindedToday: new Set(reminded.rows.map((row) => row.id)),
  };
}

/** Why an act does nothing to a row; null: it can be done. */
function hindrance(kind: BulkKind, row: ObligationRow, all: Chosen): string | null {
  const rule = ruleOf(all.movement.doc, row.ruleId);
  const decision = kind === 'exempt' || !rule ? mayManage(all.scope) : mayAccept(all.scope, rule, row.unitId);
  if (!decision.allow) return decision.reason;
  if (row.exemptedAt) return 'Đã được miễn.';
  if (kind === 'exempt') return row.state === 'accepted' ? 'Đã được chấp nhận nên không cần miễn.' : null;
  if (kind === 'accept')
    return moved(row.state, 'accept')
      ? null
      : `Đang ở bước “${obligationStateLabels[row.state]}”, chưa có gì để chấp nhận.`;
  if (!rule) return 'Việc này đã bỏ khỏi kế hoạch.';
  if (!isOpen(row)) return 'Đơn vị đã gửi, không cần nhắc.';
  if (!all.reach.get(row.unitId)) return 'Đơn vị chưa có đầu mối nào có địa chỉ thư để nhắc.';
  return all.remindedToday.has(row.id) ? 'Hôm nay đã nhắc rồi.' : null;
}

const effects: Record<BulkKind, (row: ObligationRow, all: Chosen) => string> = {
  remind: (row, all) => `Gửi thư nhắc ${all.reach.get(row.unitId) ?? 0} người.`,
  exempt: (row) =>
    row.state === 'not-started' ? 'Được miễn, thôi nhắc.' : 'Được miễn, thôi nhắc; phần đã soạn còn giữ.',
  accept: () => 'Được chấp nhận.',
};

const shown = (kind: BulkKind, all: Chosen): BulkRow[] =>
  all.rows.map((row) => {
    const why = hindrance(kind, row, all);
    return {
      id: row.id,
      unitName: row.unitName,
      ruleName: ruleOf(all.movement.doc, row.ruleId)?.name ?? row.ruleId,
      period: row.period,
      ok: why === null,
      says: why ?? effects[kind](row, all),
    };
  });

/** What an act would do to each of some obligations. @throws RuleError 'not-found' */
export const previewBulk = async (
  ctx: Ctx,
  args: { slug: string; kind: BulkKind; ids: string[] },
): Promise<BulkRow[]> => shown(args.kind, await chosen(ctx, await openMovement(ctx, args.slug), args.ids, ctx.app.db));

const verbs: Record<BulkKind, string> = { remind: 'Nhắc', exempt: 'Miễn', accept: 'Chấp nhận' };

/**
 * Does it to all that can take it, and tells of each. Nothing happens twice: what was done meanwhile is told as such.
 * @throws RuleError 'not-found', 'obligation.reason'
 */
export async function runBulk(
  ctx: Ctx,
  args: { slug: string; kind: BulkKind; ids: string[]; reason?: string },
): Promise<BulkRow[]> {
  const { kind } = args;
  const opened = await openMovement(ctx, args.slug);
  const { movement } = opened;
  if (kind === 'exempt') requireAllowed(mayManage(opened.scope));
  const preview = shown(kind, await chosen(ctx, opened, args.ids, ctx.app.db));
  const reason = kind === 'exempt' ? requireReason(args.reason ?? '', 'miễn') : null;
  if (!preview.some((row) => row.ok)) return preview;
  return act(
    ctx,
    {
      act: `obligation.${kind}`,
      programmeId: movement.id,
      subject: { kind: 'programme', id: movement.id },
      summary: `${verbs[kind]} việc phải nộp.`,
    },
    async (tx) => {
      await sql`select id from obligation where id = any (${args.ids.filter(isUuid)}::uuid[]) order by id for update`.execute(
        tx.db,
      );
      const all = await chosen(ctx, opened, args.ids, tx.db);
      const results = shown(kind, all);
      const ready = new Set(results.filter((row) => row.ok).map((row) => row.id));
      const rows = all.rows.filter((row) => ready.has(row.id));
      if (kind === 'accept') for (const row of rows) await markAccepted(tx, ctx, row.id);
      if (kind === 'exempt')
        await sql`
          with excused as (
            update obligation set exempted_at = ${ctx.now}, exempted_by = ${ctx.actor.id}, exempt_reason = ${reason}
             where id = any (${[...ready]}::uuid[]) and exempted_at is null returning id, state)
          insert into obligation_event (obligation_id, at, by_id, by_name, from_state, to_state, what, reason)
          select id, ${ctx.now}, ${ctx.actor.id}, ${ctx.actor.name}, state, state, 'exempt', ${reason} from excused`.execute(
          tx.db,
        );
      if (kind === 'remind') {
        const people = (await peopleOf(tx.db, [movement], ctx.now)).get(movement.id);
        await sendReminders(
          tx,
          ctx,
          rows.flatMap((row) => {
            const rule = ruleOf(movement.doc, row.ruleId);
            if (!rule) return [];
            const found = { row, rule, movement, reminder: { to: 'unit' as const, kind: manualKind(ctx.now) } };
            return [{ ...found, to: addressees(found, people, null) }];
          }),
        );
      }
      tx.note({
        summary: `${verbs[kind]} ${rows.length} việc phải nộp${reason ? `: ${reason}` : '.'}`,
        changes: { obligations: rows.map((row) => row.id) },
        ...(rows.length === 1 ? { subject: { kind: 'obligation', id: rows[0]!.id } } : {}),
      });
      return results;
    },
  );
}

/** Takes an exemption back: the unit owes it again, by the day that it had. @throws RuleError 'not-found', 'obligation.not-exempt' */
export async function undoExemption(ctx: Ctx, args: { slug: string; obligationId: string }): Promise<void> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  requireAllowed(mayManage(scope));
  await act(
    ctx,
    {
      act: 'obligation.unexempt',
      programmeId: movement.id,
      subject: { kind: 'obligation', id: args.obligationId },
      summary: 'Bỏ miễn việc phải nộp.',
    },
    async (tx) => {
      const row = isUuid(args.obligationId)
        ? await tx.db
            .updateTable('obligation')
            .set({ exempted_at: null, exempted_by: null, exempt_reason: null })
            .where('id', '=', args.obligationId)
            .where('programme_id', '=', movement.id)
            .where('exempted_at', 'is not', null)
            .returning(['id', 'state'])
            .executeTakeFirst()
        : undefined;
      if (!row)
        throw new RuleError({ code: 'obligation.not-exempt', status: 409, message: 'Việc này không được miễn.' });
      await obligationEvent(tx, ctx, { obligationId: row.id, from: row.state, to: row.state, what: 'unexempt' });
    },
  );
}
