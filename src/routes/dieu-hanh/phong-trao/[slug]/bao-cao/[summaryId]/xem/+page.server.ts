import { previewPage } from '#lib/server/summary/view.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) => loading(() => previewPage(ctx, params));
