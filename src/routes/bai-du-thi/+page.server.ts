import { myEntries, openContests } from '#lib/server/entry/queries.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => ({ entries: await myEntries(ctx), contests: await openContests(ctx), now: ctx.now }));
};
