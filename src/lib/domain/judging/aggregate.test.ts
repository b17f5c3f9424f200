import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText } from '../kernel/decimal.ts';
import { aggregate, aggregateText, judgeStatistics, needsSecondLook, spreadPercent } from './aggregate.ts';

const rule = (method: 'mean' | 'trimmed' | 'median', decimals = 2, rounding: 'half-up' | 'half-even' = 'half-up') => ({
  method,
  decimals,
  rounding,
});
const score = (totals: string[], r: ReturnType<typeof rule>) => {
  const value = aggregate(totals, r);
  return value && decimalText(value);
};

describe('aggregate', () => {
  it('mean, with the rounding stated', () => {
    expect(score(['80', '85', '90.5'], rule('mean'))).toBe('85.17');
    expect(score(['80.01', '80.02'], rule('mean'))).toBe('80.02');
    expect(score(['80.01', '80.02'], rule('mean', 2, 'half-even'))).toBe('80.02');
    expect(score(['80.02', '80.03'], rule('mean', 2, 'half-even'))).toBe('80.02');
    expect(score([], rule('mean'))).toBeNull();
  });

  it('trimmed drops one highest and one lowest, from three judges on', () => {
    expect(score(['10', '80', '82', '100'], rule('trimmed'))).toBe('81');
    expect(score(['10', '80', '100'], rule('trimmed'))).toBe('80');
    expect(score(['10', '20'], rule('trimmed'))).toBe('15');
  });

  it('median, even and odd, never sorted as text', () => {
    expect(score(['9', '100', '80'], rule('median'))).toBe('80');
    expect(score(['9', '100', '80', '81'], rule('median'))).toBe('80.5');
    expect(score(['80.126'], rule('median'))).toBe('80.13');
  });

  it('no score leaves the range of its totals, and order does not matter', () => {
    const totals = fc.array(
      fc.integer({ min: 0, max: 1000 }).map((n) => decimalText({ units: BigInt(n), scale: 1 })),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(totals, fc.constantFrom('mean', 'trimmed', 'median'), (list, method) => {
        const value = Number(score(list, rule(method, 4)));
        expect(value).toBeGreaterThanOrEqual(Math.min(...list.map(Number)) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...list.map(Number)) + 1e-9);
        expect(score(list.toReversed(), rule(method, 4))).toBe(score(list, rule(method, 4)));
      }),
    );
  });

  it('says how the score comes about', () => {
    expect(aggregateText(rule('trimmed', 1))).toContain('bỏ một điểm cao nhất');
    expect(aggregateText(rule('mean', 2, 'half-even'))).toContain('số chẵn');
  });
});

describe('second look', () => {
  it('counts the spread in percent of the scale; the limit itself counts', () => {
    expect(decimalText(spreadPercent(['60', '80'], '100'))).toBe('20');
    expect(needsSecondLook(['60', '80'], '100', 20).needed).toBe(true);
    expect(needsSecondLook(['60', '80'], '100', 20).reason).toContain('20%');
    expect(needsSecondLook(['60.5', '80'], '100', 20)).toMatchObject({ needed: false, reason: null });
    expect(needsSecondLook(['0', '100'], '100', null).needed).toBe(false);
    expect(needsSecondLook(['50'], '100', 0).needed).toBe(false);
  });
});

describe('judgeStatistics', () => {
  it('a judge who got weak entries is not strict', () => {
    const sheets = [
      ['weak', 'lenient', '50'],
      ['weak', 'fair', '45'],
      ['strong', 'fair', '90'],
      ['strong', 'strict', '80'],
      ['weak', 'strict', '35'],
      ['lonely', 'alone', '70'],
    ].map(([entryId, judgeId, total]) => ({ entryId: entryId!, judgeId: judgeId!, total: total! }));
    const by = Object.fromEntries(judgeStatistics(sheets).map((row) => [row.judgeId, row]));
    expect(by.lenient!.mean).toBeLessThan(by.strict!.mean);
    expect(by.lenient!.leniency).toBe(10);
    expect(by.strict!.leniency).toBe(-11.25);
    expect(by.lenient!.z!).toBeGreaterThan(0);
    expect(by.strict!.z!).toBeLessThan(0);
    expect(by.alone).toMatchObject({ sheets: 1, leniency: null, z: null });
  });

  it('gives no z where there is nothing to compare', () => {
    expect(judgeStatistics([])).toEqual([]);
    const same = ['a', 'b', 'c'].map((judgeId) => ({ entryId: 'e', judgeId, total: '80' }));
    expect(judgeStatistics(same).map((row) => row.z)).toEqual([null, null, null]);
  });
});
