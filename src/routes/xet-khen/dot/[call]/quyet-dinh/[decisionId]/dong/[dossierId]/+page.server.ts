import { correctLine } from '#lib/server/award/decision/correct.ts';
import { sendLineBack } from '#lib/server/award/decision/decide.ts';
import { moveLine, removeLine, saveLine } from '#lib/server/award/decision/draft.ts';
import { lineView } from '#lib/server/award/decision/view.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(() => lineView(ctx, { slug: params.call, decisionId: params.decisionId, dossierId: params.dossierId }));

interface Line {
  slug: string;
  decisionId: string;
  dossierId: string;
  version: number;
}

const doing =
  (name: string, said: string, work: (ctx: Ctx, line: Line, data: FormData) => Promise<unknown>) =>
  async ({ locals: { ctx }, params, request, url }: RequestEvent) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const { call: slug, decisionId, dossierId } = params;
    try {
      await work(ctx, { slug, decisionId, dossierId, version: Number(text(data, 'version')) }, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/xet-khen/dot/${slug}/quyet-dinh/${decisionId}?xong=${said}`);
  };

const inputOf = (data: FormData) => ({
  name: text(data, 'name'),
  place: text(data, 'place'),
  citation: text(data, 'citation'),
});

export const actions: Actions = {
  save: doing('save', 'line', (ctx, line, data) =>
    saveLine(ctx, { ...line, input: inputOf(data), withoutBonus: text(data, 'withoutBonus') }),
  ),
  move: doing('move', 'line', (ctx, line, data) => moveLine(ctx, { ...line, to: Number(text(data, 'to')) })),
  remove: doing('remove', 'out', removeLine),
  back: doing('back', 'back', (ctx, line, data) =>
    sendLineBack(ctx, { ...line, to: text(data, 'to'), reason: multiline(data, 'reason') }),
  ),
  correct: doing('correct', 'correct', (ctx, line, data) =>
    correctLine(ctx, { ...line, input: inputOf(data), reason: multiline(data, 'reason') }),
  ),
};
