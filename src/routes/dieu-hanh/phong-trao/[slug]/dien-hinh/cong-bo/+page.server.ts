import { previewPublish, publishExamples } from '#lib/server/example/review.ts';
import { goTo, list, loading, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    effects: await previewPublish(ctx, { slug: params.slug, exampleIds: url.searchParams.getAll('chon') }),
  }));

export const actions: Actions = {
  publish: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let count: number;
    try {
      count = await publishExamples(ctx, { slug: params.slug, exampleIds: list(data, 'exampleId') });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/dieu-hanh/phong-trao/${params.slug}/dien-hinh?da-cong-bo=${count}`);
  },
};
