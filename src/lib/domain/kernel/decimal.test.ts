import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as d from './decimal.ts';

const decimals = fc
  .tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.nat(4))
  .map(([units, scale]): d.Decimal => ({ units, scale }));

describe('decimals', () => {
  it('K26-2a: 33.3 + 33.3 + 33.4 is exactly 100', () => {
    expect(d.equals(d.sum(['33.3', '33.3', '33.4']), '100')).toBe(true);
    expect(d.equals(d.sum(['33.3', '33.3', '33.3']), '100')).toBe(false);
  });
  it('reads comma and dot, and nothing else', () => {
    expect(d.decimalText(d.parseDecimal('33,3')!)).toBe('33.3');
    expect(d.parseDecimalText(' 33.30 ')).toBe('33.3');
    for (const text of ['', ',5', '1.000,5', '1,2,3', '1e3', 'NaN', '٣', '1'.repeat(40)])
      expect(d.parseDecimal(text)).toBeNull();
    expect(() => d.dec('33,3')).toThrow(RangeError);
    expect(() => d.dec(0.1)).toThrow(RangeError);
  });
  it('rounds half up and half even', () => {
    expect(d.decimalText(d.round('2.345', 2, 'half-up'))).toBe('2.35');
    expect(d.decimalText(d.round('2.345', 2, 'half-even'))).toBe('2.34');
    expect(d.decimalText(d.round('-2.345', 2, 'half-up'))).toBe('-2.35');
    expect(d.decimalText(d.divide('10', '3', 3, 'half-up'))).toBe('3.333');
    expect(d.decimalText(d.divide('1', '8', 2, 'half-even'))).toBe('0.12');
    expect(() => d.divide('1', '0', 2, 'half-up')).toThrow(RangeError);
  });
  it('checks steps and ranges', () => {
    expect(d.isMultipleOf('7.5', '0.5')).toBe(true);
    expect(d.isMultipleOf('7.3', '0.5')).toBe(false);
    expect(d.isMultipleOf('1.25', '0.5', '0.25')).toBe(true);
    expect(d.inRange('30', '0', '30.0')).toBe(true);
    expect(d.inRange('30.01', '0', '30')).toBe(false);
    expect(d.decimalsOf('12.500')).toBe(1);
  });
  it('formats', () => {
    expect(d.formatDecimal('33.30')).toBe('33,3');
    expect(d.formatDecimal('8.5', 2)).toBe('8,50');
    expect(d.formatDecimal('-1234.565', 2)).toBe('-1.234,57');
    expect(d.decimalText('-0.0')).toBe('0');
    expect(d.fixedText('100', 1)).toBe('100.0');
    expect(d.fixedText('100', 0)).toBe('100');
  });
  it('obeys the laws of arithmetic and survives its own text', () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, (a, b, c) => {
        expect(d.equals(d.add(a, b), d.add(b, a))).toBe(true);
        expect(d.equals(d.sub(d.add(a, b), b), a)).toBe(true);
        expect(d.equals(d.mul(a, d.add(b, c)), d.add(d.mul(a, b), d.mul(a, c)))).toBe(true);
        expect(d.equals(d.dec(d.decimalText(a)), a)).toBe(true);
        expect(d.compare(a, b)).toBe(d.compare(d.sub(a, b), 0));
      }),
    );
  });
  it('a rounded quotient is within half a unit of the true one', () => {
    fc.assert(
      fc.property(
        decimals,
        decimals,
        fc.nat(4),
        fc.constantFrom('half-up' as const, 'half-even' as const),
        (a, b, n, how) => {
          fc.pre(!d.isZero(b));
          const error = d.abs(d.sub(d.mul(d.divide(a, b, n, how), b), a));
          const half = d.mul(d.abs(b), { units: 5n, scale: n + 1 });
          expect(d.compare(error, half)).toBeLessThanOrEqual(0);
        },
      ),
    );
  });
});
