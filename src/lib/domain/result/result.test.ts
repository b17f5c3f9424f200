import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contest2026 } from '../../../../programmes/son-la/index.ts';
import { RuleError } from '../kernel/errors.ts';
import { budgetEstimate } from './budget.ts';
import { certificateNumber, draftCertificates } from './certificates.ts';
import { awardedTotal, checkAwards, prizeFund, proposePrizes, requireAwardAllowed, tierStates } from './prizes.ts';

const { prizes } = contest2026;
const ranked = (...ranks: number[]) =>
  ranks.map((rank, i) => ({ entryId: `e${i + 1}`, rank, score: String(100 - rank) }));
const straight = (n: number) => ranked(...Array.from({ length: n }, (_, i) => i + 1));
const award = (entryId: string, tierId: string) => ({ entryId, tierId });
const withTier = (id: string, change: object) => ({
  tiers: prizes.tiers.map((t) => (t.id === id ? { ...t, ...change } : t)),
});
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof RuleError) return error.code;
    throw error;
  }
  return 'allowed';
};

describe('requireAwardAllowed', () => {
  const judge = (tierId: string, awards = [] as { entryId: string; tierId: string }[], more = {}) =>
    refusal(() => requireAwardAllowed({ prizes, awards, award: award('new', tierId), score: '80', ...more }));

  it('K26-5a: one Nhất, two Nhì, three Ba, five Khuyến khích, no more', () => {
    for (const { id, count } of prizes.tiers) {
      const full = Array.from({ length: count! }, (_, i) => award(`x${i}`, id));
      expect(judge(id, full.slice(1))).toBe('allowed');
      expect(judge(id, full)).toBe('result.tier-full');
    }
  });

  it('K26-5a: one prize an entry', () => {
    expect(judge('second', [award('new', 'third')])).toBe('result.second-prize');
  });

  it('K24-9: no prize of a tier whose number is not entered', () => {
    expect(judge('second', [], { prizes: withTier('second', { count: null }) })).toBe('result.count-open');
  });

  it('holds a floor, the floor itself included', () => {
    const floored = withTier('first', { floor: '80' });
    expect(judge('first', [], { prizes: floored })).toBe('allowed');
    expect(judge('first', [], { prizes: floored, score: '79.99' })).toBe('result.below-floor');
    expect(judge('first', [], { prizes: floored, score: null })).toBe('result.below-floor');
  });

  it('refuses a tier that the plan does not have, and returns the tier with its money', () => {
    expect(judge('special')).toBe('result.unknown-tier');
    expect(requireAwardAllowed({ prizes, awards: [], award: award('a', 'first'), score: null }).amount).toBe(
      15_000_000,
    );
  });
});

describe('proposePrizes', () => {
  it('K26-5a: eleven prizes in order of rank, 65.000.000 đồng in all', () => {
    const { proposals, open } = proposePrizes(prizes, straight(20));
    expect(proposals.map((p) => p.tierId)).toEqual([
      'first',
      ...Array(2).fill('second'),
      ...Array(3).fill('third'),
      ...Array(5).fill('consolation'),
    ]);
    expect(open).toEqual([]);
    expect(awardedTotal(prizes, proposals)).toBe(65_000_000);
    expect(prizeFund(prizes)).toBe(65_000_000);
  });

  it('a tie across tiers waits for people and keeps its seats; a tie within a tier does not matter', () => {
    const { proposals, open } = proposePrizes(prizes, ranked(1, 1, 3, 4, 4, 6, 7));
    expect(open).toEqual([
      { entryIds: ['e1', 'e2'], tierIds: ['first', 'second'], reason: expect.stringContaining('Ban Tổ chức') },
    ]);
    expect(proposals).toEqual([
      award('e3', 'second'),
      award('e4', 'third'),
      award('e5', 'third'),
      award('e6', 'third'),
      award('e7', 'consolation'),
    ]);
  });

  it('a tie at the end that would need a twelfth prize waits as well', () => {
    const { proposals, open } = proposePrizes(prizes, ranked(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 13));
    expect(proposals).toHaveLength(10);
    expect(open[0]?.entryIds).toEqual(['e11', 'e12']);
  });

  it('an entry below a floor takes the next tier, and nobody weaker gets the empty seat', () => {
    const floored = withTier('first', { floor: '99.5' });
    const { proposals } = proposePrizes(floored, straight(4));
    expect(proposals.map((p) => p.tierId)).toEqual(['second', 'second', 'third', 'third']);
  });

  it('stops where the plan gives no number', () => {
    const { proposals, open } = proposePrizes(withTier('second', { count: null }), straight(9));
    expect(proposals).toEqual([award('e1', 'first')]);
    expect(open[0]?.tierIds).toEqual(['second', 'third', 'consolation']);
  });

  it('whatever the ranks, a proposal never breaks the rules', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 18 }), (steps) => {
        const sorted = steps.toSorted((a, b) => a - b);
        const rows = sorted.map((value, i) => ({
          entryId: `e${i}`,
          rank: sorted.indexOf(value) + 1,
          score: String(50 - value),
        }));
        const { proposals } = proposePrizes(prizes, rows);
        const { blocking } = checkAwards({ prizes, awards: proposals, scores: new Map() });
        expect(blocking).toEqual([]);
      }),
    );
  });
});

