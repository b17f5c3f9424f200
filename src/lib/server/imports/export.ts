/** Figures and obligations as files of the format that comes back in. */

import { numberCell, type SheetCell } from '#lib/domain/imports/cells.ts';
import type { SheetFormat } from '#lib/domain/imports/format.ts';
import { type MarkKind, markText, sheetEdition } from '#lib/domain/imports/mark.ts';
import { obligationCells, obligationsFormat } from '#lib/domain/imports/obligations.ts';
import { valueCells, valuesFormat } from '#lib/domain/imports/values.ts';
import { isComputed } from '#lib/domain/indicator/check.ts';
import { openPeriods } from '#lib/domain/indicator/periods.ts';
import { compareVi } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { comparePeriods, parsePeriod, periodName } from '#lib/domain/movement/periods.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { seenBy, type ValueRow, valuesOf } from '../indicator/values.ts';
import { openMovement, openUnitMovement } from '../movement/room.ts';
import { type MovementScope, maySeeIndicator, maySeeUnit } from '../movement/scope.ts';
import { mayReadObligation, ruleOf } from '../obligation/list.ts';
import { obligationsOf } from '../obligation/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { type SheetFile, type SheetFileKind, sheetFile } from './file.ts';

export interface ExportFilter {
  period: string;
  classId: string;
  indicatorId: string;
  ruleId: string;
}

const word = (text: string | null): string => (text && /^[\w.-]{1,80}$/.test(text) ? text : '');

/** Reads the address of an export; what it cannot read counts as not said. */
export const readExportFilter = (params: URLSearchParams): ExportFilter => ({
  period: parsePeriod(params.get('ky') ?? '') ? params.get('ky')! : '',
  classId: word(params.get('doi-tuong')),
  indicatorId: word(params.get('chi-tieu')),
  ruleId: word(params.get('viec')),
});

interface Opened {
  movement: StoredMovement;
  scope: MovementScope;
}

const headOf = (format: SheetFormat) => format.columns.map(({ label, width }) => ({ label, width }));

const markFor = (kind: MarkKind, movement: StoredMovement, period: string): string =>
  markText({ kind, slug: movement.slug, period: period || null, edition: sheetEdition });

const fileName = (what: string, { slug }: StoredMovement, period: string, ctx: Ctx): string =>
  [what, slug, period, isoDateLocal(ctx.now)].filter(Boolean).join('-');

/** The figures that a filter means and the reader may see. */
async function figures(ctx: Ctx, { movement, scope }: Opened, filter: ExportFilter): Promise<ValueRow[]> {
  const ofClass = filter.classId
    ? scope.participants.filter((unit) => unit.classId === filter.classId).map((unit) => unit.id)
    : null;
  return valuesOf(ctx.app.db, {
    programmeId: movement.id,
    seen: seenBy(scope, movement.doc),
    ...(filter.period ? { periods: [filter.period] } : {}),
    ...(filter.indicatorId ? { indicatorIds: [filter.indicatorId] } : {}),
    ...(ofClass ? { unitIds: ofClass } : {}),
  });
}

const enteredIndicators = (movement: StoredMovement): Indicator[] =>
  movement.doc.indicators.filter((one) => !isComputed(one));

/**
 * Figures one a line, with those that are still missing of the chosen period, so that the file can be filled in.
 * @throws RuleError 'not-found' for those who have no work in the movement
 */
export async function valuesFile(
  ctx: Ctx,
  args: { slug: string; filter: ExportFilter; kind: SheetFileKind },
): Promise<SheetFile> {
  const opened = await openMovement(ctx, args.slug);
  const { movement, scope } = opened;
  const { filter } = args;
  const indicators = new Map(enteredIndicators(movement).map((one) => [one.id, one]));
  const there = (await figures(ctx, opened, filter)).filter((row) => indicators.has(row.indicatorId));
  const has = new Set(there.map((row) => `${row.unitId} ${row.indicatorId}`));
  const missing =
    filter.period === ''
      ? []
      : scope.participants
          .filter((unit) => !filter.classId || unit.classId === filter.classId)
          .flatMap((unit) =>
            [...indicators.values()]
              .filter((one) => one.reportedBy.includes(unit.classId) && !has.has(`${unit.id} ${one.id}`))
              .filter((one) => one.frequency === parsePeriod(filter.period)?.frequency)
              .filter((one) => !filter.indicatorId || one.id === filter.indicatorId)
              .filter((one) => maySeeUnit(scope, unit.id).allow || maySeeIndicator(scope, one))
              .map((indicator) => ({
                unitCode: unit.code,
                unitName: unit.name,
                indicator,
                period: filter.period,
                figure: null,
              })),
          );
  const order = new Map(movement.doc.indicators.map((one, i) => [one.id, i]));
  const rows = [
    ...there.map((row) => ({
      unitCode: row.unitCode,
      unitName: row.unitName,
      indicator: indicators.get(row.indicatorId)!,
      period: row.period,
      figure: row,
    })),
    ...missing,
  ].sort(
    (a, b) =>
      comparePeriods(b.period, a.period) ||
      compareVi(a.unitName, b.unitName) ||
      (order.get(a.indicator.id) ?? 0) - (order.get(b.indicator.id) ?? 0),
  );
  return sheetFile(
    {
      name: valuesFormat.name,
      mark: markFor('values', movement, filter.period),
      head: headOf(valuesFormat),
      rows: rows.map(valueCells),
    },
    args.kind,
    fileName('so-lieu', movement, filter.period, ctx),
  );
}

