import { error } from '@sveltejs/kit';
import { decisionFile } from '#lib/server/award/decision/papers.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** The decision with its list, to be signed or gone on with. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format } = params;
  if (format !== 'pdf' && format !== 'docx') error(404, 'Trang này không có.');
  return loading(async () =>
    fileResponse(await decisionFile(ctx, { slug: params.call, decisionId: params.decisionId, format }), format),
  );
};