describe('checkAwards', () => {
  it('K26-5a: names every broken rule once, and the seats that stay empty', () => {
    const awards = [award('a', 'first'), award('b', 'first'), award('a', 'second')];
    const { blocking, notes } = checkAwards({ prizes, awards, scores: new Map() });
    expect(blocking.map((i) => i.code)).toEqual(['result.tier-full', 'result.second-prize']);
    expect(notes.map((i) => i.message)).toEqual([
      'Giải Nhì: còn 1 giải chưa trao.',
      'Giải Ba: còn 3 giải chưa trao.',
      'Giải Khuyến khích: còn 5 giải chưa trao.',
    ]);
    expect(tierStates(prizes, awards)[0]).toMatchObject({ given: 2, left: -1 });
  });

  it('K26-5a: the money of a tier is the money of its awards', () => {
    const wrong = checkAwards({ prizes, awards: [{ ...award('a', 'first'), amount: 16_000_000 }], scores: new Map() });
    expect(wrong.blocking.map((i) => i.code)).toEqual(['result.amount']);
  });

  it('K24-9: an open number blocks, even without an award', () => {
    const open = checkAwards({ prizes: withTier('third', { count: null }), awards: [], scores: new Map() });
    expect(open.blocking.map((i) => i.code)).toEqual(['result.count-open']);
    expect(prizeFund(withTier('third', { count: null }))).toBeNull();
  });
});

describe('side prizes', () => {
  const withSide = {
    tiers: [
      ...prizes.tiers,
      {
        id: 'public',
        name: 'Giải phụ',
        count: 1,
        amount: 1_000_000,
        clause: 'V.2',
        basis: 'interactions' as const,
        floor: '10',
      },
    ],
  };
  it('K24-10: a work may win a prize by score and the side prize, but not two of a kind', () => {
    const side = (score: string | null, awards: { entryId: string; tierId: string }[]) =>
      requireAwardAllowed({ prizes: withSide, awards, award: award('a', 'public'), score });
    expect(side('310', [award('a', 'first')]).amount).toBe(1_000_000);
    expect(() => side('310', [award('b', 'public')])).toThrow('chỉ có 1 giải');
    expect(() => side('9', [])).toThrow('cần từ 10 tương tác; bài này được 9');
    expect(() =>
      requireAwardAllowed({
        prizes: withSide,
        awards: [award('a', 'public'), award('a', 'second')],
        award: award('a', 'first'),
        score: '90',
      }),
    ).toThrow('một giải theo điểm');
    const check = (interactions: Map<string, string>) =>
      checkAwards({
        prizes: withSide,
        awards: [award('a', 'first'), award('a', 'public')],
        scores: new Map([['a', '5']]),
        interactions,
      }).blocking.map((issue) => issue.code);
    expect(check(new Map([['a', '12']]))).toEqual([]);
    expect(check(new Map())).toEqual(['result.below-floor']);
  });

  it('K24-10: proposed from interactions, and a tie is left to people; the ranking of the jury gives no side prize', () => {
    const rows = (ranks: number[]) => ranks.map((rank, i) => ({ entryId: 'abc'[i]!, rank, score: String(100 - rank) }));
    expect(proposePrizes(withSide, rows([2, 1, 3]), 'interactions')).toEqual({
      proposals: [award('b', 'public')],
      open: [],
    });
    const tied = proposePrizes(withSide, rows([1, 1, 3]), 'interactions');
    expect(tied.proposals).toEqual([]);
    expect(tied.open).toMatchObject([{ entryIds: ['a', 'b'], tierIds: ['public'] }]);
    expect(tied.open[0]!.reason).toContain('bằng tương tác');
    expect(proposePrizes(withSide, rows([1, 2, 3])).proposals.map((one) => one.tierId)).not.toContain('public');
  });

  it('K24: floors of a prize keep the next tier for what does not reach it (90, 80, 70, 60)', () => {
    const floors = ['90', '80', '70', '60'];
    const tiers = prizes.tiers.map((tier, i) => ({ ...tier, floor: floors[i]! }));
    const rows = ['89.99', '80', '69', '59.5'].map((score, i) => ({ entryId: 'abcd'[i]!, rank: i + 1, score }));
    expect(proposePrizes({ tiers }, rows).proposals).toEqual([
      award('a', 'second'),
      award('b', 'second'),
      award('c', 'consolation'),
    ]);
  });
});

