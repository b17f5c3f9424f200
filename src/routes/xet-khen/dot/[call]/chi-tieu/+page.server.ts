import { callQuotas } from '#lib/server/award/call/pages.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(() =>
    callQuotas(ctx, params.call, {
      q: (url.searchParams.get('q') ?? '').slice(0, 100),
      only: url.searchParams.get('chi') ?? '',
    }),
  );
};
