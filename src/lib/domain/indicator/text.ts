import { type DecimalInput, dec, decimalsOf, equals, formatDecimal, round } from '../kernel/decimal.ts';
import type { Indicator, Target } from '../movement/types.ts';

type Measured = Pick<Indicator, 'kind' | 'measure' | 'decimals'> &
  Partial<Pick<Indicator, 'bounds' | 'targets' | 'aggregation'>>;

/** Figures are computed to six decimals. */
const mostDecimals = 6;

/** So many decimals that what is shown never seems to reach a target or a bound which it does not: 99,96% is not 100%. */
function honestDecimals({ decimals, bounds, targets = [] }: Measured, value: DecimalInput): number {
  const marks = [bounds?.min, bounds?.max, ...targets.flatMap((target) => [target.value, target.max])].filter(
    (mark) => mark !== null && mark !== undefined && !equals(mark, value),
  ) as string[];
  const hides = (at: number) => marks.some((mark) => equals(round(value, at, 'half-up'), mark));
  let at = decimals;
  while (at < mostDecimals && hides(at)) at++;
  return at;
}

const withMeasure = (text: string, measure: string): string =>
  measure === '' ? text : measure === '%' ? `${text}%` : `${text} ${measure}`;

/** A figure as people read it: "75,5%", "1.234 hộ", "Có". Rounded for show only, and never onto a target or bound that is not reached. */
export function figureText(indicator: Measured, value: DecimalInput): string {
  if (indicator.kind === 'yes-no' && equals(value, 1)) return 'Có';
  if (indicator.kind === 'yes-no' && equals(value, 0)) return 'Không';
  // sums and means of yes and no keep what they need, at most one decimal
  const decimals = indicator.kind === 'yes-no' ? Math.min(decimalsOf(value), 1) : honestDecimals(indicator, value);
  return withMeasure(formatDecimal(value, decimals), indicator.measure);
}

/** Yes and no of many units are counted: one yes of ten units is no "yes". */
const counts = ({ kind, aggregation }: Measured): boolean =>
  kind === 'yes-no' && (aggregation?.method === 'sum' || aggregation?.method === 'last');

/** The figure of all units together as people read it: "1 đô thị", "0 cơ quan" where a single unit's reads "Có", "Không". */
export const totalText = (indicator: Measured, value: DecimalInput): string =>
  counts(indicator)
    ? withMeasure(formatDecimal(value, Math.min(decimalsOf(value), 1)), indicator.measure || 'đơn vị')
    : figureText(indicator, value);

/** The figure with all its decimals: where rounding would hide a difference. */
export const exactText = (indicator: Measured, value: DecimalInput): string =>
  indicator.kind === 'yes-no'
    ? figureText(indicator, value)
    : withMeasure(formatDecimal(dec(value)), indicator.measure);

const words: Record<Target['comparator'], (value: string) => string> = {
  '=': (value) => value,
  '>=': (value) => `từ ${value} trở lên`,
  '>': (value) => `trên ${value}`,
  '<=': (value) => `không quá ${value}`,
  '<': (value) => `dưới ${value}`,
  range: (value) => value,
};

/** What is to be attained, in words: "trên 60%", "khoảng 5% đến 10%"; of all units together as a total reads. */
export function targetText(indicator: Measured, target: Target): string {
  const read = (value: string) =>
    target.level === 'province' && counts(indicator) ? totalText(indicator, value) : exactText(indicator, value);
  const value = read(target.value);
  const text =
    target.comparator === 'range' && target.max !== undefined
      ? `${value} đến ${read(target.max)}`
      : words[target.comparator](value);
  return target.approximate ? `khoảng ${text}` : text;
}
