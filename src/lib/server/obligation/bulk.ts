/** Acts of the standing unit and the receivers on one or many obligations: excuse, undo, accept, remind. */
import { type Kysely, sql } from 'kysely';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { isOpen, moved, obligationStateLabels } from '#lib/domain/obligation/states.ts';
import { openMovement, requireRunning } from '../movement/room.ts';
import { type MovementScope, mayAccept, mayManage } from '../movement/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { acceptObligation } from './decide.ts';
import { mayReadObligation, openObligation, ruleOf } from './list.ts';
import { peopleOf } from './people.ts';
import { type ObligationRow, obligationsOf } from './queries.ts';
import { addressees, sendReminders } from './remind.ts';
import { excuseInto, requireReason, unexcuseInto } from './states.ts';

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

/** Each by itself, as its own page does it; who was faster, or what else is in the way, is told in its row. */
async function acceptRows(ctx: Ctx, all: Chosen, results: BulkRow[]): Promise<BulkRow[]> {
  const done: BulkRow[] = [];
  for (const result of results) {
    const row = all.rows.find((one) => one.id === result.id);
    if (!result.ok || !row) {
      done.push(result);
      continue;
    }
    try {
      await acceptObligation(ctx, { slug: all.movement.slug, obligationId: row.id });
      done.push({ ...result, says: 'Đã chấp nhận.' });
    } catch (problem) {
      if (!(problem instanceof RuleError)) throw problem;
      done.push({ ...result, ok: false, says: problem.message });
    }
  }
  return done;
}

/** All in one transaction: looked at again under lock, so that nothing happens twice. */
const together = (
  ctx: Ctx,
  all: Chosen,
  work: (tx: Tx, now: Chosen, rows: ObligationRow[]) => Promise<string>,
  kind: BulkKind,
) =>
  act(
    ctx,
    {
      act: `obligation.${kind}`,
      programmeId: all.movement.id,
      subject: { kind: 'programme', id: all.movement.id },
      summary: `${verbs[kind]} việc phải nộp.`,
    },
    async (tx) => {
      const ids = all.rows.map((row) => row.id);
      await sql`select id from obligation where id = any (${ids}::uuid[]) order by id for update`.execute(tx.db);
      const now = await chosen(ctx, all, ids, tx.db);
      const results = shown(kind, now);
      const ready = new Set(results.filter((row) => row.ok).map((row) => row.id));
      const rows = now.rows.filter((row) => ready.has(row.id));
      const summary = await work(tx, now, rows);
      tx.note({
        summary,
        changes: { obligations: rows.map((row) => row.id) },
        ...(rows.length === 1 && rows[0] ? { subject: { kind: 'obligation', id: rows[0].id } } : {}),
      });
      return results;
    },
  );

/**
 * Does it to all that can take it, and tells of each.
 * @throws RuleError 'not-found', 'obligation.reason'; refusals of `mayManage` for an exemption
 */
export async function runBulk(
  ctx: Ctx,
  args: { slug: string; kind: BulkKind; ids: string[]; reason?: string },
): Promise<BulkRow[]> {
  const { kind } = args;
  const opened = await openMovement(ctx, args.slug);
  requireRunning(opened.movement, 'việc phải nộp');
  if (kind === 'exempt') requireAllowed(mayManage(opened.scope));
  const all = await chosen(ctx, opened, args.ids, ctx.app.db);
  const preview = shown(kind, all);
  const reason = kind === 'exempt' ? requireReason(args.reason ?? '', 'miễn') : '';
  if (!preview.some((row) => row.ok)) return preview;
  if (kind === 'accept') return acceptRows(ctx, all, preview);
  if (kind === 'exempt')
    return together(
      ctx,
      all,
      async (tx, _now, rows) => {
        await excuseInto(
          tx,
          ctx,
          rows.map((row) => ({ id: row.id, reason })),
        );
        return `Miễn ${rows.length} việc phải nộp: ${reason}`;
      },
      kind,
    );
  return together(
    ctx,
    all,
    async (tx, { movement }, rows) => {
      const people = (await peopleOf(tx.db, [movement], ctx.now)).get(movement.id);
      const found = rows.flatMap((row) => {
        const rule = ruleOf(movement.doc, row.ruleId);
        if (!rule) return [];
        const one = { row, rule, movement, reminder: { to: 'unit' as const, kind: manualKind(ctx.now) } };
        return [{ ...one, to: addressees(one, people, null) }];
      });
      const { mails } = await sendReminders(tx, ctx, found);
      return `Nhắc ${rows.length} việc phải nộp bằng ${mails} thư.`;
    },
    kind,
  );
}

/** The same with one obligation: what stands in the way is a refusal. @throws RuleError 'obligation.hindered' and those of `runBulk` */
export async function runOne(
  ctx: Ctx,
  kind: BulkKind,
  args: { slug: string; obligationId: string; reason?: string },
): Promise<void> {
  const { scope, obligation } = await openObligation(ctx, args);
  if (kind !== 'exempt' && obligation.rule) requireAllowed(mayAccept(scope, obligation.rule, obligation.unitId));
  const [row] = await runBulk(ctx, { ...args, kind, ids: [args.obligationId] });
  if (!row?.ok)
    throw new RuleError({ code: 'obligation.hindered', status: 409, message: row?.says ?? 'Không làm được việc này.' });
}

/** Takes an exemption back: the unit owes it again, by the day that it had. @throws RuleError 'not-found', 'obligation.not-exempt' */
export async function undoExemption(ctx: Ctx, args: { slug: string; obligationId: string }): Promise<void> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  requireAllowed(mayManage(scope));
  requireRunning(movement, 'việc phải nộp');
  await act(
    ctx,
    {
      act: 'obligation.unexempt',
      programmeId: movement.id,
      subject: { kind: 'obligation', id: args.obligationId },
      summary: 'Bỏ miễn việc phải nộp.',
    },
    async (tx) => {
      const undone = isUuid(args.obligationId) ? await unexcuseInto(tx, ctx, movement.id, [args.obligationId]) : 0;
      if (undone === 0)
        throw new RuleError({ code: 'obligation.not-exempt', status: 409, message: 'Việc này không được miễn.' });
    },
  );
}
