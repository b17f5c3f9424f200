/** Lines of figures: each is saved, or corrects a locked figure, by the same use cases as on the pages. */

import { plainNumber } from '#lib/domain/imports/cells.ts';
import type { SheetLine } from '#lib/domain/imports/format.ts';
import type { RowReport } from '#lib/domain/imports/outcome.ts';
import { valuesFormat } from '#lib/domain/imports/values.ts';
import { percentage } from '#lib/domain/indicator/aggregate.ts';
import {
  type CheckedValue,
  checkValue,
  hasParts,
  type ReportingUnit,
  unitProblem,
} from '#lib/domain/indicator/check.ts';
import { type ReadNumber, readTyped } from '#lib/domain/indicator/number.ts';
import { compare, decimalsOf, equals, formatDecimal, round } from '#lib/domain/kernel/decimal.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline, fold } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { correctInto } from '../indicator/correct.ts';
import { partsText } from '../indicator/figure.ts';
import { reportingUnits } from '../indicator/reporting.ts';
import { type HeldFigure, holdByKeys, keyOf, sameFigure } from '../indicator/rows.ts';
import { type SaveResult, type SaveRow, saveInto } from '../indicator/save.ts';
import { mayCorrect, mayEnterFigures, maySeeIndicator, maySeeUnit } from '../movement/scope.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { ImportFrame, ImportKind } from './kind.ts';
import { type Named, type NamedUnit, periodOf, unitNames } from './names.ts';

/** A line of which unit, indicator and period are known. */
interface Resolved {
  line: SheetLine;
  indicator: Indicator;
  unit: NamedUnit;
  /** the unit as it was in the period */
  reporting: ReportingUnit;
  period: string;
  label: string;
}

/** A resolved line beside what is there. */
interface Weighed extends Resolved {
  before: HeldFigure | null;
  row: SaveRow;
  checked: CheckedValue | null;
}

const refusedLine = (line: number, label: string, field: string | null, message: string): RowReport => ({
  line,
  outcome: 'refused',
  field,
  message,
  label,
});

const refuse = ({ line, label }: Pick<Resolved, 'line' | 'label'>, field: string | null, message: string) =>
  refusedLine(line.line, label, field, message);

function indicatorNames(indicators: readonly Indicator[]) {
  const byId = new Map(indicators.map((one) => [fold(one.id), one]));
  const bears = (one: Indicator, name: string) => fold(one.name) === fold(name) || fold(one.shortName) === fold(name);
  return (cells: Record<string, string>): Named<Indicator> => {
    const id = (cells.indicatorId ?? '').trim();
    const name = (cells.indicatorName ?? '').trim();
    const no = (field: string, message: string) => ({ found: null, field, message });
    if (id === '' && name === '') return no('indicatorId', 'Dòng này không ghi chỉ tiêu.');
    const found = id === '' ? indicators.find((one) => bears(one, name)) : byId.get(fold(id));
    if (!found)
      return no(
        id === '' ? 'indicatorName' : 'indicatorId',
        `Phong trào không có chỉ tiêu “${id || name}”. Hãy lấy mã chỉ tiêu trong tệp mẫu mới.`,
      );
    if (name !== '' && !bears(found, name))
      return no(
        'indicatorName',
        `Mã ${found.id} là “${found.name}”, còn tệp ghi “${name}”. Hãy xem lại: có thể các cột bị xếp lệch nhau.`,
      );
    return { found, field: '', message: '' };
  };
}

/** The version that the writer saw; undefined where the file does not say. */
function versionOf(cells: Record<string, string>): number | null | undefined | 'bad' {
  if (cells.version === undefined) return undefined;
  if (cells.version === '') return null;
  return /^\d{1,9}$/.test(cells.version) ? Number(cells.version) : 'bad';
}

const numberOf = (read: ReadNumber | null): string | null => (read?.ok ? plainNumber(read.value) : null);

/**
 * The percentage is computed from its parts; the column of it may still hold what was there before. Whoever typed a third number into it
 * meant something, and is asked.
 */
function disagreement(indicator: Indicator, cells: Record<string, string>, before: HeldFigure | null): string | null {
  const [value, numerator, denominator] = [cells.value, cells.numerator, cells.denominator].map((cell) =>
    readTyped(cell),
  );
  if (!hasParts(indicator) || !value?.ok || !numerator?.ok || !denominator?.ok) return null;
  if (before?.value && equals(value.value, before.value)) return null;
  if (compare(denominator.value, 0) <= 0) return null;
  const computed = percentage(numerator.value, denominator.value);
  if (equals(round(computed, decimalsOf(value.value), 'half-up'), value.value)) return null;
  return `Cột giá trị ghi ${numberOf(value)}, nhưng ${numberOf(numerator)} chia ${numberOf(denominator)} là ${formatDecimal(round(computed, 2, 'half-up'))}%. Hãy sửa tử số, mẫu số; giá trị tự tính.`;
}

