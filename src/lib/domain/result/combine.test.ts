import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankWithTies, tiesText } from '../gallery/ties.ts';
import { add, compare, decimalText, type Rounding, round } from '../kernel/decimal.ts';
import type { Combination, InteractionPoints, InteractionTie } from '../programme/types.ts';
import { type CombineEntry, calculationText, combineScores, describeCombination } from './combine.ts';

const combined = (
  jury: Combination['jury'],
  points: InteractionPoints,
  weight: string,
  more: Partial<Combination> = {},
): Combination => ({
  clause: 'V',
  jury,
  interactions: { points, weight },
  decimals: 2,
  rounding: 'half-up',
  ties: ['likes', 'decision'],
  source: 'decided',
  ...more,
});
const entry = (entryId: string, score: string, facts: Partial<CombineEntry> = {}): CombineEntry => ({
  entryId,
  score,
  likes: 0,
  shares: 0,
  views: 0,
  submittedAt: null,
  ...facts,
});

const seventyThirty = combined(
  { scale: '100', weight: '0.7' },
  { kind: 'relative', points: '100', decimals: 2, rounding: 'half-up' },
  '0.3',
);
const eightyTwenty = combined(
  { scale: null, weight: '1' },
  { kind: 'relative', points: '20', decimals: 1, rounding: 'half-up' },
  '1',
  { decimals: 1 },
);
const tenLikes: InteractionPoints = {
  kind: 'per',
  interactions: '10',
  points: '1',
  decimals: 0,
  rounding: 'down',
  max: '100',
};
const halfHalf = combined({ scale: '100', weight: '0.5' }, tenLikes, '0.5');

describe('rules of real contests as data', () => {
  it('K24: 70% jury on a scale of 100 and 30% interactions relative to the most', () => {
    const { rows, most } = combineScores({
      combination: seventyThirty,
      full: '50',
      entries: [entry('a', '46'), entry('b', '44'), entry('c', '40')],
      interactions: new Map([
        ['a', '150'],
        ['b', '600'],
        ['c', '0'],
      ]),
    });
    expect(most).toBe('600');
    expect(rows.map((row) => [row.entryId, row.rank, row.score])).toEqual([
      ['b', 1, '91.6'],
      ['a', 2, '71.9'],
      ['c', 3, '56'],
    ]);
    expect(rows[1]).toMatchObject({
      jury: { score: '46', scaled: '92', part: '64.4' },
      interactions: { total: '150', points: '25', part: '7.5' },
      sum: '71.9',
    });
  });
  it('K24: 80 points of the jury and 20 × votes ÷ most votes to one decimal', () => {
    const { rows } = combineScores({
      combination: eightyTwenty,
      full: '80',
      entries: [entry('a', '72.5'), entry('b', '70')],
      interactions: new Map([
        ['a', '137'],
        ['b', '411'],
      ]),
    });
    expect(rows.map((row) => [row.entryId, row.interactions.points, row.score])).toEqual([
      ['b', '20', '90'],
      ['a', '6.7', '79.2'],
    ]);
  });
  it('K24: ten likes are a point, cut off: 759 → 75, 212 → 21; 1.000 likes are 100, and no more', () => {
    const points = (likes: string) =>
      combineScores({
        combination: halfHalf,
        full: '100',
        entries: [entry('a', '80')],
        interactions: new Map([['a', likes]]),
      }).rows[0]!.interactions.points;
    expect(['0', '9', '212', '759', '999', '1000', '4321'].map(points)).toEqual([
      '0',
      '0',
      '21',
      '75',
      '99',
      '100',
      '100',
    ]);
  });
  it('K24: half jury, half likes', () => {
    const { rows } = combineScores({
      combination: halfHalf,
      full: '100',
      entries: [entry('a', '81'), entry('b', '90')],
      interactions: new Map([
        ['a', '759'],
        ['b', '212'],
      ]),
    });
    expect(rows.map((row) => [row.entryId, row.score])).toEqual([
      ['a', '78'],
      ['b', '55.5'],
    ]);
  });
  it('K24: a jury of 110 points is brought to 100 without losing a hundredth', () => {
    const { rows } = combineScores({
      combination: seventyThirty,
      full: '110',
      entries: [entry('a', '87.5')],
      interactions: new Map(),
    });
    expect(rows[0]).toMatchObject({ jury: { scaled: '79.545455' }, score: '55.68' });
  });
  it('K24: nobody voted: no points, and the jury alone tells the works apart', () => {
    for (const combination of [seventyThirty, eightyTwenty, halfHalf]) {
      const { rows } = combineScores({
        combination,
        full: '100',
        entries: [entry('a', '80'), entry('b', '90')],
        interactions: new Map(),
      });
      expect(rows.map((row) => [row.entryId, row.interactions.part])).toEqual([
        ['b', '0'],
        ['a', '0'],
      ]);
    }
  });
});

