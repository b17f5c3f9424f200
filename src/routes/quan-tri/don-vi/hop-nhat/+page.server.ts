import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { mergeUnits } from '#lib/server/people/reorganise.ts';
import { unitKindLabels, unitTree } from '#lib/server/people/units.ts';
import type { UnitKind } from '#lib/server/platform/db/schema.ts';
import { goTo, list, refuse, text } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx } = locals;
  requireAdmin(ctx, url);
  const units = (await unitTree(ctx.app.db, isoDateLocal(ctx.now))).filter((unit) => unit.validTo === null);
  return {
    groups: (Object.keys(unitKindLabels) as UnitKind[])
      .map((kind) => ({
        kind,
        label: unitKindLabels[kind],
        options: units
          .filter((unit) => unit.kind === kind)
          .map((unit) => ({ value: unit.id, label: `${unit.name} (${unit.code})` })),
      }))
      .filter((group) => group.options.length > 0),
    codes: units.map(({ code, name }) => ({ code, name })),
    kinds: Object.entries(unitKindLabels).map(([value, label]) => ({ value, label })),
  };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const data = await request.formData();
    let id: string;
    try {
      ({ id } = await mergeUnits(locals.ctx, {
        unitIds: list(data, 'unit').filter(Boolean),
        lastDay: text(data, 'lastDay'),
        into: { code: text(data, 'next0'), name: text(data, 'nextName0'), kind: text(data, 'nextKind') },
        note: text(data, 'note'),
      }));
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/quan-tri/don-vi/${id}?xong=1`);
  },
};
