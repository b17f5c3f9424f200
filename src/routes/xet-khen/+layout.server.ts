import { awardsRoom } from '#lib/server/award/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { LayoutServerLoad } from './$types';

export const csr = false;

export const load: LayoutServerLoad = ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
  return loading(() => awardsRoom(ctx, url.pathname));
};
