import { yearAsked } from '#lib/domain/register/search.ts';
import { openRegister } from '#lib/server/register/list.ts';
import { registerChoices } from '#lib/server/register/search.ts';
import {
  reportForms,
  statisticsCell,
  statisticsColumns,
  yearMovements,
  yearStatistics,
} from '#lib/server/register/statistics.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) =>
  loading(async () => {
    const scope = await openRegister(ctx);
    const { db } = ctx.app;
    const year = yearAsked(url.searchParams, ctx.now);
    const [rows, movements, choices] = await Promise.all([
      yearStatistics(db, scope, year),
      yearMovements(db, year),
      registerChoices(db),
    ]);
    return {
      year,
      years: [...new Set([year, ...choices.years])].toSorted((a, b) => b - a),
      whole: scope.all || scope.registrar,
      columns: statisticsColumns,
      rows: rows.map((row) => ({
        key: `${row.level} ${row.formId}`,
        level: row.level,
        cells: Object.fromEntries(statisticsColumns.map(({ id }) => [id, statisticsCell(row, id)])),
      })),
      movements,
      reportForms,
    };
  });
