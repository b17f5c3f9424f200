import { requirePublic } from '#lib/server/publication/contestPage.ts';
import { publicResults } from '#lib/server/result/public.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
  loading(async () => {
    const { id } = await requirePublic(locals.ctx, params.slug);
    return { results: await publicResults(locals.ctx, id) };
  });
