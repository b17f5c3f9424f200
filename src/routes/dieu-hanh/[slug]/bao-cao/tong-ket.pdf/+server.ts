import { closingReportFile } from '#lib/server/result/papers.ts';
import { programmeForResult } from '#lib/server/result/policy.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { pdfResponse } from '#lib/server/web/pdf.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => pdfResponse(await closingReportFile(ctx, await programmeForResult(ctx, params.slug))));
};
