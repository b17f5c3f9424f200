import { comparisonsOf } from '#lib/server/award/judgements.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const show = url.searchParams.get('xem') === 'tat-ca' ? ('all' as const) : ('open' as const);
    return { ...(await comparisonsOf(ctx, { slug: params.call, show })), show };
  });
