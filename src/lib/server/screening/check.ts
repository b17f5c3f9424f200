/** The secretariat's check: verdicts beside findings, and the acts that follow from them. */
import type { Kysely } from 'kysely';
import { entryName } from '#lib/domain/entry/exclusion.ts';
import { transitions } from '#lib/domain/entry/states.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline, joinVi, truncate } from '#lib/domain/kernel/text.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import {
  minDisqualifyReason,
  needsNote,
  openChecks,
  type Verdict,
  verdictLabels,
} from '#lib/domain/screening/check.ts';
import { isClauseOf } from '#lib/domain/screening/clause.ts';
import { requireWithinLimit } from '../entry/quota.ts';
import { readersOf } from '../entry/readers.ts';
import { findEntry, lockForAuthors } from '../entry/record.ts';
import { takeDown } from '../gallery/post.ts';
import { lockExclusion } from '../people/exclusion.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { canResult } from '../result/policy.ts';
import { endAwardsOfEntry } from '../result/revoke.ts';
import { forgetChoice } from './agencySheet.ts';
import { checksOf } from './facts.ts';
import { tellDisqualified, tellEligible, tellReinstated, tellReturned, tellTakenOver } from './mails.ts';
import { type LockedEntry, lockEntries, lockEntry, moveEntry, requireVersion } from './move.ts';
import { type CheckAct, canCheck } from './policy.ts';
import { requireActor, requireProgramme } from './review.ts';

const maxReason = 4000;

function reasonOf(text: string, least = 1): string {
  const reason = cleanMultiline(text);
  const length = [...reason].length;
  const refuse = (message: string) => new RuleError({ code: 'check.reason', field: 'reason', message });
  if (length === 0) throw refuse('Hãy ghi lý do. Tác giả sẽ đọc được lý do này.');
  if (length < least)
    throw refuse(`Lý do phải từ ${least} ký tự trở lên (hiện có ${length}), để tác giả hiểu và trả lời được.`);
  if (length > maxReason) throw refuse(`Lý do dài tối đa ${maxReason} ký tự.`);
  return reason;
}

interface Handled {
  tx: Tx;
  entry: LockedEntry;
  programme: StoredProgramme;
}

/** Locks the entry, asks the policy, runs the body, notes the act. Whoever may not even read it is told it does not exist. */
async function handle(
  ctx: Ctx,
  args: { entryId: string; version?: number },
  init: { act: string; needs: CheckAct; verb: string; before?: (tx: Tx) => Promise<void> },
  body: (handled: Handled) => Promise<Record<string, unknown> | undefined>,
): Promise<void> {
  await act(ctx, { act: init.act, summary: init.verb }, async (tx) => {
    await init.before?.(tx);
    const entry = await lockEntry(tx.db, args.entryId);
    const read = canCheck(ctx, 'check.read', entry.programmeId);
    if (!read.allow || entry.state === 'draft') throw notFound('Bài dự thi này');
    requireAllowed(canCheck(ctx, init.needs, entry.programmeId));
    requireVersion(entry, args.version);
    const programme = await requireProgramme(tx.db, entry.programmeId);
    const changes = await body({ tx, entry, programme });
    tx.note({
      programmeId: programme.id,
      subject: { kind: 'entry', id: entry.id },
      summary: `${init.verb} ${truncate(entryName(entry), 120)}`,
      ...(changes ? { changes } : {}),
    });
  });
}

const about = async (ctx: Ctx, { tx, entry, programme }: Handled) => ({
  tx,
  ctx,
  programme,
  entry,
  readers: (await readersOf(tx.db, [entry.id])).get(entry.id) ?? [],
});

/**
 * Notes a person's verdict beside one finding of the system.
 * @throws RuleError for an unknown rule, or when the verdict needs words and has none
 */
