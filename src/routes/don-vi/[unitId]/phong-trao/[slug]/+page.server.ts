import { readAsk } from '#lib/domain/dashboard/ask.ts';
import { unitDashboard } from '#lib/server/dashboard/unit.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const ask = readAsk(url.searchParams);
    return { ask, board: await unitDashboard(ctx, { ...params, ask }) };
  });
