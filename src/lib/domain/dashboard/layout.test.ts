import { describe, expect, it } from 'vitest';
import { domainOf, medianOf, percentAt, stackDots, ticksOf, trendLayout } from './layout.ts';

describe('scales', () => {
  it('a percent scale stays between 0 and 100', () => {
    expect(domainOf([42, 97], { min: 0, max: 100 })).toEqual([0, 100]);
    expect(domainOf([3, 7], { min: 0, max: 100 })[0]).toBe(0);
    expect(domainOf([], { min: 0, max: 100 })).toEqual([0, 100]);
  });

  it('one value alone still has a scale', () => {
    const [from, to] = domainOf([12]);
    expect(from).toBeLessThan(to);
    expect(domainOf([0])).toEqual([0, 1]);
  });

  it('axes have at most five labels', () => {
    for (const top of [1, 7, 10, 100, 123456]) expect(ticksOf([0, top]).length).toBeLessThanOrEqual(5);
  });

  it('dots at the ends stay whole', () => {
    const at = percentAt([0, 100]);
    expect([at(0), at(50), at(100), at(120)]).toEqual([2, 50, 98, 98]);
  });

  it('the median of an even number is the mean of the two in the middle', () => {
    expect(medianOf([5, 1, 3])).toBe(3);
    expect(medianOf([1, 2, 3, 10])).toBe(2.5);
    expect(medianOf([])).toBeNull();
  });
});

describe('dots', () => {
  it('every unit is a dot of its own, equal ones stand on each other', () => {
    const dots = Array.from({ length: 100 }, (_, i) => ({ id: String(i), value: i < 40 ? 100 : i }));
    const placed = stackDots(dots, [0, 100]);
    expect(new Set(placed.map((dot) => `${dot.x}/${dot.level}`)).size).toBe(100);
    expect(Math.max(...placed.map((dot) => dot.level))).toBeGreaterThanOrEqual(39);
  });
});

describe('trend', () => {
  const box = { width: 260, height: 116, pad: { top: 12, right: 14, bottom: 20, left: 34 } };
  it('a year without a figure is a gap, not a line', () => {
    const drawn = trendLayout({
      years: [2025, 2030],
      points: [
        { year: 2025, value: 40 },
        { year: 2026, value: null },
        { year: 2027, value: 55 },
        { year: 2028, value: 60 },
      ],
      targets: [{ year: 2030, value: 100 }],
      forecast: { year: 2030, value: 70 },
      bounds: { min: 0, max: 100 },
      ...box,
    });
    expect(drawn.line.match(/M/g)).toHaveLength(2);
    expect(drawn.dots.map((dot) => dot.year)).toEqual([2025, 2027, 2028]);
    expect(drawn.targets[0]).toMatchObject({ x1: 34, x2: 246, y: 12 });
    expect(drawn.forecast).toMatchObject({ x2: 246 });
    expect(drawn.forecast!.x1).toBe(drawn.dots.at(-1)!.x);
  });

  it('nothing is forecast from nothing, nor into the past', () => {
    const empty = { years: [2025, 2030] as [number, number], points: [], targets: [], ...box };
    expect(trendLayout({ ...empty, forecast: { year: 2030, value: 70 } }).forecast).toBeNull();
    const past = { ...empty, points: [{ year: 2030, value: 70 }] };
    expect(trendLayout({ ...past, forecast: { year: 2030, value: 70 } }).forecast).toBeNull();
  });

  it('targets of several years are steps', () => {
    const { targets } = trendLayout({
      years: [2025, 2030],
      points: [],
      forecast: null,
      targets: [
        { year: 2030, value: 80 },
        { year: 2027, value: 10, max: 20 },
      ],
      ...box,
    });
    expect(targets.map((target) => target.year)).toEqual([2027, 2030]);
    expect(targets[1]!.x1).toBe(targets[0]!.x2);
    expect(targets[0]!.top).toBeLessThan(targets[0]!.y);
    expect(targets[1]!.top).toBeNull();
  });
});