export async function decideFinding(
  ctx: Ctx,
  args: { entryId: string; rule: string; verdict: Verdict; note: string },
): Promise<void> {
  const note = cleanMultiline(args.note);
  const init = { act: 'check.verdict', needs: 'check.verdict' as const, verb: 'Ghi kết quả kiểm tra của' };
  await handle(ctx, args, init, async ({ tx, entry, programme }) => {
    if (!['submitted', 'eligible', 'returned', 'with-unit'].includes(entry.state))
      throw new RuleError({
        code: 'check.closed',
        status: 409,
        message: 'Bài này không còn ở bước kiểm tra điều kiện.',
      });
    const findings = (await checksOf(tx.db, programme, [entry.id], ctx.now)).get(entry.id) ?? [];
    const finding = findings.find((one) => one.rule === args.rule);
    if (!finding || !(args.verdict in verdictLabels)) throw notFound('Nội dung kiểm tra này');
    if (note === '' && needsNote(finding.level, args.verdict))
      throw new RuleError({
        code: 'check.note-required',
        field: `note.${args.rule}`,
        message: `“${finding.title}”: hãy ghi nhận xét, vì kết luận này khác với kết quả máy thấy hoặc cần làm rõ.`,
        clause: finding.clause,
      });
    const row = { verdict: args.verdict, note: note.slice(0, 2000) || null, by_id: requireActor(ctx), at: ctx.now };
    await tx.db
      .insertInto('check_decision')
      .values({ entry_id: entry.id, rule: args.rule, ...row })
      .onConflict((c) => c.columns(['entry_id', 'rule']).doUpdateSet(row))
      .execute();
    return { rule: args.rule, verdict: args.verdict, ...(note ? { note } : {}), found: finding.level };
  });
}

export interface AcceptResult {
  id: string;
  code: string | null;
  title: string;
  accepted: boolean;
  /** why not */
  reasons: string[];
}

async function acceptable(
  db: Kysely<DB>,
  ctx: Ctx,
  programme: StoredProgramme,
  entries: readonly LockedEntry[],
): Promise<AcceptResult[]> {
  const checks = await checksOf(
    db,
    programme,
    entries.map((entry) => entry.id),
    ctx.now,
  );
  return entries.map((entry) => {
    const reasons = transitions.accept.from.includes(entry.state)
      ? openChecks(checks.get(entry.id) ?? [])
      : ['Bài không ở bước chờ kiểm tra.'];
    return { id: entry.id, code: entry.code, title: entry.title, accepted: reasons.length === 0, reasons };
  });
}

/** Most entries of one bulk act: what a person can still look through in its preview. */
const maxBulk = 100;

function requireBulk(ctx: Ctx, programmeId: string, ids: readonly string[]): void {
  requireAllowed(canCheck(ctx, 'check.decide', programmeId));
  if (ids.length > maxBulk)
    throw new RuleError({ code: 'check.too-many', message: `Mỗi lần xác nhận nhiều nhất ${maxBulk} bài.` });
}

/** What confirming these entries would do, row by row; changes nothing. */
export async function previewAccept(
  ctx: Ctx,
  args: { programmeId: string; entryIds: string[] },
): Promise<AcceptResult[]> {
  requireBulk(ctx, args.programmeId, args.entryIds);
  const programme = await requireProgramme(ctx.app.db, args.programmeId);
  return ctx.app.db.transaction().execute(async (db) => {
    const entries = await lockEntries(db, args.entryIds);
    return acceptable(
      db,
      ctx,
      programme,
      entries.filter((entry) => entry.programmeId === programme.id && entry.state !== 'draft'),
    );
  });
}

/**
 * Confirms entries as eligible. Each row stands for itself: what still has open findings stays, and says why.
 * @returns one result a row, in the order of codes
 */
