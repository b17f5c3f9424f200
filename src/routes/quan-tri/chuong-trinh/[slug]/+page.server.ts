import { programmeOverview } from '#lib/server/programme/overview.ts';
import { closeProgramme, publishProgramme } from '#lib/server/programme/publish.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => ({
    programme: await programmeOverview(ctx, { slug: params.slug }),
    saved: url.searchParams.get('da-luu'),
    now: ctx.now,
  }));
};

export const actions = {
  publish: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { id } = await programmeOverview(ctx, { slug: params.slug });
      await publishProgramme(ctx, { programmeId: id, version: Number(text(data, 'version')) });
    } catch (problem) {
      return refuse(problem, data, 'publish');
    }
    return goTo(`/quan-tri/chuong-trinh/${params.slug}?da-luu=cong-bo`);
  },
  close: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const { id } = await programmeOverview(ctx, { slug: params.slug });
      await closeProgramme(ctx, {
        programmeId: id,
        version: Number(text(data, 'version')),
        reason: multiline(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'close');
    }
    return goTo(`/quan-tri/chuong-trinh/${params.slug}?da-luu=dong`);
  },
} satisfies Actions;
