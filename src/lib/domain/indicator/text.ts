import { type DecimalInput, dec, decimalsOf, equals, formatDecimal } from '../kernel/decimal.ts';
import type { Indicator, Target } from '../movement/types.ts';

type Measured = Pick<Indicator, 'kind' | 'measure' | 'decimals'>;

const withMeasure = (text: string, measure: string): string =>
  measure === '' ? text : measure === '%' ? `${text}%` : `${text} ${measure}`;

/** A figure as people read it: "75,5%", "1.234 hộ", "Có". Rounded to the indicator's decimals for show only. */
export function figureText(indicator: Measured, value: DecimalInput): string {
  if (indicator.kind === 'yes-no' && equals(value, 1)) return 'Có';
  if (indicator.kind === 'yes-no' && equals(value, 0)) return 'Không';
  // sums and means of yes and no keep what they need, at most one decimal
  const decimals = indicator.kind === 'yes-no' ? Math.min(decimalsOf(value), 1) : indicator.decimals;
  return withMeasure(formatDecimal(value, decimals), indicator.measure);
}

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

/** What is to be attained, in words: "trên 60%", "khoảng 5% đến 10%". */
export function targetText(indicator: Measured, target: Target): string {
  const value = exactText(indicator, target.value);
  const text =
    target.comparator === 'range' && target.max !== undefined
      ? `${value} đến ${exactText(indicator, target.max)}`
      : words[target.comparator](value);
  return target.approximate ? `khoảng ${text}` : text;
}
