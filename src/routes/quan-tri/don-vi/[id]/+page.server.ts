import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { updateUnit } from '#lib/server/people/unitActs.ts';
import { unitHistory } from '#lib/server/people/unitHistory.ts';
import { unitChoices, unitKindLabels } from '#lib/server/people/units.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, params }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  return loading(async () => {
    const [unit, choices] = await Promise.all([unitHistory(ctx.app.db, params.id), unitChoices(ctx.app.db, ctx.now)]);
    const others = choices.map((group) => ({
      ...group,
      options: group.options.filter((option) => option.value !== unit.id),
    }));
    // An ended parent is no choice for others, but saving this unit must not lose it.
    if (unit.parent && !others.some((group) => group.options.some((option) => option.value === unit.parent?.id)))
      others.unshift({ label: 'Hiện tại', options: [{ value: unit.parent.id, label: unit.parent.name }] });
    const today = isoDateLocal(ctx.now);
    return {
      unit: { ...unit, kindLabel: unitKindLabels[unit.kind] },
      // beneath a unit that has ended nothing should go on
      left: unit.validTo && unit.validTo < today ? unit.children.filter((child) => child.validTo === null) : [],
      today,
      kinds: Object.entries(unitKindLabels).map(([value, label]) => ({ value, label })),
      parents: others,
      saved: url.searchParams.has('xong'),
    };
  });
};

export const actions: Actions = {
  save: async ({ locals, request, params }) => {
    const data = await request.formData();
    try {
      await updateUnit(locals.ctx, {
        unitId: params.id,
        name: text(data, 'name'),
        kind: text(data, 'kind'),
        parentId: text(data, 'parentId') || null,
        validFrom: text(data, 'validFrom'),
        validTo: text(data, 'validTo'),
        email: text(data, 'email'),
        reason: text(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/quan-tri/don-vi/${params.id}?xong=1`);
  },
};