describe('equal scores', () => {
  const equalScores = (ties: InteractionTie[], facts: Partial<CombineEntry>[]) =>
    combineScores({
      combination: { ...halfHalf, ties },
      full: '100',
      entries: facts.map((fact, i) => entry('abc'[i]!, '80', fact)),
      interactions: new Map(),
    }).rows.map((row) => [row.entryId, row.rank, row.tied]);

  it('K24: more likes, then more shares, then the earlier one wins', () => {
    expect(equalScores(['likes', 'shares'], [{ likes: 3 }, { likes: 5, shares: 1 }, { likes: 5, shares: 2 }])).toEqual([
      ['c', 1, false],
      ['b', 2, false],
      ['a', 3, false],
    ]);
    const at = (day: number) => ({ submittedAt: new Date(Date.UTC(2024, 6, day)) });
    expect(equalScores(['earlier-submission'], [at(9), at(3), {}]).map(([id]) => id)).toEqual(['b', 'a', 'c']);
  });
  it('K24: what the rules do not tell apart shares a rank until people decide', () => {
    expect(equalScores(['likes', 'decision', 'shares'], [{ likes: 5, shares: 1 }, { likes: 5 }, { likes: 1 }])).toEqual(
      [
        ['a', 1, true],
        ['b', 1, true],
        ['c', 3, false],
      ],
    );
    expect(tiesText(['likes', 'decision', 'shares'])).toEqual(['bài có nhiều lượt thích hơn']);
  });
  it('K24-10: views and likes for a prize of its own leave the score of the jury as it is', () => {
    const rows = [
      entry('a', '95', { likes: 40, views: 900 }),
      entry('b', '60', { likes: 300, views: 1000 }),
      entry('c', '70', { likes: 310, views: 980 }),
    ];
    const ranked = rankWithTies(rows, (row) => row.views + 2 * row.likes, ['likes', 'decision']);
    expect(ranked.map((row) => [row.entryId, row.rank, row.score])).toEqual([
      ['c', 1, '70'],
      ['b', 2, '60'],
      ['a', 3, '95'],
    ]);
    expect(ranked[0]!.tieNote).toBe('Bằng nhau (1.600) với 1 bài khác; ưu tiên bài có nhiều lượt thích hơn.');
  });
});

describe('words that people can check', () => {
  it('K24: the formula', () => {
    expect(describeCombination(seventyThirty, '50')).toBe(
      'Điểm chung = 70% điểm Ban Giám khảo (từ thang 50 quy về thang 100) + 30% điểm tương tác (100 × số tương tác ÷ số tương tác của bài nhiều nhất, làm tròn đến 2 chữ số thập phân); làm tròn đến 2 chữ số thập phân.',
    );
    expect(describeCombination(eightyTwenty, '80')).toContain('điểm Ban Giám khảo (thang 80) + điểm tương tác (20 ×');
    expect(describeCombination(halfHalf, '100')).toContain('cứ 10 tương tác được 1 điểm, bỏ phần lẻ, tối đa 100 điểm');
  });
  it('K24: the calculation of a work', () => {
    const all = combineScores({
      combination: seventyThirty,
      full: '110',
      entries: [entry('a', '87.5'), entry('b', '88')],
      interactions: new Map([
        ['a', '150'],
        ['b', '600'],
      ]),
    });
    expect(calculationText(all.rows[1]!, seventyThirty, all)).toEqual({
      jury: '87,5 × 100 ÷ 110 = 79,545455',
      points: '100 × 150 ÷ 600 = 25',
      sum: '79,545455 × 0,7 + 25 × 0,3 = 63,1818185 → 63,18',
    });
    const pointsOf = (likes: string) => {
      const one = combineScores({
        combination: halfHalf,
        full: '100',
        entries: [entry('a', '81')],
        interactions: new Map([['a', likes]]),
      });
      return calculationText(one.rows[0]!, halfHalf, one).points;
    };
    expect(pointsOf('759')).toBe('759 ÷ 10 → 75');
    expect(pointsOf('4321')).toBe('4.321 ÷ 10, tối đa 100 → 100');
    expect(pointsOf('0')).toBe('không có tương tác = 0');
  });
});

