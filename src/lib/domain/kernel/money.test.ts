import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, formatNumber, moneyInWords, numberInWords, parseMoney, parseViNumber } from './money.ts';

describe('numbers', () => {
  it('writes dots for thousands and a comma for decimals', () => {
    expect(formatMoney(15_000_000)).toBe('15.000.000 đồng');
    expect(formatNumber(1_000_000)).toBe('1.000.000');
    expect(formatNumber(1234.5)).toBe('1.234,5');
    expect(formatNumber(3, 1)).toBe('3,0');
    expect(formatNumber(-0.0001)).toBe('0');
    expect(formatNumber(100)).toBe('100');
  });
  it('reads what people type', () => {
    expect(parseViNumber('1.000.000,5')).toBe(1_000_000.5);
    expect(parseViNumber('15.000.000 đồng')).toBe(15_000_000);
    expect(parseViNumber('3,5')).toBe(3.5);
    expect(parseViNumber('3.5')).toBe(3.5);
    expect(parseViNumber('0.500')).toBe(0.5);
    expect(parseViNumber('-1.000')).toBe(-1000);
    for (const text of ['', 'abc', '1.00.000', '1,2,3', '1e5', '--1']) expect(parseViNumber(text)).toBeNull();
    expect(parseMoney('15.000.000')).toBe(15_000_000);
    expect(parseMoney('1,5')).toBeNull();
  });
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        expect(parseViNumber(formatNumber(n))).toBe(n === 0 ? 0 : n);
      }),
    );
  });
});

/** An independent reader of Vietnamese numerals, to check the writer. */
function readWords(text: string): number {
  const digit: Record<string, number> = Object.fromEntries(
    'không một hai ba bốn năm sáu bảy tám chín'.split(' ').map((word, i) => [word, i]),
  );
  Object.assign(digit, { mốt: 1, tư: 4, lăm: 5 });
  const billions = text.lastIndexOf(' tỷ');
  if (billions !== -1) return readWords(text.slice(0, billions)) * 1e9 + readWords(text.slice(billions + 3));
  let [total, group, last] = [0, 0, 0];
  for (const word of text.trim().split(' ')) {
    if (word in digit) last = digit[word]!;
    else if (word === 'trăm') [group, last] = [group + last * 100, 0];
    else if (word === 'mười') [group, last] = [group + 10, 0];
    else if (word === 'mươi') [group, last] = [group + last * 10, 0];
    else if (word === 'nghìn') [total, group, last] = [total + (group + last) * 1e3, 0, 0];
    else if (word === 'triệu') [total, group, last] = [total + (group + last) * 1e6, 0, 0];
  }
  return total + group + last;
}

describe('K26-5b: amounts in words', () => {
  it.each([
    [0, 'Không đồng'],
    [5_000_000, 'Năm triệu đồng'],
    [65_000_000, 'Sáu mươi lăm triệu đồng'],
    [21, 'Hai mươi mốt đồng'],
    [24, 'Hai mươi tư đồng'],
    [14, 'Mười bốn đồng'],
    [15, 'Mười lăm đồng'],
    [105, 'Một trăm linh năm đồng'],
    [1_005_000, 'Một triệu không trăm linh năm nghìn đồng'],
    [1_000_000_005, 'Một tỷ không trăm linh năm đồng'],
    [2_000_000_000_000, 'Hai nghìn tỷ đồng'],
  ])('%d reads %s', (amount, words) => expect(moneyInWords(amount)).toBe(words));

  it('every amount can be read back from its words', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(2_000_000), fc.nat(), fc.maxSafeNat()), (n) => {
        expect(readWords(numberInWords(n))).toBe(n);
      }),
      { numRuns: 2000 },
    );
  });
});
