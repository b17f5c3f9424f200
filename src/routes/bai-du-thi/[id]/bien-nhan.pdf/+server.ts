import { receiptDocument } from '#lib/server/entry/documents.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { pdfResponse } from '../../pdf.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireSignedIn(ctx, url);
    const stage = url.searchParams.get('phan');
    const no = Number(url.searchParams.get('lan')) || null;
    return pdfResponse(await receiptDocument(ctx, { entryId: params.id, stage, no }));
  });