/** Units × indicators of one period, for reading only. */
export async function wideFile(
  ctx: Ctx,
  args: { slug: string; filter: ExportFilter; kind: SheetFileKind },
): Promise<SheetFile> {
  const opened = await openMovement(ctx, args.slug);
  const { movement, scope } = opened;
  const { filter } = args;
  const rows = await figures(ctx, opened, filter);
  const ids = new Set(rows.map((row) => row.indicatorId));
  const indicators = enteredIndicators(movement).filter((one) => ids.has(one.id));
  const classes = new Map(scope.participants.map((unit) => [unit.id, unit.className]));
  const byUnit = Map.groupBy(rows, (row) => `${row.period} ${row.unitId}`);
  const lines = [...byUnit.values()].map((own): SheetCell[] => {
    const [first] = own;
    const cells = indicators.map((one): SheetCell => {
      const row = own.find((figure) => figure.indicatorId === one.id);
      if (row?.value == null) return '';
      return one.kind === 'yes-no' ? (row.value === '1' ? 'Có' : 'Không') : numberCell(row.value);
    });
    return [
      first?.unitCode ?? '',
      first?.unitName ?? '',
      classes.get(first?.unitId ?? '') ?? 'Không còn tham gia',
      first ? periodName(first.period) : '',
      ...cells,
    ];
  });
  return sheetFile(
    {
      name: 'Bảng số liệu',
      mark: markFor('values-wide', movement, filter.period),
      head: [
        { label: 'Mã', width: 10 },
        { label: 'Đơn vị', width: 34 },
        { label: 'Đối tượng', width: 22 },
        { label: 'Thời gian', width: 18 },
        ...indicators.map((one) => ({ label: `${one.shortName}${one.measure ? ` (${one.measure})` : ''}`, width: 16 })),
      ],
      rows: lines,
    },
    args.kind,
    fileName('bang-so-lieu', movement, filter.period, ctx),
  );
}

/** One unit's figures of a period, ready to be filled in. @throws RuleError 'not-found' */
export async function unitTemplate(
  ctx: Ctx,
  args: { slug: string; unitId: string; period: string; kind: SheetFileKind },
): Promise<SheetFile> {
  const { movement, unit } = await openUnitMovement(ctx, args);
  const indicators = enteredIndicators(movement).filter((one) => one.reportedBy.includes(unit.classId));
  const periods = openPeriods(movement.doc, indicators, isoDateLocal(ctx.now));
  const chosen = args.period === '' ? periods : periods.filter((period) => period === args.period);
  const there = await valuesOf(ctx.app.db, { programmeId: movement.id, unitIds: [unit.id], periods: chosen });
  const rows = chosen.flatMap((period) =>
    indicators
      .filter((one) => one.frequency === parsePeriod(period)?.frequency)
      .map((indicator) => ({
        unitCode: unit.code,
        unitName: unit.name,
        indicator,
        period,
        figure: there.find((row) => row.indicatorId === indicator.id && row.period === period) ?? null,
      })),
  );
  return sheetFile(
    {
      name: valuesFormat.name,
      mark: markFor('values', movement, args.period),
      head: headOf(valuesFormat),
      rows: rows.map(valueCells),
    },
    args.kind,
    fileName(`mau-so-lieu-${unit.code.toLowerCase()}`, movement, args.period, ctx),
  );
}

/** Obligations one a line, as far as the reader may see them. @throws RuleError 'not-found' */
export async function obligationsFile(
  ctx: Ctx,
  args: { slug: string; filter: ExportFilter; kind: SheetFileKind },
): Promise<SheetFile> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const { filter } = args;
  const classes = new Map(scope.participants.map((unit) => [unit.id, unit.classId]));
  const rows = (
    await obligationsOf(ctx.app.db, {
      programmeIds: [movement.id],
      ...(filter.period ? { period: filter.period } : {}),
      ...(filter.ruleId ? { ruleId: filter.ruleId } : {}),
    })
  )
    .filter((row) => mayReadObligation(scope, ruleOf(movement.doc, row.ruleId), row.unitId))
    .filter((row) => !filter.classId || classes.get(row.unitId) === filter.classId);
  const codes = new Map(
    (await ctx.app.db.selectFrom('unit').select(['id', 'code']).execute()).map((unit) => [unit.id, unit.code]),
  );
  return sheetFile(
    {
      name: obligationsFormat.name,
      mark: markFor('obligations', movement, filter.period),
      head: headOf(obligationsFormat),
      rows: rows.map((row) =>
        obligationCells(
          {
            ...row,
            unitCode: codes.get(row.unitId) ?? '',
            ruleName: ruleOf(movement.doc, row.ruleId)?.name ?? row.ruleId,
          },
          ctx.now,
        ),
      ),
    },
    args.kind,
    fileName('viec-phai-nop', movement, filter.period, ctx),
  );
}
