import { publishedNews } from '#lib/server/publication/news.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
  const { movement } = await parent();
  return { news: await publishedNews(locals.ctx.app.db, { programmeId: movement.id }) };
};
