import { slipsPdf } from '#lib/server/council/slips.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { publicOrigin } from '#lib/server/web/origin.ts';
import { pdfResponse } from '#lib/server/web/pdf.ts';
import type { RequestHandler } from './$types';

/** New slips for members without a device. Posted, because each print makes new codes and voids the earlier ones. */
export const POST: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { call, meetingId, ballotId } = params;
  return loading(async () =>
    pdfResponse(await slipsPdf(ctx, { slug: call, meetingId, ballotId, origin: publicOrigin(ctx, url) })),
  );
};
