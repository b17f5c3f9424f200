import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TieRule } from '../programme/types.ts';
import { proposeAdvance } from './advance.ts';
import { type RankArgs, rankRound, type SignedSheet, unresolvedTies } from './rank.ts';

const criterion = (id: string, name: string) => ({ id, name, min: '0', max: '50', step: '0.5', weight: '1' });
const round = (tieRules: TieRule[] = [{ kind: 'decision' }]): RankArgs['round'] => ({
  rubric: { criteria: [criterion('effect', 'Hiệu quả'), criterion('novelty', 'Tính mới')], source: 'decided' },
  aggregate: { method: 'mean', decimals: 2, rounding: 'half-up', source: 'decided' },
  tieRules,
});
const sheet = (entryId: string, judgeId: string, effect: number, novelty: number): SignedSheet => ({
  entryId,
  judgeId,
  total: String(effect + novelty),
  scores: { effect: String(effect), novelty: String(novelty) },
});
const entries = (...ids: string[]) => ids.map((id, i) => ({ id, submittedAt: new Date(Date.UTC(2026, 5, 10 - i)) }));
const ranks = (args: RankArgs) => rankRound(args).rows.map((row) => [row.entryId, row.rank, row.tied]);

describe('rankRound', () => {
  it('K26-4c: ranks by score, and leaves out entries without a signed sheet', () => {
    const result = rankRound({
      round: round(),
      entries: entries('a', 'b', 'c'),
      sheets: [
        sheet('a', 'j', 30, 20),
        sheet('b', 'j', 40, 40),
        sheet('b', 'k', 40, 41),
        sheet('foreign', 'j', 50, 50),
      ],
    });
    expect(result.rows).toEqual([
      { entryId: 'b', rank: 1, score: '80.5', sheets: 2, spreadPercent: '1', tied: false, tieNote: null },
      { entryId: 'a', rank: 2, score: '50', sheets: 1, spreadPercent: '0', tied: false, tieNote: null },
    ]);
    expect(result.unranked).toEqual(['c']);
  });

  it('breaks ties by a criterion and says so', () => {
    const args = {
      round: round([{ kind: 'criterion', criterionId: 'effect' }, { kind: 'decision' }]),
      entries: entries('a', 'b', 'c'),
      sheets: [sheet('a', 'j', 30, 40), sheet('b', 'j', 40, 30), sheet('c', 'j', 10, 10)],
    };
    const { rows } = rankRound(args);
    expect(rows.map((row) => [row.entryId, row.rank])).toEqual([
      ['b', 1],
      ['a', 2],
      ['c', 3],
    ]);
    expect(rows[0]?.tieNote).toBe(
      'Bằng điểm (70,00) với 1 bài khác; xếp theo điểm trung bình tiêu chí "Hiệu quả" cao hơn (bài này: 40).',
    );
    expect(rows[2]?.tieNote).toBeNull();
  });

  it.each<[TieRule, string[]]>([
    [{ kind: 'highest-score' }, ['b', 'a']],
    [{ kind: 'lowest-spread' }, ['a', 'b']],
    [{ kind: 'earlier-submission' }, ['b', 'a']],
    [{ kind: 'round', roundId: 'first' }, ['b', 'a']],
    [{ kind: 'criterion', criterionId: 'novelty' }, ['b', 'a']],
  ])('rule %j', (rule, order) => {
    const args = {
      round: round([rule]),
      entries: entries('a', 'b'),
      sheets: [sheet('a', 'j', 30, 20), sheet('a', 'k', 30, 20), sheet('b', 'j', 20, 20), sheet('b', 'k', 25, 35)],
      earlier: [
        {
          id: 'first',
          name: 'Vòng Sơ khảo',
          scores: new Map([
            ['b', '70'],
            ['a', '9.5'],
          ]),
        },
      ],
    };
    expect(rankRound(args).rows.map((row) => row.entryId)).toEqual(order);
    expect(rankRound(args).rows.every((row) => !row.tied)).toBe(true);
  });

  it('rules go on within the group that is left: three tied, one falls off, the rest by the next rule', () => {
    const args = {
      round: round([{ kind: 'criterion', criterionId: 'effect' }, { kind: 'earlier-submission' }]),
      entries: entries('a', 'b', 'c'),
      sheets: [sheet('a', 'j', 40, 30), sheet('b', 'j', 40, 30), sheet('c', 'j', 30, 40)],
    };
    expect(ranks(args)).toEqual([
      ['b', 1, false],
      ['a', 2, false],
      ['c', 3, false],
    ]);
  });

  it('what no rule breaks shares a rank, is marked, and waits for a decision', () => {
    const args: RankArgs = {
      round: round([{ kind: 'criterion', criterionId: 'effect' }, { kind: 'decision' }]),
      entries: entries('a', 'b', 'c'),
      sheets: [sheet('a', 'j', 40, 30), sheet('b', 'j', 40, 30), sheet('c', 'j', 20, 20)],
    };
    expect(ranks(args)).toEqual([
      ['a', 1, true],
      ['b', 1, true],
      ['c', 3, false],
    ]);
    expect(rankRound(args).rows[0]?.tieNote).toContain('chờ Ban Tổ chức quyết định');
    expect(unresolvedTies(rankRound(args).rows)).toHaveLength(1);
    const decided = rankRound({
      ...args,
      decided: new Map([
        ['b', 1],
        ['a', 2],
      ]),
    });
    expect(decided.rows.map((row) => [row.entryId, row.rank, row.tied])).toEqual([
      ['b', 1, false],
      ['a', 2, false],
      ['c', 3, false],
    ]);
    expect(decided.rows[0]?.tieNote).toContain('quyết định của Ban Tổ chức');
    expect(unresolvedTies(decided.rows)).toEqual([]);
  });

  it('equal as printed is equal: a difference that rounding hides places nobody', () => {
    const thirds = (id: string, last: number) => [
      sheet(id, 'j', 30, 20),
      sheet(id, 'k', 30, 20),
      { ...sheet(id, 'l', 30, 20), total: String(last) },
    ];
    const args = {
      round: round(),
      entries: entries('a', 'b'),
      sheets: [...thirds('a', 50.001), ...thirds('b', 50.002)],
    };
    expect(ranks(args)).toEqual([
      ['a', 1, true],
      ['b', 1, true],
    ]);
  });

  it('does not depend on the order of sheets and entries; ranks agree with scores', () => {
    const sheets = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 0, max: 4 }),
      ),
      { maxLength: 24 },
    );
    fc.assert(
      fc.property(sheets, (list) => {
        const unique = new Map(list.map(([e, j, x, y]) => [`${e} ${j}`, sheet(`e${e}`, `j${j}`, x, y)]));
        const args: RankArgs = {
          round: round([{ kind: 'criterion', criterionId: 'effect' }, { kind: 'lowest-spread' }, { kind: 'decision' }]),
          entries: entries('e0', 'e1', 'e2', 'e3', 'e4', 'e5'),
          sheets: [...unique.values()],
        };
        const { rows, unranked } = rankRound(args);
        const turned = rankRound({ ...args, entries: args.entries.toReversed(), sheets: args.sheets.toReversed() });
        expect(turned.rows).toEqual(rows);
        expect(rows.length + unranked.length).toBe(6);
        if (rows[0]) expect(rows[0].rank).toBe(1);
        for (const [i, row] of rows.entries()) {
          const before = rows[i - 1];
          if (!before) continue;
          expect(Number(row.score)).toBeLessThanOrEqual(Number(before.score));
          expect(row.rank === before.rank || row.rank === i + 1).toBe(true);
          if (row.rank === before.rank) expect(row.tied && before.tied && row.score === before.score).toBe(true);
        }
      }),
    );
  });
});

describe('proposeAdvance', () => {
  const row = (entryId: string, rank: number) => ({
    entryId,
    rank,
    score: '1',
    sheets: 1,
    spreadPercent: '0',
    tied: false,
    tieNote: null,
  });
  it('K26-4c: takes the first ones, and does not cut through a tie', () => {
    const rows = [row('a', 1), row('b', 2), row('c', 2), row('d', 4)];
    expect(proposeAdvance(rows, 1)).toEqual({ proposed: ['a'], undecided: [] });
    expect(proposeAdvance(rows, 2)).toEqual({ proposed: ['a'], undecided: ['b', 'c'] });
    expect(proposeAdvance(rows, 3)).toEqual({ proposed: ['a', 'b', 'c'], undecided: [] });
    expect(proposeAdvance(rows, 9).proposed).toHaveLength(4);
  });
});
