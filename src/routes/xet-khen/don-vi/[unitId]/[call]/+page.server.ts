import { submissionPage } from '#lib/server/award/unitPages.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => ({
    ...(await submissionPage(ctx, { unitId: params.unitId, slug: params.call })),
    saved: url.searchParams.get('da-luu'),
  }));
