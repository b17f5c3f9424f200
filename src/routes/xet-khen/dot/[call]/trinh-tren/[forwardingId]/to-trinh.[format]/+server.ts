import { error } from '@sveltejs/kit';
import { forwardingFile } from '#lib/server/award/forwarding/papers.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** The letter with its list to be signed, or the list as a workbook. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format } = params;
  if (format !== 'pdf' && format !== 'docx' && format !== 'xlsx') error(404, 'Trang này không có.');
  return loading(async () =>
    fileResponse(await forwardingFile(ctx, { slug: params.call, forwardingId: params.forwardingId, format }), format),
  );
};
