import { councilsView, createCouncil } from '#lib/server/council/councils.ts';
import { councilText } from '#lib/server/web/councilForm.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) => loading(() => councilsView(ctx));

export const actions: Actions = {
  create: async ({ locals: { ctx }, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    let id: string;
    try {
      id = await createCouncil(ctx, {
        ...councilText(data),
        unitId: text(data, 'unitId'),
        validFrom: text(data, 'validFrom'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/xet-khen/hoi-dong/${id}?xong=create`);
  },
};
