import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, sum } from '../kernel/decimal.ts';
import { carryForward, type FigureRow, type Succession, successionRuleText } from './succession.ts';
import type { Indicator } from './types.ts';

const ratio = { kind: 'ratio', aggregation: { method: 'weighted-mean' }, decimals: 1 } as const;
const amount = { kind: 'amount', aggregation: { method: 'sum' }, decimals: 0 } as const;
const latest = { kind: 'amount', aggregation: { method: 'last' }, decimals: 0 } as const;
const yesNo = { kind: 'yes-no', aggregation: { method: 'sum' }, decimals: 0 } as const;

const row = (unitId: string, more: Partial<FigureRow>): FigureRow => ({
  unitId,
  period: '2025',
  numerator: null,
  denominator: null,
  value: null,
  ...more,
});
const links = (book: Record<string, Record<string, string | null>>): Succession =>
  new Map(
    Object.entries(book).map(([unit, next]) => [
      unit,
      Object.entries(next).map(([unitId, share]) => ({ unitId, share })),
    ]),
  );

describe('C21-7: figures of units that ended', () => {
  it('C21-7: go whole to one successor, also over a chain', () => {
    const done = carryForward([row('A', { value: '70' })], links({ A: { B: null }, B: { C: null } }), amount);
    expect(done).toEqual({ rows: [{ ...row('C', { value: '70' }), from: ['A'] }], undivided: [] });
  });

  it('C21-7: of several units merged into one are added up, a ratio by what it counts', () => {
    const merged = links({ A: { C: null }, B: { C: '1' } });
    const figures = [
      row('A', { numerator: '30', denominator: '100', value: '30' }),
      row('B', { numerator: '300', denominator: '400', value: '75' }),
    ];
    expect(carryForward(figures, merged, ratio).rows).toEqual([
      { ...row('C', { numerator: '330', denominator: '500', value: '66' }), from: ['A', 'B'] },
    ]);
  });

  it('C21-7: are divided by share, exactly, the remainder to the last', () => {
    const thirds = links({ A: { X: '0.333333333333', Y: '0.333333333333', Z: '0.333333333334' } });
    const { rows } = carryForward([row('A', { value: '3' })], thirds, amount);
    expect(rows.map((one) => one.value)).toEqual(['1', '1', '1']);
    const hundred = carryForward([row('A', { numerator: '100', denominator: '200', value: '50' })], thirds, ratio).rows;
    expect(hundred.map((one) => one.numerator)).toEqual(['33.333333', '33.333334', '33.333333']);
    expect(hundred.map((one) => one.value)).toEqual(['50', '50', '50']);
  });

  it('C21-7: without a decided share stay under the old unit', () => {
    const open = links({ A: { X: null, Y: null } });
    expect(carryForward([row('A', { value: '7' })], open, amount)).toEqual({
      rows: [],
      undivided: [{ ...row('A', { value: '7' }), from: ['A'], reason: 'no-share' }],
    });
    const half = links({ O: { A: '0.5', Y: '0.5' }, A: { B: null, C: null } });
    expect(carryForward([row('O', { value: '8' })], half, amount)).toEqual({
      rows: [{ ...row('Y', { value: '4' }), from: ['O'] }],
      undivided: [{ ...row('A', { value: '4' }), from: ['O'], reason: 'no-share' }],
    });
  });

  it.each<[string, Pick<Indicator, 'kind' | 'aggregation' | 'decimals'>]>([
    ['the latest figure', latest],
    ['yes or no', yesNo],
    ['a ratio without its parts', ratio],
  ])('C21-7: %s is never divided, but goes whole to a single successor', (_what, indicator) => {
    const figure = row('A', { value: '1' });
    expect(carryForward([figure], links({ A: { X: '0.5', Y: '0.5' } }), indicator)).toEqual({
      rows: [],
      undivided: [{ ...figure, from: ['A'], reason: 'indivisible' }],
    });
    expect(carryForward([figure], links({ A: { X: null } }), indicator).rows).toEqual([
      { ...figure, unitId: 'X', from: ['A'] },
    ]);
  });

  it('C21-7: yes and no of merged units are not added up', () => {
    const done = carryForward([row('A', { value: '1' }), row('C', { value: '0' })], links({ A: { C: null } }), yesNo);
    expect(done.rows).toEqual([{ ...row('C', { value: '0' }), from: ['C'] }]);
    expect(done.undivided).toEqual([{ ...row('A', { value: '1' }), from: ['A'], reason: 'not-addable' }]);
  });

  it('C21-7: units that follow each other in a circle lose nothing', () => {
    const done = carryForward([row('A', { value: '5' })], links({ A: { B: null }, B: { A: null } }), amount);
    expect(done).toEqual({ rows: [], undivided: [{ ...row('A', { value: '5' }), from: ['A'], reason: 'circle' }] });
  });

  it('C21-7: the rule is stated for the pages', () => {
    expect(successionRuleText).toContain('không chia');
  });
});

