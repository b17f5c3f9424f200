import { uploadProblemParameter } from '#lib/domain/file/api.ts';
import { correctDecision } from '#lib/server/award/decision/correct.ts';
import {
  approveDecision,
  cancelDecision,
  recallDecision,
  returnDecision,
  submitDecision,
} from '#lib/server/award/decision/decide.ts';
import { addWaiting, sortLines } from '#lib/server/award/decision/draft.ts';
import { signedRule } from '#lib/server/award/decision/files.ts';
import { issueDecision, numberDecision } from '#lib/server/award/decision/issue.ts';
import { decisionView } from '#lib/server/award/decision/view.ts';
import { removeAwardFile } from '#lib/server/award/files.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const view = await decisionView(ctx, {
      slug: params.call,
      decisionId: params.decisionId,
      page: Number(url.searchParams.get('trang')) || 1,
    });
    return {
      ...view,
      fileRule: signedRule,
      problem: url.searchParams.get(uploadProblemParameter),
      said: url.searchParams.get('xong'),
    };
  });

interface Place {
  slug: string;
  decisionId: string;
  version: number;
}

const doing =
  (name: string, work: (ctx: Ctx, place: Place, data: FormData) => Promise<unknown>) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const place = { slug: params.call, decisionId: params.decisionId, version: Number(text(data, 'version')) };
    try {
      await work(ctx, place, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/xet-khen/dot/${params.call}/quyet-dinh/${params.decisionId}?xong=${name}`);
  };

const withReason =
  (work: (ctx: Ctx, args: Place & { reason: string }) => Promise<unknown>) =>
  (ctx: Ctx, place: Place, data: FormData) =>
    work(ctx, { ...place, reason: multiline(data, 'reason') });

export const actions: Actions = {
  add: doing('add', addWaiting),
  sort: doing('sort', sortLines),
  submit: doing('submit', submitDecision),
  recall: doing('recall', withReason(recallDecision)),
  approve: doing('approve', approveDecision),
  return: doing('return', withReason(returnDecision)),
  number: doing('number', (ctx, place, data) =>
    numberDecision(ctx, { ...place, number: text(data, 'number'), date: text(data, 'date') }),
  ),
  issue: doing('issue', issueDecision),
  cancel: doing('cancel', withReason(cancelDecision)),
  correct: doing('correct', (ctx, place, data) =>
    correctDecision(ctx, {
      ...place,
      number: text(data, 'number'),
      title: text(data, 'title'),
      signer: text(data, 'signer'),
      reason: multiline(data, 'reason'),
    }),
  ),
  removeFile: doing('removeFile', (ctx, _place, data) => removeAwardFile(ctx, { fileId: text(data, 'fileId') })),
};
