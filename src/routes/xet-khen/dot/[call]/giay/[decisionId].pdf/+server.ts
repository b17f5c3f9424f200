import { Readable } from 'node:stream';
import { printCertificates } from '#lib/server/award/decision/certificates.ts';
import { loading, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** Certificates of a decision, sent while they are being set. Printing is an act that is written down, so it is asked for by POST. */
export const POST: RequestHandler = async ({ locals: { ctx }, params, request, url }) => {
  requireSignedIn(ctx, url);
  // a body that is no form asks for all of them
  const data = await request.formData().catch(() => new FormData());
  const dossierId = text(data, 'dossierId') || null;
  const { pieces, name } = await loading(() =>
    printCertificates(ctx, {
      slug: params.call,
      decisionId: params.decisionId,
      dossierId,
      reason: dossierId ? text(data, `reason-${dossierId}`) : '',
      origin: url.origin,
    }),
  );
  return new Response(Readable.toWeb(Readable.from(pieces)) as ReadableStream, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });
};