describe('C21-7: whatever the succession', () => {
  const units = ['U0', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'U7'];
  /** Units are followed only by later ones; shares are typed per mille and may be undecided. */
  const succession = fc
    .tuple(
      ...units.map((_, i) =>
        fc.record({ next: fc.subarray(units.slice(i + 1)), decided: fc.boolean(), cut: fc.nat(998) }),
      ),
    )
    .map(
      (all): Succession =>
        new Map(
          all.flatMap(({ next, decided, cut }, i) => {
            if (next.length === 0) return [];
            const first = cut + 1;
            const rest = 1000 - first;
            const thousandths = next.map((_, n) =>
              n === 0 ? first : n < next.length - 1 ? Math.floor(rest / next.length) : 0,
            );
            thousandths[next.length - 1] = 1000 - thousandths.slice(0, -1).reduce((a, b) => a + b, 0);
            return [
              [
                units[i]!,
                next.map((unitId, n) => ({
                  unitId,
                  share: decided ? decimalText({ units: BigInt(thousandths[n]!), scale: 3 }) : null,
                })),
              ] as const,
            ];
          }),
        ),
    );
  const number = fc.tuple(fc.nat(1_000_000), fc.nat(4)).map(([n, scale]) => decimalText({ units: BigInt(n), scale }));
  const figures = fc.uniqueArray(
    fc.record({ unitId: fc.constantFrom(...units), period: fc.constantFrom('2024', '2025'), a: number, b: number }),
    {
      selector: (one) => `${one.unitId} ${one.period}`,
      maxLength: 16,
    },
  );
  const totalOf = (rows: FigureRow[], key: 'numerator' | 'denominator' | 'value', period: string): string =>
    decimalText(sum(rows.filter((one) => one.period === period).flatMap((one) => one[key] ?? [])));

  it('C21-7: the sum before is the sum after with what was not divided, for each period', () => {
    fc.assert(
      fc.property(succession, figures, (next, drawn) => {
        const ratios = drawn.map(({ a, b, ...at }) => ({ ...at, numerator: a, denominator: b, value: null }));
        const amounts = drawn.map(({ a, ...at }) => ({
          unitId: at.unitId,
          period: at.period,
          numerator: null,
          denominator: null,
          value: a,
        }));
        for (const period of ['2024', '2025']) {
          const divided = carryForward(ratios, next, ratio);
          for (const key of ['numerator', 'denominator'] as const)
            expect(totalOf([...divided.rows, ...divided.undivided], key, period)).toBe(totalOf(ratios, key, period));
          for (const indicator of [amount, latest]) {
            const done = carryForward(amounts, next, indicator);
            expect(totalOf([...done.rows, ...done.undivided], 'value', period)).toBe(totalOf(amounts, 'value', period));
          }
        }
      }),
    );
  });

  it('C21-7: no unit has two figures for a period, none of an ended unit is left over unsaid, none is negative', () => {
    fc.assert(
      fc.property(succession, figures, (next, drawn) => {
        const amounts = drawn.map(({ a, unitId, period }) => ({
          unitId,
          period,
          numerator: null,
          denominator: null,
          value: a,
        }));
        const { rows, undivided } = carryForward(amounts, next, amount);
        const keys = rows.map((one) => `${one.unitId} ${one.period}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(rows.every((one) => !next.has(one.unitId))).toBe(true);
        expect([...rows, ...undivided].every((one) => !one.value?.startsWith('-'))).toBe(true);
      }),
    );
  });

  it('C21-7: what is not divided is there exactly once, unchanged', () => {
    fc.assert(
      fc.property(succession, figures, (next, drawn) => {
        const answers = drawn.map(({ unitId, period, a }) => ({
          unitId,
          period,
          numerator: null,
          denominator: null,
          value: a,
        }));
        const { rows, undivided } = carryForward(answers, next, yesNo);
        const seen = [...rows, ...undivided].map((one) => `${one.from.join()} ${one.period} ${one.value}`);
        expect(seen.sort()).toEqual(answers.map((one) => `${one.unitId} ${one.period} ${one.value}`).sort());
      }),
    );
  });
});
