import { error } from '@sveltejs/kit';
import { dossierReportPaper } from '#lib/server/award/nominationPapers.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** The achievement report as a draft to be signed. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format } = params;
  if (format !== 'pdf' && format !== 'docx') error(404, 'Trang này không có.');
  return loading(async () =>
    fileResponse(await dossierReportPaper(ctx, { dossierId: params.dossierId, format }), format),
  );
};
