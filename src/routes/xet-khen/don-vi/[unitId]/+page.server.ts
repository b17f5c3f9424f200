import { unitAwards } from '#lib/server/award/unitPages.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => loading(() => unitAwards(ctx, params.unitId));
