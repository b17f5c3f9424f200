import { sectionPage } from '#lib/server/summary/view.ts';
import { saveSection } from '#lib/server/summary/write.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await sectionPage(ctx, { ...params, sectionId: params.part })),
    saved: url.searchParams.has('da-luu'),
  }));

export const actions = {
  save: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const insert = text(data, 'insert');
    try {
      await saveSection(ctx, {
        slug: params.slug,
        summaryId: params.summaryId,
        sectionId: params.part,
        version: Number(text(data, 'version')),
        text: multiline(data, 'text'),
        picks: list(data, 'pick').map((key) => ({ key, text: multiline(data, `excerpt.${key}`) })),
        insert: insert || null,
      });
    } catch (problem) {
      return refuse(problem, data, 'save');
    }
    const here = `/dieu-hanh/phong-trao/${params.slug}/bao-cao/${params.summaryId}/phan/${params.part}?da-luu=1`;
    return goTo(insert ? `${here}#text` : here);
  },
} satisfies Actions;
