import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { programmeBySlug } from '#lib/server/programme/queries.ts';
import { renderText } from '#lib/server/publication/markup.ts';
import { newsItemForStaff, publishNews, saveNews, withdrawNews } from '#lib/server/publication/news.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    const item = await newsItemForStaff(ctx, { programmeId: room.id, newsId: params.newsId });
    return {
      item,
      html: renderText(item.body),
      may: canProgramme(ctx, 'programme.content', room.id),
      saved: url.searchParams.get('da-luu'),
    };
  });

async function programmeId(ctx: Ctx, slug: string): Promise<string> {
  const programme = await programmeBySlug(ctx.app.db, slug);
  if (!programme) throw notFound('Chương trình này');
  return programme.id;
}

type Target = { programmeId: string; newsId: string };
const doing = async (
  event: RequestEvent,
  form: string,
  work: (ctx: Ctx, target: Target, data: FormData) => Promise<unknown>,
) => {
  const { locals, params, request } = event;
  const data = await request.formData();
  try {
    await work(locals.ctx, { programmeId: await programmeId(locals.ctx, params.slug), newsId: params.newsId }, data);
  } catch (problem) {
    return refuse(problem, data, form);
  }
  return goTo(`/dieu-hanh/${params.slug}/tin-tuc/${params.newsId}?da-luu=${form}`);
};

export const actions = {
  save: (event) =>
    doing(event, 'save', (ctx, target, data) =>
      saveNews(ctx, {
        ...target,
        seen: text(data, 'seen'),
        title: text(data, 'title'),
        summary: text(data, 'summary'),
        body: multiline(data, 'body'),
      }),
    ),
  publish: (event) => doing(event, 'publish', (ctx, target) => publishNews(ctx, target)),
  withdraw: (event) =>
    doing(event, 'withdraw', (ctx, target, data) => withdrawNews(ctx, { ...target, reason: text(data, 'reason') })),
} satisfies Actions;
