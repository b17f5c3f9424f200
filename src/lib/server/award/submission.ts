/** What a unit hands in as a whole: letter, minutes, numbers; and the handing in itself (Q25-8, Q25-12). */
import { parseWhole } from '#lib/domain/kernel/decimal.ts';
import { type Issue, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { charCount, clean } from '#lib/domain/kernel/text.ts';
import { formatDateTime, isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { lawOn } from '../catalogue/queries.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireClear } from './checks.ts';
import { openDossier } from './dossiers.ts';
import { withdraw } from './leave.ts';
import { endPath, enterPath, recordEvents } from './move.ts';
import {
  callIsOpen,
  closedBecause,
  holdOpenCall,
  lacksOf,
  lockSubmission,
  type Nomination,
  openNomination,
  requireNominating,
  requireOpen,
} from './nomination.ts';
import { tellReceived } from './nominationMails.ts';
import { type DossierRow, dossiersOf, lockDossiers } from './queries.ts';
import { requireQuota } from './quota.ts';

const refused = (issues: Issue[]) =>
  new RuleError({ code: 'award.fields', message: 'Chưa lưu được. Hãy sửa các chỗ sau.', issues });

/** One page of the submission, as typed. */
export type SubmissionChange =
  | { part: 'letter'; letterNumber: string; letterDate: string; signer: string; signerTitle: string }
  | {
      part: 'minutes';
      meetingOn: string;
      membersTotal: string;
      membersPresent: string;
      /** by code of the dossier */
      votes: Record<string, { yes: string; no: string }>;
    }
  | { part: 'declared'; collectives: string; individuals: string; households: string };

/** Reads typed text field by field and gathers what is wrong. */
function reader(now: Date) {
  const issues: Issue[] = [];
  const say = (field: string, message: string) => {
    issues.push({ field, message });
    return null;
  };
  return {
    issues,
    say,
    day(field: string, typed: string): string | null {
      if (clean(typed) === '') return null;
      const iso = parseViDateIso(typed);
      if (!iso)
        return say(field, `“${clean(typed)}” không phải là ngày có thật. Hãy ghi ngày/tháng/năm, ví dụ 05/03/2027.`);
      return iso > isoDateLocal(now) ? say(field, 'Ngày này còn ở tương lai. Hãy kiểm tra lại.') : iso;
    },
    count(field: string, typed: string, most: number): number | null {
      if (clean(typed) === '') return null;
      const number = parseWhole(clean(typed));
      return number !== null && number <= most
        ? number
        : say(field, `Hãy ghi một số nguyên từ 0 đến ${most.toLocaleString('vi-VN')}.`);
    },
    short(field: string, typed: string, max = 200): string | null {
      const text = clean(typed);
      if (charCount(text) > max) return say(field, `Mục này dài tối đa ${max} ký tự.`);
      return text === '' ? null : text;
    },
  };
}

function readChange(change: SubmissionChange, dossiers: readonly DossierRow[], now: Date) {
  const read = reader(now);
  const votes: { id: string; yes: number | null; no: number | null }[] = [];
  let columns: Record<string, string | number | null>;
  if (change.part === 'letter') {
    columns = {
      letter_number: read.short('letterNumber', change.letterNumber, 60),
      letter_date: read.day('letterDate', change.letterDate),
      signer: read.short('signer', change.signer),
      signer_title: read.short('signerTitle', change.signerTitle),
    };
  } else if (change.part === 'declared') {
    columns = Object.fromEntries(
      (['collectives', 'individuals', 'households'] as const).map((key) => [
        key,
        read.count(key, change[key], 9_999_999),
      ]),
    );
  } else {
    const total = read.count('membersTotal', change.membersTotal, 500);
    const present = read.count('membersPresent', change.membersPresent, 500);
    if (total === 0) read.say('membersTotal', 'Hội đồng có ít nhất một thành viên.');
    if (total !== null && present !== null && present > total)
      read.say('membersPresent', `Số dự họp không thể nhiều hơn tổng số ${total} thành viên.`);
    for (const { id, code } of dossiers) {
      const typed = change.votes[code];
      if (!typed) continue;
      const yes = read.count(`yes-${code}`, typed.yes, 500);
      const no = read.count(`no-${code}`, typed.no, 500);
      if (present !== null && (yes ?? 0) + (no ?? 0) > present)
        read.say(`yes-${code}`, `Hồ sơ ${code}: tổng số phiếu nhiều hơn ${present} người dự họp.`);
      votes.push({ id, yes, no });
    }
    columns = { meeting_on: read.day('meetingOn', change.meetingOn), members_total: total, members_present: present };
  }
  if (read.issues.length > 0) throw refused(read.issues);
  return { columns, votes };
}

/**
 * Keeps letter, minutes or declared numbers.
 * @param args.version of the submission; 0 before there is one
 * @throws RuleError 'stale', 'award.handed-in', 'award.fields'
 */
export async function saveSubmission(
  ctx: Ctx,
  args: { unitId: string; slug: string; version: number; change: SubmissionChange },
): Promise<void> {
  const at = await openNomination(ctx, args);
  requireNominating(at);
  const init = {
    act: 'award.save-submission',
    programmeId: at.call.programmeId,
    summary: `Lưu đề nghị khen thưởng của ${at.unit.name} (${at.call.doc.name})`,
    changes: { part: args.change.part },
  };
  await act(ctx, init, async (tx) => {
    const submission = await lockSubmission(tx, ctx, at);
    const dossiers = await dossiersOf(tx.db, { submissionId: submission.id, states: ['draft', 'returned'] });
    requireChangeable(at, submission.state, dossiers, ctx.now);
    const fresh = args.version === 0 && submission.version === 1;
    if (!fresh && submission.version !== args.version) throw stale(`Đề nghị của ${at.unit.name}`);
    const { columns, votes } = readChange(args.change, dossiers, ctx.now);
    await tx.db
      .updateTable('award_submission')
      .set({ ...columns, version: submission.version + 1, updated_at: ctx.now })
      .where('id', '=', submission.id)
      .execute();
    for (const { id, yes, no } of votes)
      await tx.db.updateTable('award_dossier').set({ votes_yes: yes, votes_no: no }).where('id', '=', id).execute();
    tx.note({ subject: { kind: 'award-submission', id: submission.id } });
  });
}

/** What was handed in stays as it was, until something more is written or was returned. @returns the refusal; null: it can be changed */
export function fixedBecause(
  at: Pick<Nomination, 'call'>,
  state: 'draft' | 'submitted',
  open: readonly Pick<DossierRow, 'state'>[],
  now: Date,
): RuleError | null {
  if (open.some((one) => one.state === 'returned')) return null;
  if (state === 'submitted' && open.length === 0)
    return new RuleError({
      code: 'award.handed-in',
      status: 409,
      message: 'Đề nghị đã gửi và không còn hồ sơ nào đang soạn, nên tờ trình và biên bản không sửa được nữa.',
    });
  return closedBecause(at.call, now);
}

/** @throws RuleError why letter and minutes stay as they are */
export function requireChangeable(...args: Parameters<typeof fixedBecause>): void {
  const refusal = fixedBecause(...args);
  if (refusal) throw refusal;
}

/** Dossiers that can go now: new ones until the deadline, returned ones as long as the call runs. */
const canGo = ({ call }: Pick<Nomination, 'call'>, dossier: Pick<DossierRow, 'state'>, now: Date): boolean =>
  dossier.state === 'returned' ? call.state === 'open' : dossier.state === 'draft' && callIsOpen(call, now);

const where = (code: string, message: string) =>
  `${code}: ${message.charAt(0).toLocaleLowerCase('vi')}${message.slice(1)}`;

/**
 * Hands dossiers in: everything is checked, then each is received at this second under the law of this day and arrives at the first step.
 * A dossier that was returned keeps its first receipt.
 * @param args.dossierIds which of those being written; left out: all of them
 * @throws RuleError with an issue for everything that stands in the way
 */
export async function submitNominations(
  ctx: Ctx,
  args: { unitId: string; slug: string; dossierIds?: string[] },
): Promise<{ submissionId: string; codes: string[] }> {
  const seen = await openNomination(ctx, args);
  requireNominating(seen);
  const { unit } = seen;
  const init = {
    act: 'award.submit',
    programmeId: seen.call.programmeId,
    summary: `${unit.name} gửi hồ sơ đề nghị khen thưởng (${seen.call.doc.name})`,
  };
  return act(ctx, init, async (tx) => {
    const call = await holdOpenCall(tx, seen, 'submit', ctx.now);
    const at = { ...seen, call };
    const submission = await lockSubmission(tx, ctx, at);
    const mine = await dossiersOf(tx.db, { submissionId: submission.id, states: ['draft', 'returned'] });
    const wanted = args.dossierIds ? mine.filter((one) => args.dossierIds!.includes(one.id)) : mine;
    if (wanted.length === 0)
      throw new RuleError({
        code: 'award.nothing',
        message: 'Không có hồ sơ nào đang soạn để gửi. Hãy thêm người, tập thể hoặc hộ được đề nghị.',
        status: 409,
      });
    if (wanted.some((one) => one.state === 'draft')) requireOpen(call, ctx.now);
    const dossiers = await lockDossiers(
      tx.db,
      wanted.map((one) => one.id),
    );
    const gone = dossiers.find((one) => !canGo(at, one, ctx.now));
    if (gone)
      throw new RuleError({
        code: 'award.moved',
        status: 409,
        message: `Hồ sơ ${gone.code} không còn ở trạng thái gửi được. Hãy tải lại trang.`,
      });
    const lacks = await lacksOf(tx.db, at, ctx.now, { submission, dossiers });
    const issues: Issue[] = [
      ...lacks.whole,
      ...dossiers.flatMap((one) =>
        (lacks.dossiers.get(one.id) ?? []).map(({ message, clause }) => ({
          field: one.code,
          message: where(`${one.subjectName} (${one.code})`, message),
          ...(clause ? { clause } : {}),
        })),
      ),
    ];
    if (issues.length > 0)
      throw new RuleError({
        code: 'award.incomplete',
        message: `Chưa gửi được: còn ${issues.length} chỗ thiếu.`,
        issues,
      });
    await requireQuota(tx, ctx, call, unit.id, dossiers);
    await requireClear(tx.db, dossiers, ctx.now);
    const lawId = lawOn(at.laws, isoDateLocal(ctx.now)).id;
    const fresh = dossiers.filter((one) => one.receivedAt === null);
    if (fresh.length > 0)
      await tx.db
        .updateTable('award_dossier')
        .set({ received_at: ctx.now, law_id: lawId })
        .where(
          'id',
          'in',
          fresh.map((one) => one.id),
        )
        .execute();
    await enterPath(tx, ctx, call, dossiers);
    await tx.db
      .updateTable('award_submission')
      .set({
        state: 'submitted',
        submitted_at: ctx.now,
        submitted_by: ctx.actor.id,
        first_submitted_at: submission.firstSubmittedAt ?? ctx.now,
        version: submission.version + 1,
        updated_at: ctx.now,
      })
      .where('id', '=', submission.id)
      .execute();
    await recordEvents(
      tx,
      ctx,
      dossiers.map((one) => ({
        callId: call.id,
        dossierId: one.id,
        submissionId: submission.id,
        what: 'submitted',
        toStepId: call.doc.path[0]?.id ?? null,
        data: {
          lawId: one.lawId ?? lawId,
          again: one.state === 'returned',
          letter: { number: submission.letterNumber, date: submission.letterDate, signer: submission.signer },
        },
      })),
    );
    await tellReceived(tx, ctx, at, dossiers);
    tx.note({
      subject: { kind: 'award-submission', id: submission.id },
      summary: `${unit.name} gửi ${dossiers.length} hồ sơ đề nghị khen thưởng (${call.doc.name}) lúc ${formatDateTime(ctx.now)}`,
      changes: { dossiers: dossiers.map((one) => one.code), lawId },
    });
    return { submissionId: submission.id, codes: dossiers.map((one) => one.code) };
  });
}

/** The unit takes a nominee back: what was never handed in just goes, everything else by the rules of the path. */
export async function withdrawDossier(ctx: Ctx, args: { dossierId: string; reason: string }): Promise<void> {
  const at = await openDossier(ctx, args.dossierId);
  requireNominating(at);
  if (at.dossier.state !== 'draft') return withdraw(ctx, args);
  const reason = clean(args.reason);
  const init = {
    act: 'award.withdraw',
    programmeId: at.call.programmeId,
    subject: { kind: 'award-dossier', id: args.dossierId },
    summary: `${at.unit.name} bỏ hồ sơ đang soạn ${at.dossier.code} (${at.dossier.subjectName})`,
    changes: { reason },
  };
  await act(ctx, init, async (tx) => {
    const dossiers = await lockDossiers(tx.db, [args.dossierId]);
    if (dossiers[0]?.state !== 'draft') throw stale(`Hồ sơ ${at.dossier.code}`);
    await endPath(tx, ctx, { call: at.call, dossiers, state: 'withdrawn', reason: reason || null });
  });
}
