import { forbidden } from '#lib/domain/kernel/errors.ts';
import { entryPage } from '#lib/server/indicator/entry.ts';
import { submitValues } from '#lib/server/indicator/move.ts';
import { figureRefs } from '#lib/server/web/figureForm.ts';
import { loading, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({ page: await entryPage(ctx, { ...params, period: url.searchParams.get('ky') }) }));

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    const data = await request.formData();
    try {
      const page = await entryPage(ctx, { ...params, period: url.searchParams.get('ky') });
      if (page.may) throw forbidden(page.may);
      return { results: await submitValues(ctx, { slug: params.slug, figures: figureRefs(data.getAll('figure')) }) };
    } catch (problem) {
      return refuse(problem, data);
    }
  },
};
