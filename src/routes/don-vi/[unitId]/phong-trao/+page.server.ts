import { openFindingsOfUnit } from '#lib/server/inspection/views.ts';
import { unitObligations } from '#lib/server/obligation/list.ts';
import { toItem } from '#lib/server/obligation/view.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent }) =>
  loading(async () => {
    // first whether this unit is the reader's business at all
    await parent();
    const [{ obligations, movements }, findings] = await Promise.all([
      unitObligations(ctx, { unitId: params.unitId }),
      openFindingsOfUnit(ctx, params.unitId),
    ]);
    return { items: obligations.map(toItem), movements, findings };
  });
