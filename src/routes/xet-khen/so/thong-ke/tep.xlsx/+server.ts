import { yearAsked } from '#lib/domain/register/search.ts';
import { xlsxSheet } from '#lib/server/platform/tables/write.ts';
import { openRegister } from '#lib/server/register/list.ts';
import { statisticsCell, statisticsColumns, yearStatistics } from '#lib/server/register/statistics.ts';
import { fileResponse } from '#lib/server/web/download.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const scope = await openRegister(ctx);
    const year = yearAsked(url.searchParams, ctx.now);
    const rows = await yearStatistics(ctx.app.db, scope, year);
    const bytes = await xlsxSheet({
      name: `Khen thưởng ${year}`,
      widths: statisticsColumns.map((column) => (column.id === 'name' ? 44 : 14)),
      headRow: 0,
      rows: [
        statisticsColumns.map((column) => column.label),
        ...rows.map((row) => statisticsColumns.map(({ id }) => statisticsCell(row, id))),
      ],
    });
    return fileResponse({ bytes, name: `thong-ke-khen-thuong-${year}.xlsx` }, 'xlsx');
  });
};
