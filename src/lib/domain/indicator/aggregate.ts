import { compare, type Decimal, decimalText, divide, isZero, mul, round, sum } from '../kernel/decimal.ts';
import { comparePeriods, periodYear } from '../movement/periods.ts';
import type { Indicator } from '../movement/types.ts';
import type { YearFigure } from './forecast.ts';
import { evaluate, type Formula, formulaIds, parseFormula } from './formula.ts';

/** An official figure of one unit and period. Decimal strings. */
export interface FigureRow {
  unitId: string;
  period: string;
  numerator: string | null;
  denominator: string | null;
  value: string | null;
}

/** One figure out of many. */
export interface Figure {
  value: string;
  numerator?: string;
  denominator?: string;
  /** how many units it counts */
  units: number;
}

/** decimals that a computed percentage keeps; what is shown has the indicator's own */
const valueDecimals = 6;

/** numerator ÷ denominator × 100, rounded half-up to six decimals. @throws RangeError when the denominator is zero */
export const percentage = (numerator: string | Decimal, denominator: string | Decimal): string =>
  decimalText(divide(mul(numerator, 100), denominator, valueDecimals, 'half-up'));

type Filled = FigureRow & { value: string };
interface Part {
  value: Decimal | string;
  numerator?: Decimal | string;
  denominator?: Decimal | string;
}

const mean = (values: (Decimal | string)[]): Decimal => divide(sum(values), values.length, valueDecimals, 'half-up');
const extreme = (values: (Decimal | string)[], sign: 1 | -1): Decimal | string =>
  values.reduce((best, one) => (compare(one, best) === sign ? one : best));

/** Σ numerators ÷ Σ denominators. Rows without parts cannot be weighed and are left out; null when none is left. */
function weighted(parts: Part[]): (Part & { numerator: Decimal; denominator: Decimal }) | null {
  const known = parts.filter((one) => one.numerator !== undefined && one.denominator !== undefined);
  const [numerator, denominator] = [sum(known.map((p) => p.numerator!)), sum(known.map((p) => p.denominator!))];
  if (known.length === 0 || isZero(denominator)) return null;
  return { value: percentage(numerator, denominator), numerator, denominator };
}

const partOf = (row: Filled): Part => ({
  value: row.value,
  ...(row.numerator !== null && row.denominator !== null
    ? { numerator: row.numerator, denominator: row.denominator }
    : {}),
});

/** How a ratio's figures become one: by their parts where the indicator names them, else their mean. */
const joinRatios = (indicator: Indicator, parts: Part[]): Part | null =>
  indicator.numerator === null ? { value: mean(parts.map((p) => p.value)) } : weighted(parts);

/** One unit's figures of several periods as one. */
function overPeriods(indicator: Indicator, rows: Filled[]): Part | null {
  const latest = partOf(rows.reduce((last, row) => (comparePeriods(row.period, last.period) > 0 ? row : last)));
  // "yes" in four quarters is one yes, not four
  if (rows.length === 1 || indicator.kind === 'yes-no') return latest;
  const parts = rows.map(partOf);
  const values = parts.map((part) => part.value);
  switch (indicator.aggregation.method) {
    case 'sum':
      return indicator.kind === 'ratio' ? joinRatios(indicator, parts) : { value: sum(values) };
    case 'weighted-mean':
      return joinRatios(indicator, parts);
    case 'mean':
      return { value: mean(values) };
    case 'min':
      return { value: extreme(values, -1) };
    case 'max':
      return { value: extreme(values, 1) };
    case 'last':
      return latest;
    case 'formula':
      return null;
  }
}

function overUnits(indicator: Indicator, parts: Part[]): Part | null {
  const values = parts.map((part) => part.value);
  switch (indicator.aggregation.method) {
    case 'sum':
    case 'last':
      return indicator.kind === 'ratio' ? joinRatios(indicator, parts) : { value: sum(values) };
    case 'weighted-mean':
      return joinRatios(indicator, parts);
    case 'mean':
      return { value: mean(values) };
    case 'min':
      return { value: extreme(values, -1) };
    case 'max':
      return { value: extreme(values, 1) };
    case 'formula':
      return null;
  }
}

/**
 * One figure out of the official figures of many units and periods: first each unit over its periods, then over the units. Rows
 * without a value count for nothing. The caller chooses the rows (one year, one class …).
 * @returns null when nothing is left, and for formulas: see `aggregateAll`
 */
