import { unitById } from '#lib/server/people/units.ts';
import { renameUnit } from '#lib/server/people/unitTime.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, params }) => {
  requireAdmin(locals.ctx, url);
  return loading(async () => ({ unit: await unitById(locals.ctx.app.db, params.id) }));
};

export const actions: Actions = {
  default: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await renameUnit(locals.ctx, {
        unitId: params.id,
        name: text(data, 'name'),
        from: text(data, 'from'),
        note: text(data, 'note'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/quan-tri/don-vi/${params.id}?xong=1`);
  },
};
