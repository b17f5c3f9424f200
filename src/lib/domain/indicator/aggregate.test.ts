import { describe, expect, it } from 'vitest';
import type { Aggregation, Indicator } from '../movement/types.ts';
import { aggregate, aggregateAll, type FigureRow, statedAggregation, yearSeries } from './aggregate.ts';
import { evaluate, formulaIds, parseFormula } from './formula.ts';

const indicator = (method: Aggregation['method'], more: Partial<Indicator> = {}): Indicator => ({
  id: 'one',
  clause: 'II.1',
  contentId: null,
  group: '',
  name: '',
  shortName: '',
  measure: 'người',
  kind: 'amount',
  numerator: null,
  denominator: null,
  decimals: 0,
  bounds: { min: null, max: null },
  direction: 'up',
  reportedBy: [],
  frequency: 'year',
  aggregation: { method },
  baseline: { value: null, source: 'open' },
  targets: [],
  lead: null,
  evidence: 'optional',
  ...more,
});
const row = (unitId: string, value: string | null, period = '2025'): FigureRow => ({
  unitId,
  period,
  numerator: null,
  denominator: null,
  value,
});
const share = (unitId: string, numerator: string, denominator: string, period = '2025'): FigureRow => ({
  unitId,
  period,
  numerator,
  denominator,
  value: String((Number(numerator) * 100) / Number(denominator)),
});
const ratio = { kind: 'ratio', measure: '%', numerator: 'a', denominator: 'b' } as const;

describe('C21-1: one figure out of many', () => {
  const rows = [row('x', '10'), row('y', '20'), row('z', null)];
  it.each([
    ['sum', '30'],
    ['mean', '15'],
    ['min', '10'],
    ['max', '20'],
    ['last', '30'],
  ] as const)('%s of 10, 20 and nothing is %s', (method, value) =>
    expect(aggregate(indicator(method), rows)).toEqual({ value, units: 2 }),
  );

  it('weighted mean: a small unit does not weigh as much as a large one', () =>
    expect(aggregate(indicator('weighted-mean', ratio), [share('x', '9', '10'), share('y', '10', '90')])).toEqual({
      value: '19',
      numerator: '19',
      denominator: '100',
      units: 2,
    }));

  it('percentages without parts cannot be weighed: their mean, or nothing where parts are named', () => {
    const bare = { ...ratio, numerator: null, denominator: null };
    expect(aggregate(indicator('weighted-mean', bare), [row('x', '50'), row('y', '100')])?.value).toBe('75');
    expect(
      aggregate(indicator('weighted-mean', ratio), [share('x', '1', '2'), row('y', '100'), row('z', '0')]),
    ).toEqual({
      value: '50',
      numerator: '1',
      denominator: '2',
      units: 1,
    });
    expect(aggregate(indicator('weighted-mean', ratio), [row('x', '50'), row('y', '100')])).toBeNull();
  });

  it('first over the periods of a unit, then over units', () => {
    const quarters = [row('x', '1', '2025-Q1'), row('x', '4', '2025-Q2'), row('y', '10', '2025-Q1')];
    expect(aggregate(indicator('sum'), quarters)?.value).toBe('15');
    expect(aggregate(indicator('last'), quarters)?.value).toBe('14');
    expect(aggregate(indicator('mean'), quarters)?.value).toBe('6.25');
    expect(
      aggregate(indicator('sum', { kind: 'yes-no' }), [row('x', '1', '2025-Q1'), row('x', '1', '2025-Q2')]),
    ).toEqual({ value: '1', units: 1 });
  });

  it('nothing gives nothing', () => {
    expect(aggregate(indicator('sum'), [])).toBeNull();
    expect(aggregate(indicator('mean'), [row('x', null)])).toBeNull();
  });

  it('the yearly series', () =>
    expect(yearSeries(indicator('sum'), [row('x', '1', '2025'), row('x', '2', '2024'), row('y', '3', '2024')])).toEqual(
      [
        { year: 2024, value: '5', units: 2 },
        { year: 2025, value: '1', units: 1 },
      ],
    ));

  it('says how', () => {
    expect(statedAggregation(indicator('weighted-mean', ratio)).units).toContain('Σ tử số ÷ Σ mẫu số');
    expect(statedAggregation(indicator('sum'))).toEqual({ units: 'cộng các đơn vị', periods: 'cộng các kỳ trong năm' });
  });
});

describe('C21-1: formulas', () => {
  const value = (text: string, figures: Record<string, string> = {}) => {
    const formula = parseFormula(text);
    return formula && evaluate(formula, (id) => figures[id] ?? null);
  };
  const text = (...args: Parameters<typeof value>) => {
    const result = value(...args);
    return result && `${result.units}e-${result.scale}`;
  };
  it('computes with the usual order', () => {
    expect(text('1 + 2 * 3')).toBe('7e-0');
    expect(text('(1 + 2) * 3 - -1')).toBe('10e-0');
    expect(text('10 - 2 - 3')).toBe('5e-0');
    expect(text('100 * {a} / {b}', { a: '1', b: '4' })).toBe('250000000000e-10');
    expect(formulaIds(parseFormula('{a} / ({b} + {a})')!)).toEqual(['a', 'b']);
  });
  it('has no result for a missing figure or a division by zero', () => {
    expect(value('{a} + 1')).toBeNull();
    expect(value('1 / {a}', { a: '0' })).toBeNull();
  });
  it.each(['', '1 +', '(1', '1)', 'alert(1)', '{a', '1 2', '{a}{b}', '2 ** 3', `${'('.repeat(60)}1${')'.repeat(60)}`])(
    'refuses %j',
    (formula) => expect(parseFormula(formula)).toBeNull(),
  );
  it('computed indicators come after what they read; circles have none', () => {
    const of = (id: string, formula: string) => ({
      ...indicator('formula'),
      id,
      aggregation: { method: 'formula' as const, formula },
    });
    const all = [of('c', '100 * {a} / {b}'), { ...indicator('sum'), id: 'a' }, { ...indicator('sum'), id: 'b' }];
    const rows: Record<string, FigureRow[]> = { a: [row('x', '1'), row('y', '2')], b: [row('x', '12')] };
    const figures = aggregateAll([...all, of('d', '{e}'), of('e', '{d}')], (id) => rows[id] ?? []);
    expect(figures.get('c')).toEqual({ value: '25', units: 1 });
    expect([...figures.keys()]).toEqual(['c', 'a', 'b']);
  });
});
