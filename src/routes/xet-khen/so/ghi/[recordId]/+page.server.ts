import { type ExistingFile, uploadProblemParameter } from '#lib/domain/file/api.ts';
import { textFor } from '#lib/domain/kernel/text.ts';
import { awardFilesOf } from '#lib/server/award/fileRows.ts';
import { removeAwardFile } from '#lib/server/award/files.ts';
import { mayKeepRegister } from '#lib/server/award/scope.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { correctRecord, setRecordPublic } from '#lib/server/register/correct.ts';
import { revocationRule } from '#lib/server/register/files.ts';
import { openRecord, revocationsOf } from '#lib/server/register/record.ts';
import { concludeReview, consequencesOf, restoreRecord, reviewsOf, revokeRecord } from '#lib/server/register/revoke.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const saidWords: Record<string, string> = {
  revoke: 'Đã thu hồi. Trang xác minh báo “đã thu hồi” ngay từ lúc này.',
  restore: 'Đã khôi phục.',
  correct: 'Đã sửa.',
  publicity: 'Đã đổi việc công khai.',
  review: 'Đã ghi kết quả xem lại.',
  remove: 'Đã gỡ tệp.',
};

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const { db } = ctx.app;
    const { record, scope } = await openRecord(ctx, params.recordId);
    const keeps = mayKeepRegister(scope, record.authorityUnitId);
    const history = await revocationsOf(db, record.id);
    const ids = history.map((one) => one.id);
    const [files, reviews, consequences] = await Promise.all([
      awardFilesOf(db, 'revocationId', ids),
      reviewsOf(db, ids),
      keeps.allow && !record.revokedAt && record.formIs !== 'prize' ? consequencesOf(db, record) : null,
    ]);
    return {
      record,
      keeps,
      reviews,
      consequences: consequences && {
        ...consequences,
        dossiers: consequences.dossiers.map(({ id, code, subjectName, unitName }) => ({
          id,
          code,
          subjectName,
          unitName,
        })),
      },
      history: history.map((one) => ({
        ...one,
        files: files
          .filter((file) => file.of === one.id)
          .map(
            ({ addedAt: _, of: __, ...file }): ExistingFile => ({
              ...file,
              ...(file.state === 'ready' ? { href: `/tep/${file.id}` } : {}),
            }),
          ),
      })),
      fileRule: revocationRule,
      problem: url.searchParams.get(uploadProblemParameter),
      said: textFor(saidWords, url.searchParams.get('xong')) ?? null,
    };
  });

const doing =
  (name: string, work: (ctx: Ctx, recordId: string, data: FormData) => Promise<unknown>) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await work(ctx, params.recordId, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/xet-khen/so/ghi/${params.recordId}?xong=${name}`);
  };

const paper = (data: FormData) => ({
  number: text(data, 'number'),
  date: text(data, 'date'),
  reason: multiline(data, 'reason'),
});

export const actions: Actions = {
  revoke: doing('revoke', (ctx, recordId, data) =>
    revokeRecord(ctx, { recordId, ground: text(data, 'ground'), ...paper(data) }),
  ),
  restore: doing('restore', (ctx, recordId, data) => restoreRecord(ctx, { recordId, ...paper(data) })),
  correct: doing('correct', (ctx, recordId, data) =>
    correctRecord(ctx, {
      recordId,
      stamp: text(data, 'stamp'),
      subjectName: text(data, 'subjectName'),
      unitName: text(data, 'unitName'),
      citation: text(data, 'citation'),
      decisionNumber: text(data, 'decisionNumber'),
      decisionDate: text(data, 'decisionDate'),
      reason: multiline(data, 'reason'),
    }),
  ),
  publicity: doing('publicity', (ctx, recordId, data) =>
    setRecordPublic(ctx, { recordId, public: text(data, 'public') === 'yes', reason: multiline(data, 'reason') }),
  ),
  review: doing('review', async (ctx, recordId, data) => {
    await openRecord(ctx, recordId);
    await concludeReview(ctx, { reviewId: text(data, 'reviewId'), conclusion: multiline(data, 'conclusion') });
  }),
  remove: doing('remove', async (ctx, recordId, data) => {
    await openRecord(ctx, recordId);
    await removeAwardFile(ctx, { fileId: text(data, 'fileId') });
  }),
};
