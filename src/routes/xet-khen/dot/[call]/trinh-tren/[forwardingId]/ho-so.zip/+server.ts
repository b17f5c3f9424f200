import { forwardingPackage } from '#lib/server/award/forwarding/pack.ts';
import { streamResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** All electronic files of the dossiers for those above. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () =>
    streamResponse(await forwardingPackage(ctx, { slug: params.call, forwardingId: params.forwardingId }), 'zip'),
  );
};
