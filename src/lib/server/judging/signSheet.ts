import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { requireSignable } from '#lib/domain/judging/sheet.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { Round } from '#lib/domain/programme/types.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { requireReason } from './conflictActs.ts';
import { reopenedMail } from './mails.ts';
import { canJudge } from './policy.ts';
import { type JudgingRound, lockRound, requireOpen } from './rounds.ts';
import { holdSheet, scoreField } from './saveScores.ts';

export interface SignedContent {
  programme: string;
  round: string;
  entry: string;
  judgeId: string;
  /** in the order of the rubric */
  scores: { criterion: string; value: string; comment: string }[];
  total: string;
  comment: string;
  signedAt: string;
}

/** SHA-256 (hex) over the canonical JSON of a signed sheet; printed on its PDF. */
export const sheetHash = (content: SignedContent): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');

export const storedScores = (db: Kysely<DB>, assignmentId: string) =>
  db
    .selectFrom('score')
    .select(['criterion_id', 'value', 'comment'])
    .where('assignment_id', '=', assignmentId)
    .execute();

/**
 * The judge signs what is stored (K26-4c): complete, within the scale, of the version that the judge saw. After that nobody
 * changes it; only the chair can reopen it, on record.
 */
export async function signSheet(ctx: Ctx, args: { assignmentId: string; version: number }): Promise<{ hash: string }> {
  return act(ctx, { act: 'judging.sign', summary: 'Ký phiếu chấm' }, async (tx) => {
    const held = await holdSheet(ctx, tx.db, args.assignmentId);
    const sheet = await tx.db
      .selectFrom('score_sheet')
      .select(['state', 'version', 'comment'])
      .where('assignment_id', '=', args.assignmentId)
      .forUpdate()
      .executeTakeFirst();
    const rows = await storedScores(tx.db, args.assignmentId);
    const typed = Object.fromEntries(rows.map((row) => [row.criterion_id, row.value ?? '']));
    const { values, total } = signable(held.round, typed);
    if (sheet?.state !== 'draft' || sheet.version !== args.version) throw stale('Phiếu chấm');
    const content: SignedContent = {
      programme: held.programme.code,
      round: held.round_id,
      entry: held.code,
      judgeId: held.judgeId,
      scores: held.round.rubric.criteria.map(({ id }) => ({
        criterion: id,
        value: values[id]!,
        comment: rows.find((row) => row.criterion_id === id)?.comment ?? '',
      })),
      total,
      comment: sheet.comment,
      signedAt: ctx.now.toISOString(),
    };
    const hash = sheetHash(content);
    await tx.db
      .updateTable('score_sheet')
      .set({ state: 'signed', version: sheet.version + 1, total, signed_at: ctx.now, signed_hash: hash })
      .where('assignment_id', '=', args.assignmentId)
      .execute();
    tx.note({
      summary: `Ký phiếu chấm bài ${held.code} (${held.round.name}), tổng điểm ${total.replace('.', ',')}`,
      programmeId: held.programme_id,
      subject: { kind: 'assignment', id: args.assignmentId },
      changes: { total, hash, scores: values },
    });
    return { hash };
  });
}

function signable(round: Round, typed: Record<string, string>): { values: Record<string, string>; total: string } {
  try {
    return requireSignable(round.rubric, typed);
  } catch (problem) {
    if (!(problem instanceof RuleError)) throw problem;
    throw new RuleError({
      code: problem.code,
      message: problem.message,
      issues: problem.issues.map((issue) => ({ ...issue, field: scoreField(issue.field) })),
    });
  }
}

/** Makes a signed sheet a draft again, under the round's lock; what was signed stays in the audit log. */
export async function reopenInAct(
  tx: Tx,
  ctx: Ctx,
  jr: JudgingRound,
  args: { assignmentId: string; reason: string },
): Promise<{ code: string; judgeName: string; signedHash: string | null; total: string | null }> {
  requireOpen(jr);
  const row = await tx.db
    .selectFrom('score_sheet as s')
    .innerJoin('assignment as a', 'a.id', 's.assignment_id')
    .innerJoin('entry as e', 'e.id', 'a.entry_id')
    .innerJoin('person as p', 'p.id', 'a.judge_id')
    .select(['s.state', 's.total', 's.signed_hash', 'e.code', 'p.id', 'p.full_name as fullName', 'p.email'])
    .where('a.id', '=', args.assignmentId)
    .where('a.withdrawn_at', 'is', null)
    .forUpdate('s')
    .executeTakeFirst();
  if (!row) throw notFound('Phiếu này');
  if (row.state !== 'signed')
    throw new RuleError({ code: 'judging.not-signed', message: 'Phiếu này chưa ký nên không cần mở lại.' });
  await tx.db
    .updateTable('score_sheet')
    .set(({ eb }) => ({
      state: 'draft' as const,
      version: eb('version', '+', 1),
      signed_at: null,
      signed_hash: null,
      reopened_at: ctx.now,
      reopened_reason: args.reason,
    }))
    .where('assignment_id', '=', args.assignmentId)
    .execute();
  for (const mail of reopenedMail(ctx.app, row, jr, row.code ?? '', args.reason)) await tx.send(mail);
  return { code: row.code ?? '', judgeName: row.fullName, signedHash: row.signed_hash, total: row.total };
}

/** The chair gives a signed sheet back to its judge, with a reason that the judge reads. */
export async function reopenSheet(ctx: Ctx, args: { assignmentId: string; reason: string }): Promise<void> {
  const found = isUuid(args.assignmentId)
    ? await ctx.app.db
        .selectFrom('assignment')
        .select(['programme_id as programmeId', 'round_id as roundId'])
        .where('id', '=', args.assignmentId)
        .executeTakeFirst()
    : undefined;
  if (!found) throw notFound('Phiếu này');
  requireAllowed(canJudge(ctx, 'judging.chair', found.programmeId));
  const reason = requireReason(args.reason, 'Hãy ghi lý do mở lại phiếu. Giám khảo sẽ đọc được lý do này.');
  await act(
    ctx,
    { act: 'judging.reopen', programmeId: found.programmeId, summary: 'Mở lại phiếu chấm' },
    async (tx) => {
      const jr = await lockRound(tx.db, found);
      const sheet = await reopenInAct(tx, ctx, jr, { assignmentId: args.assignmentId, reason });
      tx.note({
        summary: `Mở lại phiếu chấm bài ${sheet.code} của ${sheet.judgeName}`,
        subject: { kind: 'assignment', id: args.assignmentId },
        changes: { reason, total: sheet.total, signedHash: sheet.signedHash },
      });
    },
  );
}
