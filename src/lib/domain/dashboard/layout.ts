/** Geometry of the charts: numbers in, coordinates out. What is shown as text stays the exact decimal of the page. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

const round = (n: number): number => Math.round(n * 10) / 10;

/** A figure that is drawn at `value` and written as `text`. */
export interface Point {
  value: number;
  text: string;
}

/**
 * First and last value of an axis: round numbers around everything shown; a scale of percents never leaves 0 to 100.
 * @param bounds values that the figure cannot pass
 */
export function domainOf(
  values: readonly number[],
  bounds: { min?: number | null; max?: number | null } = {},
): [number, number] {
  const low = Math.min(...values, bounds.min ?? Number.POSITIVE_INFINITY);
  const high = Math.max(...values);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [bounds.min ?? 0, bounds.max ?? 1];
  const [from, to] = scaleLinear()
    .domain(low === high ? [Math.min(0, low), high || 1] : [low, high])
    .nice(4)
    .domain() as [number, number];
  return [Math.max(from, bounds.min ?? from), Math.min(to, Math.max(high, bounds.max ?? to))];
}

/** Values at which an axis is labelled, at most five. */
export function ticksOf(domain: [number, number]): number[] {
  const scale = scaleLinear().domain(domain);
  return [5, 4, 3, 2, 1].map((count) => scale.ticks(count)).find((ticks) => ticks.length <= 5) ?? domain;
}

/** Where a value lies, in percent of the width, with room for a whole dot at both ends. */
export const percentAt = (domain: [number, number], margin = 2): ((value: number) => number) => {
  const scale = scaleLinear(domain, [margin, 100 - margin]).clamp(true);
  return (value) => (domain[0] === domain[1] ? 50 : round(scale(value) * 10) / 10);
};

export interface PlacedDot {
  id: string;
  /** percent of the width */
  x: number;
  /** 0: on the line; upwards from there */
  level: number;
}

/**
 * Dots on a line, those of nearly the same value stacked: every one can be counted, at the width of a phone as at that of a desk.
 * @param columns how many stacks stand side by side at most
 */
export function stackDots(
  dots: readonly { id: string; value: number }[],
  domain: [number, number],
  columns = 36,
): PlacedDot[] {
  const at = percentAt(domain);
  const step = 96 / columns;
  const heights = new Map<number, number>();
  return dots
    .map((dot) => ({ id: dot.id, column: Math.round((at(dot.value) - 2) / step) }))
    .sort((a, b) => a.column - b.column)
    .map(({ id, column }) => {
      const level = heights.get(column) ?? 0;
      heights.set(column, level + 1);
      return { id, x: round((2 + column * step) * 10) / 10, level };
    });
}

/** The middle value; of two in the middle their mean. Null of none. */
export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export interface TrendTarget {
  year: number;
  value: number;
  /** upper end of a range */
  max?: number | null;
}

interface TrendArgs {
  years: [number, number];
  points: { year: number; value: number | null }[];
  targets: TrendTarget[];
  forecast: { year: number; value: number } | null;
  bounds?: { min?: number | null; max?: number | null };
  width: number;
  height: number;
  pad: { top: number; right: number; bottom: number; left: number };
}

/** Lines, dots and target steps of one figure over the years. A year without a figure leaves a gap: nothing is made up. */
export function trendLayout({ years, points, targets, forecast, bounds = {}, width, height, pad }: TrendArgs) {
  const known = points
    .flatMap(({ year, value }) => (value === null ? [] : [{ year, value }]))
    .sort((a, b) => a.year - b.year);
  const domain = domainOf(
    [
      ...known.map((point) => point.value),
      ...targets.flatMap((target) => [target.value, ...(target.max != null ? [target.max] : [])]),
      ...(forecast ? [forecast.value] : []),
    ],
    bounds,
  );
  const x = scaleLinear([years[0], Math.max(years[1], years[0] + 1)], [pad.left, width - pad.right]);
  const y = scaleLinear(domain, [height - pad.bottom, pad.top]).clamp(true);
  const byYear = new Map(known.map((point) => [point.year, point.value]));
  const every = Array.from({ length: years[1] - years[0] + 1 }, (_, i) => years[0] + i);
  const path = line<number>()
    .defined((year) => byYear.has(year))
    .x((year) => round(x(year)))
    .y((year) => round(y(byYear.get(year)!)));
  const last = known.at(-1);
  const steps = [...targets].sort((a, b) => a.year - b.year);
  return {
    domain,
    ticks: ticksOf(domain).map((value) => ({ value, y: round(y(value)) })),
    years: every.map((year) => ({ year, x: round(x(year)) })),
    line: path(every) ?? '',
    dots: known.map(({ year, value }) => ({ year, x: round(x(year)), y: round(y(value)) })),
    forecast:
      forecast && last && forecast.year > last.year
        ? {
            x1: round(x(last.year)),
            y1: round(y(last.value)),
            x2: round(x(Math.min(forecast.year, years[1]))),
            y2: round(y(forecast.value)),
          }
        : null,
    // a target holds from the end of the one before it to its own year
    targets: steps.map((target, i) => ({
      year: target.year,
      x1: round(x(i === 0 ? years[0] : steps[i - 1]!.year)),
      x2: round(x(target.year)),
      y: round(y(target.value)),
      top: target.max != null ? round(y(target.max)) : null,
    })),
  };
}
