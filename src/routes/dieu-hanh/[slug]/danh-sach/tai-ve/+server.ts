import { listPaper, listTable } from '#lib/server/screening/entryListFile.ts';
import { openAgency } from '#lib/server/screening/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { pdfResponse } from '#lib/server/web/pdf.ts';
import type { RequestHandler } from './$types';

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** The closed list: a paper to sign, or a table that an office goes on with. */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { programme } = await openAgency(ctx, params.slug);
    const kind = url.searchParams.get('dang');
    if (kind !== 'xlsx' && kind !== 'csv') return pdfResponse(await listPaper(ctx, programme));
    const body = await listTable(ctx, programme, kind);
    return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
      headers: {
        'content-type': types[kind],
        'content-disposition': `attachment; filename="danh-sach-bai-du-thi-${programme.slug}.${kind}"`,
        'cache-control': 'private, no-store',
      },
    });
  });
};
