import type { OccasionKind } from '#lib/domain/movement/types.ts';
import { summaryList } from '#lib/server/summary/open.ts';
import { createSummary } from '#lib/server/summary/write.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const { periods, write } = await summaryList(ctx, params.slug);
    return { periods, may: write };
  });

export const actions = {
  create: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let summaryId: string;
    try {
      ({ summaryId } = await createSummary(ctx, {
        slug: params.slug,
        period: text(data, 'period'),
        occasion: text(data, 'occasion') as OccasionKind,
      }));
    } catch (problem) {
      return refuse(problem, data, 'create');
    }
    return goTo(`/dieu-hanh/phong-trao/${params.slug}/bao-cao/${summaryId}?da-luu=create`);
  },
} satisfies Actions;
