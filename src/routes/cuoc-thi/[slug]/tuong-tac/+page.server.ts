import { RuleError } from '#lib/domain/kernel/errors.ts';
import { countingForPublic } from '#lib/server/gallery/interactionPolicy.ts';
import { checkDownload, publicInteraction, publicPageSize } from '#lib/server/gallery/overview.ts';
import { loading, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const programme = await countingForPublic(ctx, params.slug);
    const counts = await publicInteraction(ctx, programme, {
      page: Math.trunc(Number(url.searchParams.get('trang'))) || 1,
      no: url.searchParams.get('lan') || null,
    });
    return { counts, pageSize: publicPageSize };
  });

export const actions: Actions = {
  check: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const file = data.get('file');
    try {
      const programme = await countingForPublic(ctx, params.slug);
      if (!(file instanceof File) || file.size === 0)
        throw new RuleError({ code: 'file.none', message: 'Hãy chọn tệp .json đã tải về.', field: 'file' });
      return { check: await checkDownload(ctx, programme, new Uint8Array(await file.arrayBuffer())) };
    } catch (problem) {
      return refuse(problem, data);
    }
  },
};
