import { add, compare, type Decimal, dec, decimalText, divide, mul, sub, sum } from '../kernel/decimal.ts';
import type { Indicator } from '../movement/types.ts';

/** The official figure of one year. */
export interface YearFigure {
  year: number;
  value: string;
}

export interface Forecast {
  year: number;
  value: string;
  /** years through which the line goes, in order */
  from: number[];
}

const mostYears = 4;

/** Shown wherever a forecast is: how it came about. */
export const forecastMethod =
  'Dự báo kẻ một đường thẳng qua số chính thức của tối đa 4 năm gần nhất đã hết (bình phương nhỏ nhất), kéo dài đến năm của chỉ tiêu và không ra ngoài giới hạn của chỉ tiêu. Cần ít nhất hai năm đã hết có số.';

const within = ({ bounds }: Pick<Indicator, 'bounds'>, value: Decimal): Decimal => {
  if (bounds.max !== null && compare(value, bounds.max) > 0) return dec(bounds.max);
  if (bounds.min !== null && compare(value, bounds.min) < 0) return dec(bounds.min);
  return value;
};

/**
 * A straight line through the official yearly figures by least squares (at most the last four years, at least two), carried to a
 * year, rounded half-up to the indicator's decimals and kept within its bounds.
 * @returns null with fewer than two figures
 */
export function forecast(
  indicator: Pick<Indicator, 'bounds' | 'decimals'>,
  series: YearFigure[],
  year: number,
): Forecast | null {
  const points = [...series].sort((a, b) => a.year - b.year).slice(-mostYears);
  if (points.length < 2) return null;
  const n = points.length;
  const [sumX, sumY] = [points.reduce((total, p) => total + p.year, 0), sum(points.map((p) => p.value))];
  const sumXY = sum(points.map((p) => mul(p.year, p.value)));
  const spread = n * points.reduce((total, p) => total + p.year * p.year, 0) - sumX * sumX;
  if (spread === 0) return null;
  // y = (Σy + slope · (n·year − Σx)) / n with slope = (n·Σxy − Σx·Σy) / spread, in one division
  const slope = sub(mul(n, sumXY), mul(sumX, sumY));
  const carried = divide(
    add(mul(sumY, spread), mul(slope, n * year - sumX)),
    n * spread,
    indicator.decimals,
    'half-up',
  );
  return { year, value: decimalText(within(indicator, carried)), from: points.map((p) => p.year) };
}
