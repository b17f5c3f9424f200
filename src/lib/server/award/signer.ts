import { requireReason } from '#lib/domain/award/work.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { isoDateLocal, parseViDateIso } from '#lib/domain/kernel/time.ts';
import { insertFormFile, storeFormFile } from '../file/formFile.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { allow, requireAllowed } from '../platform/policy.ts';
import { recordEvents } from './move.ts';
import { callById } from './queries.ts';
import { awardScope, managesCall, mayNominate } from './scope.ts';

export interface TypedLetter {
  signer: string;
  signerTitle: string;
  letterNumber: string;
  /** dd/MM/yyyy */
  letterDate: string;
  reason: string;
}

function readLetter(typed: TypedLetter, now: Date) {
  const issues: Issue[] = [];
  const line = (value: string, field: keyof TypedLetter, message: string): string => {
    const text = clean(value);
    if (text === '' || text.length > 200) issues.push({ field, message });
    return text;
  };
  const signer = line(typed.signer, 'signer', 'Hãy nhập họ tên người ký mới.');
  const signerTitle = line(typed.signerTitle, 'signerTitle', 'Hãy nhập chức vụ của người ký mới.');
  const letterNumber = line(typed.letterNumber, 'letterNumber', 'Hãy nhập số, ký hiệu tờ trình mới.');
  const letterDate = parseViDateIso(typed.letterDate);
  if (!letterDate)
    issues.push({ field: 'letterDate', message: 'Ngày tờ trình viết dạng ngày/tháng/năm, ví dụ 05/03/2027.' });
  else if (letterDate > isoDateLocal(now))
    issues.push({ field: 'letterDate', message: 'Ngày tờ trình không thể sau hôm nay.' });
  let reason = '';
  try {
    reason = requireReason(typed.reason);
  } catch (problem) {
    if (!(problem instanceof RuleError)) throw problem;
    issues.push(...problem.issues);
  }
  if (issues.length > 0) throw new RuleError({ code: 'award.letter', message: 'Thông tin tờ trình chưa đủ.', issues });
  return { signer, signerTitle, letterNumber, letterDate: letterDate!, reason };
}

/**
 * Somebody else signs the unit's letter: who, why, the new signed file. What stood before stays in the history and the old file stays with
 * the submission. @throws RuleError with fields; 'award.not-submitted'
 */
export async function replaceSigner(
  ctx: Ctx,
  args: TypedLetter & { submissionId: string; version: number; file: File | null },
): Promise<void> {
  const { db } = ctx.app;
  const submission = isUuid(args.submissionId)
    ? await db.selectFrom('award_submission').selectAll().where('id', '=', args.submissionId).executeTakeFirst()
    : undefined;
  if (!submission) throw notFound('Tờ trình này');
  const call = (await callById(db, submission.call_id))!;
  const scope = await awardScope(ctx);
  requireAllowed(managesCall(scope, call) ? allow : mayNominate(scope, submission.unit_id));
  if (submission.first_submitted_at === null)
    throw new RuleError({
      code: 'award.not-submitted',
      message: 'Đơn vị chưa gửi đề nghị nên sửa thẳng người ký trong tờ trình, không cần thay.',
    });
  const letter = readLetter(args, ctx.now);
  if (!args.file || args.file.size === 0)
    throw new RuleError({
      code: 'award.letter-file',
      field: 'file',
      message: 'Hãy chọn tệp tờ trình mới đã ký (PDF).',
    });
  const stored = await storeFormFile(ctx.app, args.file, {
    label: 'Tờ trình đã ký',
    accept: ['pdf'],
    code: 'award.letter-file',
    tooLarge: 'Tệp lớn hơn 3,5 MB. Hãy quét lại ở độ phân giải thấp hơn.',
  });
  const init = {
    act: 'award.replace-signer',
    programmeId: call.programmeId,
    subject: { kind: 'award-submission', id: submission.id },
    summary: `Thay người ký tờ trình đề nghị khen thưởng bằng ${letter.signer}.`,
  };
  try {
    await act(ctx, init, async (tx) => {
      const { numUpdatedRows } = await tx.db
        .updateTable('award_submission')
        .set((eb) => ({
          signer: letter.signer,
          signer_title: letter.signerTitle,
          letter_number: letter.letterNumber,
          letter_date: letter.letterDate,
          updated_at: ctx.now,
          version: eb('version', '+', 1),
        }))
        .where('id', '=', submission.id)
        .where('version', '=', args.version)
        .executeTakeFirst();
      if (numUpdatedRows === 0n)
        throw new RuleError({
          code: 'stale',
          status: 409,
          message: 'Tờ trình vừa được sửa ở nơi khác. Hãy xem lại bản mới rồi thay người ký.',
        });
      const fileId = await insertFormFile(tx, ctx, 'award', stored);
      await tx.db
        .insertInto('award_file')
        .values({
          file_id: fileId,
          submission_id: submission.id,
          role: 'letter',
          label: `Tờ trình số ${letter.letterNumber} (thay người ký)`,
          added_by_name: ctx.actor.name,
          added_at: ctx.now,
        })
        .execute();
      const before = {
        signer: submission.signer,
        signerTitle: submission.signer_title,
        letterNumber: submission.letter_number,
        letterDate: submission.letter_date,
      };
      const { reason, ...after } = letter;
      await recordEvents(tx, ctx, [
        {
          callId: call.id,
          submissionId: submission.id,
          what: 'signer-replaced',
          reason,
          data: { before, after, fileId },
        },
      ]);
      tx.note({ changes: { before, after, reason } });
    });
  } catch (problem) {
    await ctx.app.files.delete(stored.key);
    throw problem;
  }
}