describe('budgetEstimate', () => {
  it('K26-5b: prizes come from the prize structure, other lines are added, the sum stands in words', () => {
    const plain = budgetEstimate(contest2026);
    expect(plain).toMatchObject({
      prizeTotal: 65_000_000,
      otherTotal: 0,
      total: 65_000_000,
      inWords: 'Sáu mươi lăm triệu đồng',
      gaps: [],
    });
    expect(plain.prizes.map((line) => line.amount)).toEqual([15_000_000, 20_000_000, 15_000_000, 15_000_000]);
    const lines = [{ id: 'hall', name: 'Hội trường', unit: 'buổi', quantity: 2, unitPrice: 1_500_000 }];
    expect(budgetEstimate({ ...contest2026, budget: { clause: 'II.5.3', lines } }).total).toBe(68_000_000);
  });

  it('K24-9: says what it cannot know', () => {
    const open = budgetEstimate({ ...contest2026, prizes: { ...prizes, ...withTier('second', { count: null }) } });
    expect(open.total).toBe(45_000_000);
    expect(open.gaps).toHaveLength(1);
  });
});

describe('draftCertificates', () => {
  const author = (fullName: string, position: number) => ({
    id: `a-${fullName}`,
    personId: null,
    fullName,
    workplace: null,
    position,
  });
  const awards = [
    {
      awardId: 'w2',
      entryId: 'e2',
      entryTitle: 'Chợ phiên số',
      tierId: 'second',
      rank: 2,
      authors: [author('Sa', 2), author('Hà', 1)],
    },
    {
      awardId: 'w1',
      entryId: 'e1',
      entryTitle: 'Sổ tay bản',
      tierId: 'first',
      rank: 1,
      authors: [author('Lò Văn An', 1)],
    },
  ];

  it('K26-5a: each author gets one, numbered by tier, rank and place', () => {
    const drafts = draftCertificates({ tiers: prizes.tiers, awards, programmeCode: 'CDS26' });
    expect(drafts.map((d) => [d.number, d.recipient, d.tierName])).toEqual([
      ['01/GCN-CDS26', 'Lò Văn An', 'Giải Nhất'],
      ['02/GCN-CDS26', 'Hà', 'Giải Nhì'],
      ['03/GCN-CDS26', 'Sa', 'Giải Nhì'],
    ]);
  });

  it('numbers go on after the last one issued', () => {
    expect(draftCertificates({ tiers: prizes.tiers, awards, programmeCode: 'CDS26', lastNumber: 9 })[0]?.number).toBe(
      '10/GCN-CDS26',
    );
    expect(certificateNumber(123, 'X1')).toBe('123/GCN-X1');
  });
});
