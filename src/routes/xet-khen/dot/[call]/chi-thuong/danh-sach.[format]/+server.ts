import { error } from '@sveltejs/kit';
import { paymentsFile } from '#lib/server/award/payments.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

/** Bonuses of a decision as a list to sign, or as a workbook. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  const { format } = params;
  if (format !== 'pdf' && format !== 'docx' && format !== 'xlsx') error(404, 'Trang này không có.');
  return loading(async () =>
    fileResponse(
      await paymentsFile(ctx, { slug: params.call, decisionId: url.searchParams.get('quyet-dinh'), format }),
      format,
    ),
  );
};