export function aggregate(indicator: Indicator, rows: FigureRow[]): Figure | null {
  const filled = rows.filter((row): row is Filled => row.value !== null);
  const units = [...Map.groupBy(filled, (row) => row.unitId).values()].flatMap(
    (own) => overPeriods(indicator, own) ?? [],
  );
  if (units.length === 0) return null;
  const weighs = indicator.kind === 'ratio' && indicator.numerator !== null && indicator.aggregation.method !== 'mean';
  const counted = weighs ? units.filter((one) => one.denominator !== undefined).length : units.length;
  const result = units.length === 1 ? units[0]! : overUnits(indicator, units);
  if (!result) return null;
  return {
    value: decimalText(round(result.value, valueDecimals, 'half-up')),
    ...(result.numerator !== undefined && result.denominator !== undefined
      ? { numerator: decimalText(result.numerator), denominator: decimalText(result.denominator) }
      : {}),
    units: units.length === 1 ? 1 : counted,
  };
}

/**
 * The figures of all indicators of a movement over the same rows, formulas after what they read. A formula that reads itself, reads
 * a missing figure or divides by zero has none. Its `units` is the smallest number of units behind what it reads.
 */
export function aggregateAll(
  indicators: Indicator[],
  rowsOf: (indicatorId: string) => FigureRow[],
): Map<string, Figure> {
  const figures = new Map<string, Figure | null>();
  const byId = new Map(indicators.map((one) => [one.id, one]));
  const figureOf = (id: string): Figure | null => {
    if (figures.has(id)) return figures.get(id) ?? null;
    const indicator = byId.get(id);
    if (!indicator) return null;
    figures.set(id, null);
    const figure =
      indicator.aggregation.method === 'formula' ? computed(indicator) : aggregate(indicator, rowsOf(indicator.id));
    figures.set(id, figure);
    return figure;
  };
  const computed = (indicator: Indicator): Figure | null => {
    const formula: Formula | null = parseFormula(indicator.aggregation.formula ?? '');
    const value = formula && evaluate(formula, (id) => figureOf(id)?.value ?? null);
    if (!formula || !value) return null;
    const counts = formulaIds(formula).map((id) => figureOf(id)?.units ?? 0);
    return {
      value: decimalText(round(value, valueDecimals, 'half-up')),
      units: counts.length > 0 ? Math.min(...counts) : 0,
    };
  };
  const found = new Map<string, Figure>();
  for (const { id } of indicators) {
    const figure = figureOf(id);
    if (figure) found.set(id, figure);
  }
  return found;
}

/** The figure of each year, in order: what `status` and `forecast` look at. Not for formulas. */
export function yearSeries(indicator: Indicator, rows: FigureRow[]): (YearFigure & Figure)[] {
  return [...Map.groupBy(rows, (row) => periodYear(row.period))]
    .flatMap(([year, own]) => {
      const figure = aggregate(indicator, own);
      return figure ? [{ year, ...figure }] : [];
    })
    .sort((a, b) => a.year - b.year);
}

const parts = 'Σ tử số ÷ Σ mẫu số × 100';

/** How one figure comes out of many, for the reader: over units, and over the periods of a year. */
export function statedAggregation(indicator: Indicator): { units: string; periods: string } {
  const { method, formula } = indicator.aggregation;
  const named = indicator.kind === 'ratio' && indicator.numerator !== null;
  const joined = named ? `${parts} (đơn vị không có tử số, mẫu số thì không tính)` : 'trung bình cộng các tỷ lệ';
  if (method === 'formula') {
    const text = `tính từ các chỉ tiêu khác: ${formula ?? ''}`;
    return { units: text, periods: text };
  }
  const ratio = indicator.kind === 'ratio';
  const units: Record<typeof method, string> = {
    sum: ratio ? joined : indicator.kind === 'yes-no' ? 'số đơn vị có' : 'cộng các đơn vị',
    'weighted-mean': joined,
    mean: 'trung bình cộng các đơn vị',
    last: ratio ? joined : 'cộng số mới nhất của các đơn vị',
    min: 'số nhỏ nhất trong các đơn vị',
    max: 'số lớn nhất trong các đơn vị',
  };
  const periods: Record<typeof method, string> = {
    sum: ratio ? joined : 'cộng các kỳ trong năm',
    'weighted-mean': named ? parts : 'trung bình cộng các kỳ',
    mean: 'trung bình cộng các kỳ trong năm',
    last: 'số của kỳ mới nhất trong năm',
    min: 'số nhỏ nhất trong các kỳ',
    max: 'số lớn nhất trong các kỳ',
  };
  return {
    units: units[method],
    periods: indicator.kind === 'yes-no' ? 'số của kỳ mới nhất trong năm' : periods[method],
  };
}
