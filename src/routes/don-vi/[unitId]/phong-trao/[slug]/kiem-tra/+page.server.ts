import { unitInspections } from '#lib/server/inspection/views.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => loading(() => unitInspections(ctx, params));
