import { notFound } from '#lib/domain/kernel/errors.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { programmeBySlug } from '#lib/server/programme/queries.ts';
import { saveNews } from '#lib/server/publication/news.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, parent }) =>
  loading(async () => {
    const { room } = await parent();
    requireAllowed(canProgramme(ctx, 'programme.content', room.id));
  });

export const actions = {
  save: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let id: string;
    try {
      const programme = await programmeBySlug(ctx.app.db, params.slug);
      if (!programme) throw notFound('Chương trình này');
      id = await saveNews(ctx, {
        programmeId: programme.id,
        title: text(data, 'title'),
        summary: text(data, 'summary'),
        body: multiline(data, 'body'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/dieu-hanh/${params.slug}/tin-tuc/${id}?da-luu=1`);
  },
} satisfies Actions;
