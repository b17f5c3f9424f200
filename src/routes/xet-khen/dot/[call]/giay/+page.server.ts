import { certificatesView } from '#lib/server/award/decision/certificates.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(() => certificatesView(ctx, { slug: params.call, decisionId: url.searchParams.get('quyet-dinh') }));
