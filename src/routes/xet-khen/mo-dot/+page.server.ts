import { makeCall } from '#lib/server/award/call/make.ts';
import { newCallPage } from '#lib/server/award/call/pages.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
  return loading(() =>
    newCallPage(ctx, { origin: url.searchParams.get('tu'), programme: url.searchParams.get('phong-trao') }),
  );
};

export const actions = {
  default: async ({ locals: { ctx }, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    let slug: string;
    try {
      slug = await makeCall(ctx, {
        origin: text(data, 'origin'),
        name: text(data, 'name'),
        code: text(data, 'code'),
        opensOn: text(data, 'opensOn'),
        closesOn: text(data, 'closesOn'),
        periodFrom: text(data, 'periodFrom'),
        periodTo: text(data, 'periodTo'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/dot/${slug}/thiet-lap?xong=soan`);
  },
} satisfies Actions;
