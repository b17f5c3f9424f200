import { callParts } from '#lib/domain/award/parts.ts';
import { type ExistingFile, uploadProblemParameter } from '#lib/domain/file/api.ts';
import { textFor } from '#lib/domain/kernel/text.ts';
import { answerQuestion } from '#lib/server/award/call/edit.ts';
import { callSettings } from '#lib/server/award/call/pages.ts';
import { removeAwardFile } from '#lib/server/award/files.ts';
import { openCall } from '#lib/server/award/room.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const saidWords: Record<string, string> = {
  soan: 'Đã soạn đợt. Hãy xem từng phần rồi quyết định các điểm để ngỏ.',
  'quyet-dinh': 'Đã ghi quyết định.',
  'go-tep': 'Đã gỡ tệp.',
};

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const view = await callSettings(ctx, params.call);
    const part = textFor(callParts.names, url.searchParams.get('da-luu'));
    return {
      ...view,
      files: view.files.map(
        ({ addedAt: _, of: _of, ...file }): ExistingFile => ({
          ...file,
          ...(file.state === 'ready' ? { href: `/tep/${file.id}` } : {}),
        }),
      ),
      problem: url.searchParams.get(uploadProblemParameter),
      said: part ? `Đã lưu phần “${part}”.` : (textFor(saidWords, url.searchParams.get('xong')) ?? null),
    };
  });
};

export const actions = {
  answer: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const questionId = text(data, 'questionId');
    try {
      await answerQuestion(ctx, {
        slug: params.call,
        questionId,
        text: multiline(data, `answer-${questionId}`),
        version: Number(text(data, 'version')),
      });
    } catch (problem) {
      return refuse(problem, data, questionId);
    }
    return goTo(`/xet-khen/dot/${params.call}/thiet-lap?xong=quyet-dinh#quyet-dinh`);
  },
  remove: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await openCall(ctx, params.call);
      await removeAwardFile(ctx, { fileId: text(data, 'fileId') });
    } catch (problem) {
      return refuse(problem, data, 'remove');
    }
    return goTo(`/xet-khen/dot/${params.call}/thiet-lap?xong=go-tep#huong-dan`);
  },
} satisfies Actions;
