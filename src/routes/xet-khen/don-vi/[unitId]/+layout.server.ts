import { openUnit } from '#lib/server/award/unitPages.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { unit, nominates } = await openUnit(ctx, params.unitId);
    return { unit: { id: unit.id, name: unit.name }, nominates };
  });
};
