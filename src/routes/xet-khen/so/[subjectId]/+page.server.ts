import { textFor } from '#lib/domain/kernel/text.ts';
import { mergeSubjects, splitSubject, subjectHistory } from '#lib/server/register/history.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const saidWords: Record<string, string> = { gop: 'Đã gộp hai đối tượng.', tach: 'Đã tách thành hai đối tượng.' };

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await subjectHistory(ctx, params.subjectId)),
    said: textFor(saidWords, url.searchParams.get('xong')) ?? null,
  }));

export const actions: Actions = {
  merge: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const fromId = text(data, 'fromId');
    try {
      await mergeSubjects(ctx, { fromId, intoId: params.subjectId, reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, 'merge');
    }
    return goTo(`/xet-khen/so/${params.subjectId}?xong=gop`);
  },
  split: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await splitSubject(ctx, { subjectId: text(data, 'subjectId'), reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, 'split');
    }
    return goTo(`/xet-khen/so/${params.subjectId}?xong=tach`);
  },
};