/** What the line asks to be saved; a column that the file does not have leaves what is there. */
function rowOf({ line, indicator, unit, period }: Resolved, before: HeldFigure | null): SaveRow {
  const { cells } = line;
  const kept = (text: string | null | undefined) => (text ? plainNumber(text) : '');
  const parts = hasParts(indicator);
  const typedParts = Boolean(cells.numerator || cells.denominator);
  const expected = versionOf(cells);
  const note = cells.note ?? before?.note ?? '';
  return {
    indicatorId: indicator.id,
    unitId: unit.id,
    period,
    numerator: cells.numerator ?? (parts ? kept(before?.numerator) : ''),
    denominator: cells.denominator ?? (parts ? kept(before?.denominator) : ''),
    value: parts && typedParts ? '' : (cells.value ?? (parts ? '' : kept(before?.value))),
    note: before && cleanMultiline(before.note) === note ? before.note : note,
    ...(typeof expected === 'number' || expected === null ? { expected } : {}),
  };
}

const empty = (row: SaveRow): boolean => !row.numerator && !row.denominator && !row.value && !row.note;

function changeText(indicator: Indicator, before: HeldFigure | null, after: CheckedValue): string {
  const next = partsText(indicator, after);
  if (!before) return next;
  const last = partsText(indicator, before);
  return last === next && before.note !== after.note ? `${next}; ghi chú thay đổi` : `${last} → ${next}`;
}

const conflictText = ({ indicator, checked, before }: Weighed): string =>
  before
    ? `${before.byName ?? 'Người khác'} đã ghi ${partsText(indicator, before)} (bản ${before.version}) sau khi tệp này được lấy ra; tệp ghi ${checked ? partsText(indicator, checked) : 'số khác'}. Dòng này không được nhập: hãy xem hai số rồi ghi trên trang số liệu hoặc tải tệp mới.`
    : 'Số liệu này đã bị xóa hoặc chưa từng có với phiên bản ghi trong tệp. Hãy tải tệp mới.';

/** What is decided without saving: same, not yours, changed meanwhile. null: it goes on to be saved or corrected. */
function decide(frame: ImportFrame, one: Weighed): RowReport | null {
  const { scope } = frame;
  const { before, checked, row, unit, indicator } = one;
  const locked = before?.state === 'locked';
  const visible = maySeeUnit(scope, unit.id).allow || maySeeIndicator(scope, indicator);
  const same = before ? checked !== null && sameFigure(checked, before) : empty(row);
  if (visible && same) return { line: one.line.line, label: one.label, outcome: 'same', field: null, message: '' };
  if (!(locked ? mayCorrect(scope, unit.id) : mayEnterFigures(scope, unit.id)).allow) {
    const ended =
      unit.validTo !== null
        ? unitProblem(indicator, one.period, { unit: one.reporting, doc: frame.movement.doc })
        : null;
    return refuse(
      one,
      'unitCode',
      ended ?? `${unit.name} không phải đơn vị của bạn, nên bạn không nhập được số liệu của đơn vị này.`,
    );
  }
  if (versionOf(one.line.cells) === 'bad')
    return refuse(
      one,
      'version',
      `Cột “Phiên bản” ghi “${one.line.cells.version}”. Cột này do hệ thống ghi, xin giữ nguyên.`,
    );
  const wrong = disagreement(indicator, one.line.cells, before);
  if (wrong) return refuse(one, 'value', wrong);
  if (row.expected !== undefined && row.expected !== (before?.version ?? null))
    return refuse(one, 'version', conflictText(one));
  if (locked && !one.line.cells.reason)
    return refuse(
      one,
      'reason',
      `Số đã khóa là ${partsText(indicator, before)}. Muốn đính chính, hãy ghi lý do (ít nhất 20 ký tự) vào cột “Lý do đính chính”.`,
    );
  return null;
}