export async function acceptEntries(
  ctx: Ctx,
  args: { programmeId: string; entryIds: string[] },
): Promise<AcceptResult[]> {
  requireBulk(ctx, args.programmeId, args.entryIds);
  const programme = await requireProgramme(ctx.app.db, args.programmeId);
  const init = { act: 'entry.accept', programmeId: programme.id, summary: 'Xác nhận đủ điều kiện dự thi' };
  return act(ctx, init, async (tx) => {
    const locked = await lockEntries(tx.db, args.entryIds);
    const entries = locked.filter((entry) => entry.programmeId === programme.id && entry.state !== 'draft');
    const results = await acceptable(tx.db, ctx, programme, entries);
    const readers = await readersOf(
      tx.db,
      entries.map((entry) => entry.id),
    );
    for (const entry of entries) {
      if (!results.find((one) => one.id === entry.id)?.accepted) continue;
      await moveEntry(tx.db, ctx, programme, entry, 'accept');
      await tellEligible({ tx, ctx, programme, entry, readers: readers.get(entry.id) ?? [] });
    }
    const done = results.filter((one) => one.accepted);
    tx.note({
      summary:
        done.length === 1
          ? `Xác nhận đủ điều kiện dự thi ${truncate(entryName(done[0]!), 120)}`
          : `Xác nhận đủ điều kiện dự thi ${done.length} bài`,
      ...(done.length === 1 ? { subject: { kind: 'entry', id: done[0]!.id } } : {}),
      changes: {
        accepted: done.map((one) => one.code),
        left: results.filter((one) => !one.accepted).map((one) => one.code),
      },
    });
    if (done.length > 0) tx.publish();
    return results.toSorted((a, b) => (a.code ?? '').localeCompare(b.code ?? ''));
  });
}

/**
 * Confirms one entry as eligible.
 * @throws RuleError with one issue for each finding that is still open
 */
export async function acceptEntry(ctx: Ctx, args: { entryId: string; version?: number }): Promise<void> {
  const init = { act: 'entry.accept', needs: 'check.decide' as const, verb: 'Xác nhận đủ điều kiện dự thi' };
  await handle(ctx, args, init, async (handled) => {
    const { tx, entry, programme } = handled;
    await moveEntry(tx.db, ctx, programme, entry, 'accept');
    const open = openChecks((await checksOf(tx.db, programme, [entry.id], ctx.now)).get(entry.id) ?? []);
    if (open.length > 0)
      throw new RuleError({
        code: 'check.open',
        message: 'Chưa xác nhận được: còn nội dung chưa kết luận là đạt.',
        issues: open.map((message) => ({ field: 'checks', message })),
      });
    await tellEligible(await about(ctx, handled));
    tx.publish();
    return undefined;
  });
}

/** Returns an entry to its authors while they can still hand in again; they are told why and until when. */
export async function returnEntry(
  ctx: Ctx,
  args: { entryId: string; reason: string; version?: number },
): Promise<void> {
  const reason = reasonOf(args.reason);
  const init = { act: 'entry.return', needs: 'check.decide' as const, verb: 'Trả lại để bổ sung' };
  await handle(ctx, args, init, async (handled) => {
    await moveEntry(handled.tx.db, ctx, handled.programme, handled.entry, 'return', { reason });
    await tellReturned(await about(ctx, handled), 'Tổ Thư ký', reason);
    handled.tx.publish();
    return { reason };
  });
}

/** Takes a confirmation back, so that the entry is checked again. */
export async function reopenEntry(
  ctx: Ctx,
  args: { entryId: string; reason: string; version?: number },
): Promise<void> {
  const reason = reasonOf(args.reason);
  const init = { act: 'entry.reopen', needs: 'check.decide' as const, verb: 'Kiểm tra lại' };
  await handle(ctx, args, init, async ({ tx, entry, programme }) => {
    await moveEntry(tx.db, ctx, programme, entry, 'reopen', { reason });
    tx.publish();
    return { reason };
  });
}

