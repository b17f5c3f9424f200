import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InteractionRules } from '../programme/types.ts';
import {
  type Counts,
  hiddenNow,
  type RankedWork,
  rankWorks,
  rulesInWords,
  sumOf,
  tallyOf,
  windowState,
  windowText,
} from './interaction.ts';

const rules = (more: Partial<InteractionRules> = {}): InteractionRules => ({
  clause: 'IV.6',
  from: '2024-08-01T00:00:00.000+07:00',
  freezeAt: '2024-09-10T23:59:59.999+07:00',
  weights: { like: '1', share: '2', view: '0.01', source: 'demo' },
  sharesPerDay: { value: 3, source: 'demo' },
  view: { seconds: 30, fraction: '0.5' },
  external: { counted: { value: true, source: 'demo' }, weights: { like: '0.5', share: '1', comment: '0' } },
  hiddenUntilFreeze: { value: true, source: 'demo' },
  ties: ['likes', 'shares', 'views', 'score', 'earlier-submission', 'decision'],
  ...more,
});
const doc = { clauses: [{ id: 'IV.6', label: 'Mục IV.6', title: '', text: '' }] };

const counts = (likes = 0, shares = 0, views = 0, external = { likes: 0, shares: 0, comments: 0 }): Counts => ({
  likes,
  shares,
  views,
  external,
});
const work = (id: string, tally: Counts, more: Partial<RankedWork> = {}): RankedWork => ({
  id,
  tally: tallyOf(rules(), tally),
  submittedAt: null,
  ...more,
});
const shown = (works: RankedWork[], of = rules()) =>
  rankWorks(of, works).map(({ id, rank, tied }) => `${rank}${tied ? '=' : ''}${id}`);

describe('tallyOf', () => {
  it('K24-10: weights are exact decimals', () => {
    const tally = tallyOf(rules(), counts(3, 2, 10, { likes: 5, shares: 1, comments: 9 }));
    // 3 + 4 + 0.1 + 2.5 + 1 + 0
    expect(tally.total).toBe('10.6');
  });

  it('K24-4: numbers of pages elsewhere count only where the programme says so', () => {
    const elsewhere = counts(1, 0, 0, { likes: 1000, shares: 1000, comments: 0 });
    const { weights } = rules().external;
    expect(tallyOf(rules({ external: { counted: { value: false, source: 'plan' }, weights } }), elsewhere).total).toBe(
      '1',
    );
    expect(tallyOf(rules({ external: { counted: { value: null, source: 'open' }, weights } }), elsewhere).total).toBe(
      '1',
    );
    expect(tallyOf(rules(), elsewhere).total).toBe('1501');
  });

  const natural = fc.integer({ min: 0, max: 1_000_000 });
  const anyCounts = fc.record({
    likes: natural,
    shares: natural,
    views: natural,
    external: fc.record({ likes: natural, shares: natural, comments: natural }),
  });
  it('K24-10: the total of several works is the total of their sums', () => {
    fc.assert(
      fc.property(fc.array(anyCounts, { maxLength: 20 }), (all) => {
        const tallies = all.map((one) => tallyOf(rules(), one));
        const { total, ...sums } = sumOf(tallies);
        expect(tallyOf(rules(), sums).total).toBe(total);
      }),
    );
  });
});

describe('rankWorks', () => {
  it('K24-10: the most interactions first, then the rules of the programme in their order', () => {
    expect(shown([work('a', counts(1)), work('b', counts(3)), work('c', counts(2))])).toEqual(['1b', '2c', '3a']);
    // 4 each: more likes first
    expect(shown([work('a', counts(2, 1)), work('b', counts(4)), work('c', counts(0, 2))])).toEqual(['1b', '2a', '3c']);
  });

  it('K24-10: while scores are not known the rules from there on wait, and works stay tied', () => {
    const [early, late] = [new Date('2024-07-01'), new Date('2024-07-30')];
    const a = work('a', counts(5), { submittedAt: late });
    const b = work('b', counts(5), { submittedAt: early });
    expect(shown([a, b, work('c', counts(1))])).toEqual(['1=a', '1=b', '3c']);
    expect(
      shown([
        { ...a, score: '8.5' },
        { ...b, score: '8' },
      ]),
    ).toEqual(['1a', '2b']);
    expect(
      shown([
        { ...a, score: null },
        { ...b, score: '1' },
      ]),
    ).toEqual(['1b', '2a']);
    expect(
      shown([
        { ...a, score: '8' },
        { ...b, score: '8.0' },
      ]),
    ).toEqual(['1b', '2a']);
  });

  it('K24-10: what people have to decide stays tied', () => {
    const works = [work('a', counts(5)), work('b', counts(5), { submittedAt: new Date('2024-07-01') })];
    expect(shown(works, rules({ ties: ['decision', 'earlier-submission'] }))).toEqual(['1=a', '1=b']);
  });

  it('K24-10: the order of the input does not matter', () => {
    const small = fc.integer({ min: 0, max: 3 });
    const works = fc.array(fc.tuple(small, small, small), { maxLength: 12 });
    fc.assert(
      fc.property(works, fc.infiniteStream(fc.nat()), (numbers, noise) => {
        const list = numbers.map(([l, s, v], i) => work(`w${i}`, counts(l, s, v)));
        const shuffled = list
          .map((one) => ({ one, key: noise.next().value }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const ranks = rankWorks(rules(), list);
        expect(rankWorks(rules(), shuffled)).toEqual(ranks);
        // a rank says how many are better
        for (const { id, rank } of ranks) {
          const better = ranks.filter((other) => other.rank < rank).length;
          expect(better, id).toBe(rank - 1);
        }
      }),
    );
  });
});

describe('the window', () => {
  const freeze = new Date('2024-09-10T23:59:59.999+07:00');
  it('K24-8: both ends belong to it', () => {
    expect(windowState(rules(), '2024-07-31T23:59:59.999+07:00')).toBe('upcoming');
    expect(windowState(rules(), '2024-08-01T00:00:00.000+07:00')).toBe('open');
    expect(windowState(rules(), freeze)).toBe('open');
    expect(windowState(rules(), new Date(freeze.getTime() + 1))).toBe('closed');
  });

  it('K24-8: says where the count stands, and by which clause', () => {
    expect(windowText(doc, rules(), '2024-09-08T12:00:00+07:00')).toBe(
      'Đang tính lượt tương tác, còn 2 ngày 12 giờ: chốt lúc 23:59:59, thứ Ba 10/09/2024 (Mục IV.6).',
    );
    expect(windowText(doc, rules(), '2024-09-12T12:00:00+07:00')).toContain('không tính cho giải');
  });

  it('K24-4: numbers are hidden only where the programme says so, and only until the freeze', () => {
    expect(hiddenNow(rules(), freeze)).toBe(true);
    expect(hiddenNow(rules(), new Date(freeze.getTime() + 1))).toBe(false);
    expect(hiddenNow(rules({ hiddenUntilFreeze: { value: null, source: 'open' } }), freeze)).toBe(false);
  });

  it('K24-10: the rules in words name the weights, the limit and the ties', () => {
    const words = rulesInWords(doc, rules()).join(' ');
    expect(words).toContain('Mỗi lượt xem tính 0,01 điểm.');
    expect(words).toContain('nhiều nhất 3 lượt');
    expect(words).toContain('bài nộp trước');
  });
});
