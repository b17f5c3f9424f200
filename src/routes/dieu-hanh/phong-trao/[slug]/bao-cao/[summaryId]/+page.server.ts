import type { Ctx } from '#lib/server/platform/ctx.ts';
import { correctSummary, finaliseSummary } from '#lib/server/summary/finalise.ts';
import { summaryPage } from '#lib/server/summary/view.ts';
import { acknowledgeFigures } from '#lib/server/summary/write.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({ ...(await summaryPage(ctx, params)), saved: url.searchParams.get('da-luu') }));

const doing =
  (name: string, work: (ctx: Ctx, at: { slug: string; summaryId: string }, data: FormData) => Promise<unknown>) =>
  async ({ locals: { ctx }, params, request }: RequestEvent) => {
    const data = await request.formData();
    try {
      await work(ctx, params, data);
    } catch (problem) {
      return refuse(problem, data, name);
    }
    return goTo(`/dieu-hanh/phong-trao/${params.slug}/bao-cao/${params.summaryId}?da-luu=${name}`);
  };

export const actions = {
  seen: doing('seen', (ctx, at) => acknowledgeFigures(ctx, at)),
  finalise: doing('finalise', (ctx, at, data) =>
    finaliseSummary(ctx, {
      ...at,
      version: Number(text(data, 'version')),
      number: text(data, 'number'),
      dated: text(data, 'dated'),
    }),
  ),
  correct: doing('correct', (ctx, at, data) => correctSummary(ctx, { ...at, reason: multiline(data, 'reason') })),
} satisfies Actions;
