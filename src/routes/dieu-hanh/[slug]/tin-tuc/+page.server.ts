import { canProgramme } from '#lib/server/programme/policy.ts';
import { newsForStaff } from '#lib/server/publication/news.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, parent }) =>
  loading(async () => {
    const { room } = await parent();
    const news = await newsForStaff(ctx, { programmeId: room.id });
    return { news: news.map(({ body: _body, ...item }) => item), may: canProgramme(ctx, 'programme.content', room.id) };
  });
