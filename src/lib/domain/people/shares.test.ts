import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readShares, sharesAddUp, shareText } from './shares.ts';

describe('C21-7: shares of successors', () => {
  it('C21-7: are read as fractions, percentages and decimals', () => {
    expect(readShares(['1/6', '5/6'])).toEqual({ ok: true, shares: ['0.166666666666', '0.833333333334'] });
    expect(readShares(['16,67 %', '83,33%'])).toEqual({ ok: true, shares: ['0.1667', '0.8333'] });
    expect(readShares(['0,25', '0.75'])).toEqual({ ok: true, shares: ['0.25', '0.75'] });
    expect(readShares(['', ' '])).toEqual({ ok: true, shares: [null, null] });
  });

  it('C21-7: the last of three thirds takes the remainder', () => {
    expect(readShares(['1/3', '1/3', '1/3'])).toEqual({
      ok: true,
      shares: ['0.333333333333', '0.333333333333', '0.333333333334'],
    });
  });

  it.each([
    [['1/6', ''], 1],
    [['một nửa', '1/2'], 0],
    [['1/0', '1'], 0],
    [['50', '50'], 0],
    [['0', '1'], 0],
    [['-1/2', '3/2'], 0],
    [['16,67 %', '16,67 %', '66,67 %'], -1],
    [['1/3', '1/3'], -1],
  ])('C21-7: %j is refused with a sentence', (typed, index) => {
    expect(readShares(typed)).toMatchObject({ ok: false, index });
  });

  it('C21-7: what was kept is shown as it was typed, and read again it adds up', () => {
    expect(['0.166666666666', '0.166666666667', '0.1667', '0.5', '0.333333333334'].map(shareText)).toEqual([
      '1/6',
      '1/6',
      '16,67 %',
      '50 %',
      '1/3',
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), (n) => {
        const read = readShares(Array.from({ length: n }, () => `1/${n}`));
        const shares = read.ok ? read.shares.filter((share) => share !== null) : [];
        expect(sharesAddUp(shares)).toBe(true);
        expect(readShares(shares.map(shareText)).ok).toBe(true);
      }),
    );
  });
});
