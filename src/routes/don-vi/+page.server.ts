import { dutiesOfUnits } from '#lib/server/award/nominationWork.ts';
import { dueNow } from '#lib/server/obligation/person.ts';
import { myUnits } from '#lib/server/screening/unit.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireRole } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
  requireRole(ctx, url, ['unit-coordinator'], 'đầu mối của cơ quan, đơn vị, địa phương');
  return loading(async () => {
    const [units, due, awards] = await Promise.all([myUnits(ctx), dueNow(ctx), dutiesOfUnits(ctx)]);
    return { units: units.map((unit) => ({ ...unit, due: due.get(unit.id)?.length ?? 0 })), awards };
  });
};
