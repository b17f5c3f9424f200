import { scoreSheetDocument } from '#lib/server/judging/documents.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { pdfResponse } from '../../../pdf.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireSignedIn(ctx, url);
    return pdfResponse(await scoreSheetDocument(ctx, params));
  });
