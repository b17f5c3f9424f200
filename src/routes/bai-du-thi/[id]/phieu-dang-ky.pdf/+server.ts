import { registrationDocument } from '#lib/server/entry/documents.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { pdfResponse } from '../../pdf.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireSignedIn(ctx, url);
    return pdfResponse(await registrationDocument(ctx, { entryId: params.id }));
  });
