/** How a meeting ends: each dossier goes on, comes back, is declined or waits for another meeting. */

import type { Kysely } from 'kysely';
import { nextStep, stepsBefore } from '#lib/domain/award/path.ts';
import type { VoteRule } from '#lib/domain/catalogue/vote.ts';
import type { BallotCount, ItemOutcome } from '#lib/domain/council/types.ts';
import { outcomeNames } from '#lib/domain/council/words.ts';
import { formatDecimal } from '#lib/domain/kernel/decimal.ts';
import { type Issue, RuleError } from '#lib/domain/kernel/errors.ts';
import { clean, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { endPath, moveBack, moveForward } from '../award/move.ts';
import { type DossierRow, lockDossiers } from '../award/queries.ts';
import { tellArrived, tellUnits } from '../award/steps.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { ballotsOf } from './ballotRows.ts';
import { lockMeeting, type OpenMeeting, openToRun } from './open.ts';
import { voteRulesOf } from './rules.ts';

/** "Đồng ý 6/7 (85,71%), cần từ 80%" */
const countWords = (count: BallotCount): string => {
  const base = count.needed === null ? count.voted : count.base === 'members' ? count.members : null;
  const needed = count.needed === null ? 'cần quá nửa số phiếu' : `cần từ ${formatDecimal(count.needed)}%`;
  return `Đồng ý ${count.yes}${base === null ? '' : `/${base}`} (${formatDecimal(count.percent)}%), ${needed}`;
};

/** The counts that hold: of the ballots that were closed and not declared void. */
export async function countsOf(db: Kysely<DB>, meetingId: string): Promise<Map<string, BallotCount>> {
  const ballots = await ballotsOf(db, meetingId);
  return new Map(
    ballots
      .filter((one) => one.state === 'closed')
      .flatMap((one) => (one.result ?? []).map((count): [string, BallotCount] => [count.dossierId, count])),
  );
}

/** What follows from the votes when nobody concludes otherwise. */
export const outcomeOf = (count: BallotCount | undefined): ItemOutcome | null =>
  count === undefined ? null : count.passed ? 'forward' : 'decline';

export interface Conclusion {
  outcome: string;
  /** step to which it goes back */
  to: string;
  /** why: needed where the conclusion is another one than the votes say */
  reason: string;
}

interface Concluded {
  dossier: DossierRow;
  outcome: ItemOutcome;
  to: string | null;
  reason: string;
  count: BallotCount | undefined;
}

const known = (typed: string): ItemOutcome | null =>
  Object.hasOwn(outcomeNames, typed) ? (typed as ItemOutcome) : null;

function read(
  { call, step }: OpenMeeting,
  dossier: DossierRow,
  given: Conclusion | undefined,
  count: BallotCount | undefined,
  rule: VoteRule,
): Concluded | Issue[] {
  const by = outcomeOf(count);
  const outcome = given ? known(given.outcome) : by;
  const reason = cleanMultiline(given?.reason ?? '').slice(0, 2000);
  const field = (part: string) => `${part}-${dossier.id}`;
  const about = `${dossier.code}, ${dossier.subjectName}`;
  if (!outcome) return [{ field: field('outcome'), message: `${about}: hãy chọn kết luận.` }];
  const issues: Issue[] = [];
  if (outcome === 'forward' && rule.percent !== null && !count?.passed)
    issues.push({
      field: field('outcome'),
      message: `${about}: ${count ? countWords(count) : `chưa bỏ phiếu, cần từ ${formatDecimal(rule.percent)}% đồng ý`}, nên không thông qua được.`,
      clause: rule.source,
    });
  const to = outcome === 'back' ? clean(given?.to ?? '') : null;
  if (outcome === 'back' && !stepsBefore(call.doc, step.id).some((one) => one.id === to))
    issues.push({ field: field('to'), message: `${about}: hãy chọn bước nhận lại hồ sơ.` });
  const needsReason = outcome !== by || outcome === 'back' || outcome === 'unit';
  if (needsReason && reason.length < 5)
    issues.push({
      field: field('reason'),
      message: `${about}: hãy ghi lý do${by === null ? ' (hồ sơ chưa được bỏ phiếu)' : outcome === by ? '' : ' vì kết luận khác kết quả bỏ phiếu'}.`,
    });
  return issues.length > 0 ? issues : { dossier, outcome, to, reason, count };
}

const whyOf = ({ count, reason }: Pick<Concluded, 'count' | 'reason'>): string =>
  [count && `${countWords(count)}.`, reason].filter(Boolean).join(' ');

/** One letter a unit, with the reason beside each of its dossiers. */
async function tellOfUnits(
  tx: Tx,
  ctx: Ctx,
  { call, step }: OpenMeeting,
  what: 'declined' | 'returned',
  all: readonly Concluded[],
): Promise<void> {
  for (const its of Map.groupBy(all, (one) => one.dossier.unitId).values())
    await tellUnits(
      tx,
      ctx,
      { call, by: step.name },
      what,
      its.map((one) => one.dossier),
      its.length === 1 ? whyOf(its[0]!) : its.map((one) => `- ${one.dossier.code}: ${whyOf(one)}`).join('\n'),
    );
}

async function settle(tx: Tx, ctx: Ctx, open: OpenMeeting, all: readonly Concluded[]): Promise<void> {
  const { call, step, meeting } = open;
  const next = nextStep(call.doc, step.id);
  for (const { dossier, outcome, to, reason, count } of all) {
    const data = { meetingId: meeting.id, meeting: meeting.title, ...(count ? { count } : {}) };
    const why = whyOf({ count, reason });
    const dossiers = [dossier];
    if (outcome === 'forward') await moveForward(tx, ctx, { call, stepId: step.id, dossiers, note: why || null, data });
    else if (outcome === 'decline') await endPath(tx, ctx, { call, dossiers, state: 'declined', reason: why, data });
    else if (outcome !== 'hold') await moveBack(tx, ctx, { call, stepId: step.id, dossiers, to, reason: why, data });
  }
  const gone = (outcome: ItemOutcome) => all.filter((one) => one.outcome === outcome);
  await tellOfUnits(tx, ctx, open, 'declined', gone('decline'));
  await tellOfUnits(tx, ctx, open, 'returned', gone('unit'));
  if (next && gone('forward').length > 0)
    await tellArrived(
      tx,
      ctx,
      call,
      next,
      gone('forward').map((one) => one.dossier),
    );
  for (const [to, its] of Map.groupBy(gone('back'), (one) => one.to)) {
    const target = call.doc.path.find((one) => one.id === to)!;
    await tellArrived(
      tx,
      ctx,
      call,
      target,
      its.map((one) => one.dossier),
      its[0]!.reason,
    );
  }
}

export interface MinutesInput {
  discussion: string;
  conclusion: string;
}

const minutesOf = (given: MinutesInput) => ({
  discussion: cleanMultiline(given.discussion).slice(0, 20_000),
  conclusion: cleanMultiline(given.conclusion).slice(0, 5000),
});

/** Keeps what was said, for the minutes; after the meeting as well, until the signed minutes are there. */
export async function saveMinutes(ctx: Ctx, args: MinutesInput & { slug: string; meetingId: string }): Promise<void> {
  const { call, meeting } = await openToRun(ctx, args);
  const minutes = minutesOf(args);
  const init = {
    act: 'meeting.minutes',
    programmeId: call.programmeId,
    subject: { kind: 'council_meeting', id: meeting.id },
    summary: `Ghi nội dung biên bản phiên họp “${meeting.title}”.`,
    changes: { before: meeting.minutes, after: minutes },
  };
  await act(ctx, init, async (tx) => {
    const row = await lockMeeting(tx, meeting.id, ['open', 'closed']);
    const signed = await tx.db
      .selectFrom('award_file')
      .select('file_id')
      .where('meeting_id', '=', row.id)
      .where('role', '=', 'signed')
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (signed)
      throw new RuleError({
        code: 'meeting.signed',
        status: 409,
        message: 'Biên bản đã ký đã được tải lên, nên nội dung không sửa được nữa.',
      });
    await tx.db
      .updateTable('council_meeting')
      .set({ minutes: json(minutes) })
      .where('id', '=', row.id)
      .execute();
  });
}

/**
 * Ends the meeting. Where the law prescribes a ratio, a dossier that did not reach it cannot go on whatever the chair concludes; every other
 * conclusion that differs from the votes needs a reason.
 * @throws RuleError 'meeting.outcomes' with findings a dossier, 'meeting.ballot-open', 'meeting.state', 'stale'
 */
export async function concludeMeeting(
  ctx: Ctx,
  args: MinutesInput & { slug: string; meetingId: string; version: number; outcomes: Record<string, Conclusion> },
): Promise<void> {
  const open = await openToRun(ctx, args);
  const { call, meeting, step } = open;
  const init = {
    act: 'meeting.conclude',
    programmeId: call.programmeId,
    subject: { kind: 'council_meeting', id: meeting.id },
    summary: `Kết luận phiên họp “${meeting.title}”.`,
  };
  await act(ctx, init, async (tx) => {
    const row = await lockMeeting(tx, meeting.id, ['open'], args.version);
    const ballots = await ballotsOf(tx.db, row.id);
    const running = ballots.find((one) => one.state === 'open');
    if (running)
      throw new RuleError({
        code: 'meeting.ballot-open',
        status: 409,
        message: `Lần bỏ phiếu ${running.no} đang mở. Hãy kiểm phiếu hoặc hủy lần bỏ phiếu đó trước khi kết luận.`,
      });
    const items = await tx.db
      .selectFrom('council_item')
      .select('dossier_id')
      .where('meeting_id', '=', row.id)
      .execute();
    const locked = await lockDossiers(
      tx.db,
      items.map((one) => one.dossier_id),
    );
    // withdrawn since, or taken elsewhere: nothing is left to conclude
    const here = locked.filter((one) => one.state === 'in-progress' && one.stepId === step.id);
    const [counts, rules] = await Promise.all([
      countsOf(tx.db, row.id),
      voteRulesOf(tx.db, here, isoDateLocal(ctx.now)),
    ]);
    const results = here.map((one) => read(open, one, args.outcomes[one.id], counts.get(one.id), rules.get(one.id)!));
    const issues = results.flatMap((one) => (Array.isArray(one) ? one : []));
    if (issues.length > 0)
      throw new RuleError({
        code: 'meeting.outcomes',
        message: `Chưa kết luận được phiên họp: còn ${issues.length} chỗ cần xem lại.`,
        issues,
      });
    const all = results.filter((one): one is Concluded => !Array.isArray(one));
    for (const one of all)
      await tx.db
        .updateTable('council_item')
        .set({ outcome: one.outcome, to_step_id: one.to, conclusion: one.reason })
        .where('meeting_id', '=', row.id)
        .where('dossier_id', '=', one.dossier.id)
        .execute();
    await settle(tx, ctx, open, all);
    await tx.db
      .updateTable('council_meeting')
      .set({ state: 'closed', closed_at: ctx.now, minutes: json(minutesOf(args)), version: row.version + 1 })
      .where('id', '=', row.id)
      .execute();
    tx.note({
      changes: {
        outcomes: all.map(({ dossier, outcome, to, reason }) => ({ dossier: dossier.code, outcome, to, reason })),
      },
    });
  });
}
