import { type ExistingFile, uploadProblemParameter } from '#lib/domain/file/api.ts';
import { textFor } from '#lib/domain/kernel/text.ts';
import { removeInspectionFile, visitFileRule } from '#lib/server/inspection/files.ts';
import { addFinding } from '#lib/server/inspection/findings.ts';
import { cancelInspection, moveInspection, revisePlan } from '#lib/server/inspection/plan.ts';
import { inspectionView } from '#lib/server/inspection/views.ts';
import { closeInspection } from '#lib/server/inspection/visit.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const saidWords: Record<string, string> = {
  prepared: 'Đã lưu phần chuẩn bị.',
  held: 'Đã lưu kết quả kiểm tra.',
  revise: 'Đã lưu nội dung, đoàn kiểm tra.',
  move: 'Đã đổi ngày và báo cho đơn vị.',
  cancel: 'Đã hủy và báo cho đơn vị.',
  find: 'Đã ghi kiến nghị và báo cho đơn vị.',
  close: 'Đã kết thúc cuộc kiểm tra.',
  remove: 'Đã gỡ tệp.',
};

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const view = await inspectionView(ctx, params);
    return {
      ...view,
      fileRule: visitFileRule,
      files: view.files.map(
        ({ addedAt: _, ...file }): ExistingFile => ({
          ...file,
          ...(file.state === 'ready' ? { href: `/tep/${file.id}` } : {}),
        }),
      ),
      problem: url.searchParams.get(uploadProblemParameter),
      said: textFor(saidWords, url.searchParams.get('xong')) ?? null,
    };
  });

const doing =
  (
    name: string,
    work: (ctx: Ctx, at: { slug: string; inspectionId: string; version: number }, data: FormData) => Promise<unknown>,
  ) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await work(ctx, { ...params, version: Number(text(data, 'version')) }, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/dieu-hanh/phong-trao/${params.slug}/kiem-tra/${params.inspectionId}?xong=${name}`);
  };

export const actions: Actions = {
  revise: doing('revise', (ctx, at, data) =>
    revisePlan(ctx, {
      ...at,
      title: text(data, 'title'),
      purpose: multiline(data, 'purpose'),
      team: multiline(data, 'team'),
    }),
  ),
  move: doing('move', (ctx, at, data) =>
    moveInspection(ctx, { ...at, on: text(data, 'on'), reason: multiline(data, 'reason') }),
  ),
  cancel: doing('cancel', (ctx, at, data) => cancelInspection(ctx, { ...at, reason: multiline(data, 'reason') })),
  find: doing('find', (ctx, at, data) =>
    addFinding(ctx, {
      ...at,
      text: multiline(data, 'text'),
      clause: text(data, 'clause'),
      ownerId: text(data, 'ownerId'),
      dueOn: text(data, 'dueOn'),
    }),
  ),
  close: doing('close', (ctx, at, data) => closeInspection(ctx, { ...at, reason: multiline(data, 'reason') })),
  remove: doing('remove', async (ctx, at, data) => {
    await inspectionView(ctx, at);
    await removeInspectionFile(ctx, { inspectionId: at.inspectionId, fileId: text(data, 'fileId') });
  }),
};
