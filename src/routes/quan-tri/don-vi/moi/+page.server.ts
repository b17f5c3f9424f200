import { createUnit } from '#lib/server/people/unitActs.ts';
import { unitChoices, unitKindLabels } from '#lib/server/people/units.ts';
import { goTo, refuse, text } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  requireAdmin(locals.ctx, url);
  return {
    kinds: Object.entries(unitKindLabels).map(([value, label]) => ({ value, label })),
    parents: await unitChoices(locals.ctx.app.db, locals.ctx.now),
  };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const data = await request.formData();
    let id: string;
    try {
      ({ id } = await createUnit(locals.ctx, {
        code: text(data, 'code'),
        name: text(data, 'name'),
        kind: text(data, 'kind'),
        parentId: text(data, 'parentId') || null,
        validFrom: text(data, 'validFrom'),
        validTo: text(data, 'validTo'),
        email: text(data, 'email'),
      }));
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/quan-tri/don-vi/${id}`);
  },
};