/**
 * Takes an entry out of the contest, with the clause it breaks and a reason; the authors are told both. Its prizes and
 * certificates end in the same act (K26-5a, K24-10), which then only the organisers can do.
 * @throws RuleError when the clause is none of the programme, or the reason is shorter than 20 characters
 */
export async function disqualifyEntry(
  ctx: Ctx,
  args: { entryId: string; clause: string; reason: string; version?: number },
): Promise<void> {
  const reason = reasonOf(args.reason, minDisqualifyReason);
  const init = { act: 'entry.disqualify', needs: 'check.decide' as const, verb: 'Loại khỏi cuộc thi' };
  await handle(ctx, args, init, async (handled) => {
    const { tx, entry, programme } = handled;
    if (!isClauseOf(programme.doc, args.clause))
      throw new RuleError({ code: 'check.clause', field: 'clause', message: 'Hãy chọn điều khoản làm căn cứ.' });
    const prizes = await endAwardsOfEntry(tx, ctx, { entryId: entry.id, reason });
    if (prizes.names.length > 0 && !canResult(ctx, 'result.decide', programme.id).allow)
      throw new RuleError({
        code: 'check.has-prize',
        status: 403,
        message: `Bài này đang có ${joinVi(prizes.names)}. Loại bài là thu hồi giải, nên chỉ Ban Tổ chức loại được.`,
      });
    await moveEntry(tx.db, ctx, programme, entry, 'disqualify', {
      reason,
      clause: clauseLabel(programme.doc, args.clause),
    });
    await takeDown(tx, ctx, [entry.id], reason);
    const { email, phone } = programme.doc.contacts;
    const contact = [email.value, phone.value].filter(Boolean).join(', ') || null;
    // A prize that nobody knows of yet is not told either.
    const known = prizes.published ? prizes.names : [];
    await tellDisqualified(await about(ctx, handled), args.clause, reason, { contact, prizes: known });
    tx.publish();
    return { clause: args.clause, reason, ...(prizes.names.length > 0 ? { prizes: prizes.names } : {}) };
  });
}

/**
 * Takes back a disqualification; the entry is checked again.
 * @throws RuleError entry.max: its authors have entered as many others meanwhile (K24-5)
 */
export async function reinstateEntry(
  ctx: Ctx,
  args: { entryId: string; reason: string; version?: number },
): Promise<void> {
  const reason = reasonOf(args.reason, minDisqualifyReason);
  // Locks as the authors' own acts do and in their order: first the contest's authors, then the entry.
  const before = async (tx: Tx) => {
    const found = await findEntry(tx.db, args.entryId);
    if (found) await lockExclusion(tx.db, found.programmeId);
  };
  const init = { act: 'entry.reinstate', needs: 'check.decide' as const, verb: 'Hủy việc loại', before };
  await handle(ctx, args, init, async (handled) => {
    const { tx, programme, entry } = handled;
    const { authors } = await lockForAuthors(tx.db, entry.id);
    await requireWithinLimit(ctx, tx.db, programme, authors, { except: entry.id, field: 'reason' });
    await moveEntry(tx.db, ctx, programme, entry, 'reinstate', { reason });
    await forgetChoice(handled.tx.db, handled.entry.id);
    await tellReinstated(await about(ctx, handled), reason);
    handled.tx.publish();
    return { reason };
  });
}

/** Takes an entry that its unit never forwarded straight to the province, also after intake: the author met the deadline. */
export async function takeOver(ctx: Ctx, args: { entryId: string; reason: string; version?: number }): Promise<void> {
  const reason = reasonOf(args.reason);
  const init = { act: 'entry.take-over', needs: 'check.decide' as const, verb: 'Nhận thẳng về tỉnh' };
  await handle(ctx, args, init, async (handled) => {
    await moveEntry(handled.tx.db, ctx, handled.programme, handled.entry, 'takeOver', { reason });
    await tellTakenOver(await about(ctx, handled));
    handled.tx.publish();
    return { reason };
  });
}
