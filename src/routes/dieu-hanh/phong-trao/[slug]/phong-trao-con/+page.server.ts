import { INHERITED_LISTS } from '#lib/domain/movement/inherit.ts';
import { childrenPage, type LaunchArgs, launchChild } from '#lib/server/movement/children.ts';
import { goTo, list, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(() => childrenPage(ctx, { slug: params.slug, unitId: url.searchParams.get('don-vi') }));
};

export const actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let slug: string;
    try {
      slug = await launchChild(ctx, {
        slug: params.slug,
        unitId: text(data, 'unitId'),
        name: text(data, 'name'),
        shortName: text(data, 'shortName'),
        childSlug: text(data, 'childSlug').toLowerCase(),
        code: text(data, 'code').toUpperCase(),
        keep: Object.fromEntries(INHERITED_LISTS.map((key) => [key, list(data, key)])) as LaunchArgs['keep'],
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/dieu-hanh/phong-trao/${slug}/thiet-lap`);
  },
} satisfies Actions;
