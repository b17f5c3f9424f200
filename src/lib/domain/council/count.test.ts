import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VoteRule } from '../catalogue/vote.ts';
import { countBallot, readChoices } from './count.ts';
import { neededMembers, parseQuorum } from './quorum.ts';
import type { BallotChoices, Choice } from './types.ts';

const rule = (percent: string | null, base: VoteRule['base'] = 'members'): VoteRule => ({
  percent,
  base,
  source: 'Điều 30',
  verified: false,
  words: 'Từ … trở lên.',
});
const papers = (yes: number, no = 0, abstain = 0): BallotChoices[] =>
  (['yes', 'no', 'abstain'] as const).flatMap((choice, i) =>
    Array.from({ length: [yes, no, abstain][i]! }, () => ({ a: choice })),
  );
const count = (of: VoteRule, cast: BallotChoices[], members: number, present = members) =>
  countBallot({ items: [{ dossierId: 'a', rule: of }], papers: cast, members, present })[0]!;

describe('counting a ballot', () => {
  it('Q25-12: ninety percent are of all members, whether they came or not', () => {
    expect(count(rule('90'), papers(9), 10, 9)).toMatchObject({ passed: true, percent: '90', voted: 9, members: 10 });
    expect(count(rule('90'), papers(8), 9, 8)).toMatchObject({ passed: false, percent: '88.88' });
    expect(count(rule('80'), papers(12, 3), 15)).toMatchObject({ passed: true, percent: '80' });
    expect(count(rule('80'), papers(11), 15, 11)).toMatchObject({ passed: false, percent: '73.33', needed: '80' });
  });

  it('Q25-12: a ratio on those present leaves out who stayed away', () => {
    expect(count(rule('80', 'present'), papers(4, 1), 10, 5)).toMatchObject({ passed: true, base: 'present' });
  });

  it('V26-4: without a prescribed ratio more than half of those who voted decide; half is not enough', () => {
    expect(count(rule(null), papers(3, 2), 11, 5)).toMatchObject({ passed: true, needed: null, percent: '60' });
    expect(count(rule(null), papers(2, 1, 1), 7, 4)).toMatchObject({ passed: false, percent: '50' });
    expect(count(rule(null), [], 7, 4)).toMatchObject({ passed: false, voted: 0, percent: '0' });
  });

  it('Q25-12: the count agrees with the arithmetic of whole numbers, and no paper is lost', () => {
    const choice = fc.constantFrom<Choice>('yes', 'no', 'abstain');
    fc.assert(
      fc.property(
        fc.array(choice, { maxLength: 60 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 10000 }),
        (cast, away, hundredths) => {
          const members = cast.length + away;
          fc.pre(members > 0);
          const percent = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
          const of = count(
            rule(percent),
            cast.map((one) => ({ a: one })),
            members,
          );
          const yes = cast.filter((one) => one === 'yes').length;
          expect(of.yes + of.no + of.abstain).toBe(cast.length);
          expect(of.passed).toBe(BigInt(yes) * 10000n >= BigInt(hundredths) * BigInt(members));
          // one more who agrees never turns an accepted dossier down
          const more = count(
            rule(percent),
            [...cast, 'yes' as const].map((one) => ({ a: one })),
            members + 1,
          );
          if (of.passed) expect(more.passed).toBe(true);
        },
      ),
    );
  });

  it('Q25-12: a paper says something about each dossier of the ballot and about no other', () => {
    expect(readChoices(['a', 'b'], { b: 'no', a: 'yes' })).toEqual({ a: 'yes', b: 'no' });
    expect(() => readChoices(['a', 'b'], { a: 'yes' })).toThrow('Còn 1 hồ sơ');
    expect(() => readChoices(['a'], { a: 'yes', c: 'yes' })).toThrow('không thuộc');
    expect(() => readChoices(['a'], { a: 'maybe' })).toThrow('Còn 1 hồ sơ');
  });
});

describe('quorum', () => {
  it('Q25-12: two thirds of three are two; 80 % of seven are six', () => {
    expect(neededMembers('2/3', 3)).toBe(2);
    expect(neededMembers('2/3', 7)).toBe(5);
    expect(neededMembers('80', 7)).toBe(6);
    expect(neededMembers('80', 10)).toBe(8);
    expect(neededMembers('100', 9)).toBe(9);
  });

  it('reads what people type', () => {
    expect(parseQuorum(' 2/3 ')).toBe('2/3');
    expect(parseQuorum('66,5 %')).toBe('66.5');
    for (const wrong of ['', '0', '101', '3/2', 'hai phần ba', '-5']) expect(parseQuorum(wrong)).toBeNull();
  });
});
