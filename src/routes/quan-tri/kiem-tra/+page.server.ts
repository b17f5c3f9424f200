import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAuditor } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  requireAuditor(locals.ctx, url);
  return loading(async () => {
    const results = await checkInvariants(locals.ctx.app);
    return { now: locals.ctx.now, results: results.toSorted((a, b) => Number(a.ok) - Number(b.ok)) };
  });
};
