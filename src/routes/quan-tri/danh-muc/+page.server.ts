import { slugOf } from '#lib/domain/catalogue/names.ts';
import { addLaw } from '#lib/server/catalogue/edit.ts';
import { catalogueList } from '#lib/server/catalogue/pages.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireAuditor } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  requireAuditor(locals.ctx, url);
  return loading(() => catalogueList(locals.ctx));
};

export const actions: Actions = {
  add: async ({ locals, request }) => {
    const data = await request.formData();
    let name: Awaited<ReturnType<typeof addLaw>>;
    try {
      name = await addLaw(locals.ctx, {
        copyOf: text(data, 'copyOf'),
        name: text(data, 'name'),
        from: text(data, 'from'),
        reason: multiline(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/quan-tri/danh-muc/${slugOf(name)}`);
  },
};
