import { requirePublic } from '#lib/server/publication/contestPage.ts';
import { publicFinalists } from '#lib/server/result/finalists.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
  loading(async () => {
    const { id } = await requirePublic(locals.ctx, params.slug);
    return { list: await publicFinalists(locals.ctx, id) };
  });
