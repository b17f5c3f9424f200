import { testPage } from '#lib/server/award/layouts.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { pdfResponse } from '#lib/server/web/pdf.ts';
import type { RequestHandler } from './$types';

/** The stored layout with sample words; with the grid of millimetres unless `luoi=0`. */
export const GET: RequestHandler = ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () =>
    pdfResponse({
      pdf: await testPage(ctx, {
        unitId: url.searchParams.get('don-vi') ?? '',
        formId: url.searchParams.get('hinh-thuc'),
        grid: url.searchParams.get('luoi') !== '0',
      }),
      name: 'in-thu.pdf',
    }),
  );
};