describe('properties', () => {
  const roundings = fc.constantFrom<Rounding>('half-up', 'half-even', 'down');
  const points: fc.Arbitrary<InteractionPoints> = fc.oneof(
    fc.record({
      kind: fc.constant('relative' as const),
      points: fc.constantFrom('20', '100'),
      decimals: fc.nat(2),
      rounding: roundings,
    }),
    fc.record({
      kind: fc.constant('per' as const),
      interactions: fc.constantFrom('3', '10'),
      points: fc.constantFrom('1', '0.5'),
      decimals: fc.nat(2),
      rounding: roundings,
      max: fc.constantFrom('100', '7', null),
    }),
  );
  const combinations = fc
    .record({
      scale: fc.constantFrom('100', '80', null),
      weight: fc.constantFrom('0.7', '0.5', '1'),
      points,
      other: fc.constantFrom('0.3', '0.5', '1'),
      decimals: fc.nat(3),
      rounding: roundings,
    })
    .map(({ scale, weight, points, other, decimals, rounding }) =>
      combined({ scale, weight }, points, other, { decimals, rounding }),
    );
  const halves = fc.nat(220).map((n) => decimalText({ units: BigInt(n * 5), scale: 1 }));
  const works = fc.array(fc.record({ score: halves, total: fc.nat(3000).map(String) }), { minLength: 1, maxLength: 8 });
  const run = (combination: Combination, list: { score: string; total: string }[]) =>
    combineScores({
      combination,
      full: '110',
      entries: list.map((one, i) => entry(String(i), one.score)),
      interactions: new Map(list.map((one, i) => [String(i), one.total])),
    }).rows;
  const scoreOf = (combination: Combination, list: { score: string; total: string }[], i: number) =>
    run(combination, list).find((row) => row.entryId === String(i))!.score;

  it('K24: more of either never gives a work less', () => {
    fc.assert(
      fc.property(combinations, works, fc.nat(50), fc.nat(500), (combination, list, more, votes) => {
        const before = scoreOf(combination, list, 0);
        const [first, ...rest] = list;
        const higher = { ...first!, score: decimalText(add(first!.score, more)) };
        const louder = { ...first!, total: String(Number(first!.total) + votes) };
        expect(compare(scoreOf(combination, [higher, ...rest], 0), before)).toBeGreaterThanOrEqual(0);
        expect(compare(scoreOf(combination, [louder, ...rest], 0), before)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
  it('K24: equal inputs give equal scores and a shared rank', () => {
    fc.assert(
      fc.property(combinations, works, (combination, list) => {
        const rows = run(combination, [...list, list[0]!]);
        const [one, twin] = ['0', String(list.length)].map((id) => rows.find((row) => row.entryId === id)!);
        expect([twin!.score, twin!.rank, twin!.tied]).toEqual([one!.score, one!.rank, true]);
      }),
    );
  });
  it('K24: the parts are the sum, the sum is the score before rounding', () => {
    fc.assert(
      fc.property(combinations, works, (combination, list) => {
        for (const row of run(combination, list)) {
          expect(decimalText(add(row.jury.part, row.interactions.part))).toBe(row.sum);
          expect(decimalText(round(row.sum, combination.decimals, combination.rounding))).toBe(row.score);
        }
      }),
    );
  });
});
