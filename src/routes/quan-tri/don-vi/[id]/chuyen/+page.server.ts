import { unitById, unitChoices } from '#lib/server/people/units.ts';
import { moveUnit } from '#lib/server/people/unitTime.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, params }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  return loading(async () => {
    const [unit, parents] = await Promise.all([unitById(ctx.app.db, params.id), unitChoices(ctx.app.db, ctx.now)]);
    const parent = unit.parentId ? await unitById(ctx.app.db, unit.parentId) : null;
    return {
      unit,
      parent,
      parents: parents.map((group) => ({
        ...group,
        options: group.options.filter((option) => option.value !== unit.id && option.value !== parent?.id),
      })),
    };
  });
};

export const actions: Actions = {
  default: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await moveUnit(locals.ctx, {
        unitId: params.id,
        parentId: text(data, 'parentId') || null,
        from: text(data, 'from'),
        note: text(data, 'note'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/quan-tri/don-vi/${params.id}?xong=1`);
  },
};
