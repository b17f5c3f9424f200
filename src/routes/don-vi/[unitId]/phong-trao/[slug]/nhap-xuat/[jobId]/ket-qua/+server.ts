import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { reportResponse } from '#lib/server/web/importRoom.ts';
import type { RequestHandler } from './$types';

/** The file as it came, with what became of each line. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(() => reportResponse(ctx, params, url));
};
