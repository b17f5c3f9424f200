import { callsPage } from '#lib/server/award/call/pages.ts';
import { callStateNames } from '#lib/server/award/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => ({ ...(await callsPage(ctx)), states: callStateNames }));
};
