import { disarm } from '#lib/domain/imports/cells.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { readOfficerFilter } from '#lib/domain/register/search.ts';
import { xlsxSheet } from '#lib/server/platform/tables/write.ts';
import { exportColumns, exportRegister } from '#lib/server/register/list.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const rows = await exportRegister(ctx, readOfficerFilter(url.searchParams));
    const bytes = await xlsxSheet({
      name: 'Sổ khen thưởng',
      widths: exportColumns.map((column) => column.width),
      headRow: 0,
      rows: [
        exportColumns.map((column) => column.label),
        ...rows.map((row) => row.map((cell) => (typeof cell === 'string' ? disarm(cell) : cell))),
      ],
    });
    return fileResponse({ bytes, name: `so-khen-thuong-${isoDateLocal(ctx.now)}.xlsx` }, 'xlsx');
  });
};
