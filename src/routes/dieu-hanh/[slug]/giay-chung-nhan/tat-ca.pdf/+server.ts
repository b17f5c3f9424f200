import { certificateBatch } from '#lib/server/result/download.ts';
import { programmeForResult } from '#lib/server/result/policy.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { pdfResponse } from '#lib/server/web/pdf.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const part = Number(url.searchParams.get('phan') ?? '1');
  return loading(async () => {
    const programme = await programmeForResult(ctx, params.slug);
    return pdfResponse(
      await certificateBatch(ctx, programme, {
        part: Number.isInteger(part) && part > 0 && part < 10_000 ? part : 1,
        origin: url.origin,
      }),
    );
  });
};