async function correct(tx: Tx, ctx: Ctx, frame: ImportFrame, one: Weighed, dry: boolean): Promise<RowReport> {
  const { before, indicator, reporting, row } = one;
  if (!before) throw new Error('nothing to correct');
  try {
    const after = await correctInto(tx, ctx, {
      movement: frame.movement,
      scope: frame.scope,
      figure: before,
      indicator,
      unit: reporting,
      correction: { ...row, expected: before.version, reason: one.line.cells.reason ?? '' },
      dry,
    });
    const message = `Đính chính: ${changeText(indicator, before, after)}`;
    return { line: one.line.line, label: one.label, outcome: 'changed', field: null, message };
  } catch (problem) {
    if (!(problem instanceof RuleError)) throw problem;
    const issue = problem.issues[0];
    return refuse(one, columnOf(issue?.field), issue?.message ?? problem.message);
  }
}

const columns: Record<string, string> = { unit: 'unitCode', indicator: 'indicatorId', evidence: 'value' };
const columnOf = (field: string | undefined): string | null => (field ? (columns[field] ?? field) : null);

function savedReport(one: Weighed, result: SaveResult): RowReport {
  const { outcome, issues, conflict } = result;
  if (outcome === 'refused')
    return conflict
      ? refuse(one, 'version', conflictText(one))
      : refuse(one, columnOf(issues[0]?.field), issues.map((issue) => issue.message).join(' '));
  const message = outcome === 'same' || !one.checked ? '' : changeText(one.indicator, one.before, one.checked);
  return { line: one.line.line, label: one.label, outcome, field: null, message };
}

export const valuesImport: ImportKind = {
  format: valuesFormat,

  subject: ({ cells }) =>
    [cells.unitCode || cells.unitName, cells.indicatorId || cells.indicatorName, cells.period]
      .map((cell) => fold(cell ?? ''))
      .join('\n'),

  async apply(tx, ctx, frame, lines, dry) {
    const { doc } = frame.movement;
    const today = isoDateLocal(ctx.now);
    const [unitOf, reportingOf] = await Promise.all([unitNames(tx.db), reportingUnits(tx.db, doc, today)]);
    const indicatorOf = indicatorNames(doc.indicators);

    const resolved = lines.map((line): Resolved | RowReport => {
      const unit = unitOf(line.cells, frame);
      const indicator = indicatorOf(line.cells);
      const period = periodOf(line.cells, frame);
      const label = [
        unit.found?.name ?? (line.cells.unitName || line.cells.unitCode),
        indicator.found?.shortName ?? (line.cells.indicatorName || line.cells.indicatorId),
        period.found ? periodName(period.found) : line.cells.period,
      ]
        .filter(Boolean)
        .join(' – ');
      const problem = [unit, indicator, period].find((one) => one.found === null);
      if (problem) return refusedLine(line.line, label, problem.field, problem.message);
      const earlier = frame.repeated.get(line.line);
      if (earlier !== undefined)
        return refusedLine(line.line, label, null, `Chỉ tiêu này của cùng đơn vị và kỳ đã có ở dòng ${earlier}.`);
      const reporting = reportingOf(unit.found!.id, period.found!)!;
      return { line, label, unit: unit.found!, indicator: indicator.found!, period: period.found!, reporting };
    });

    const known = resolved.filter((one): one is Resolved => 'unit' in one);
    const there = await holdByKeys(
      tx.db,
      frame.movement.id,
      known.map((one) => ({ indicatorId: one.indicator.id, unitId: one.unit.id, period: one.period })),
    );
    const reports = new Map<number, RowReport>();
    for (const one of resolved) if (!('unit' in one)) reports.set(one.line, one);
    const toSave: Weighed[] = [];
    for (const one of known) {
      const key = { indicatorId: one.indicator.id, unitId: one.unit.id, period: one.period };
      const before = there.get(keyOf(key)) ?? null;
      const row = rowOf(one, before);
      const { value: checked } = checkValue(one.indicator, row, { doc, unit: one.reporting, today });
      const weighed = { ...one, before, row, checked };
      const decided = decide(frame, weighed);
      if (decided) reports.set(one.line.line, decided);
      else if (before?.state === 'locked') reports.set(one.line.line, await correct(tx, ctx, frame, weighed, dry));
      else toSave.push(weighed);
    }
    const results =
      toSave.length === 0
        ? []
        : await saveInto(tx, ctx, {
            movement: frame.movement,
            scope: frame.scope,
            rows: toSave.map((one) => one.row),
            dry,
          });
    for (const [i, one] of toSave.entries()) reports.set(one.line.line, savedReport(one, results[i]!));
    return lines.map((line) => reports.get(line.line)!);
  },
};
