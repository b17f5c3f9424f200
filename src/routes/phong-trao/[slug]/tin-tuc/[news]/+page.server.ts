import { notFound } from '#lib/domain/kernel/errors.ts';
import { renderText } from '#lib/server/publication/markup.ts';
import { publishedNewsBySlug } from '#lib/server/publication/news.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, parent }) =>
  loading(async () => {
    const { movement } = await parent();
    const item = await publishedNewsBySlug(locals.ctx.app.db, { programmeId: movement.id, slug: params.news });
    if (!item) throw notFound('Bài viết này');
    const { title, summary, publishedAt, updatedAt, body } = item;
    return { item: { title, summary, publishedAt, updatedAt, html: renderText(body) } };
  });
