import { add, type Decimal, dec, decimalText, formatDecimal, parseDecimal, sub } from '../kernel/decimal.ts';
import { clean } from '../kernel/text.ts';

/** A share as an exact fraction. */
interface Fraction {
  top: bigint;
  bottom: bigint;
}

/** Decimals with which a share is kept: a third is 0.333333333333. */
const keptDecimals = 12;

const ofDecimal = (value: Decimal, parts = 1n): Fraction => ({
  top: value.units,
  bottom: 10n ** BigInt(value.scale) * parts,
});

/** "1/6", "16,67 %", "0,1667" as a fraction; null for anything else. */
function readFraction(text: string): Fraction | null {
  const fraction = /^(\d{1,9})\s*\/\s*(\d{1,9})$/.exec(text);
  if (fraction) {
    const bottom = BigInt(fraction[2]!);
    return bottom === 0n ? null : { top: BigInt(fraction[1]!), bottom };
  }
  const percent = text.endsWith('%');
  const value = parseDecimal(percent ? text.slice(0, -1) : text);
  return value ? ofDecimal(value, percent ? 100n : 1n) : null;
}

const percentText = ({ top, bottom }: Fraction): string =>
  `${formatDecimal({ units: (top * 10_000n * 2n + bottom) / (bottom * 2n), scale: 2 })} %`;

/** What is wrong with the shares, and with which one; -1: with all together. */
type SharesRead = { ok: true; shares: (string | null)[] } | { ok: false; index: number; message: string };

/**
 * Reads the shares of successors as people type them: "1/6", "16,67 %" or "0,1667". All empty: nobody has decided. Else they must
 * add up to exactly one. They are kept as decimals cut off after twelve places; the last one takes the remainder, so that three
 * thirds are kept as 0.333333333333, 0.333333333333 and 0.333333333334.
 */
export function readShares(typed: string[]): SharesRead {
  const texts = typed.map(clean);
  if (texts.every((text) => text === '')) return { ok: true, shares: texts.map(() => null) };
  const fractions: Fraction[] = [];
  for (const [index, text] of texts.entries()) {
    if (text === '')
      return {
        ok: false,
        index,
        message: 'Hãy nhập phần của mọi đơn vị kế thừa, hoặc để trống tất cả nếu chưa quyết định.',
      };
    const fraction = readFraction(text);
    if (!fraction)
      return { ok: false, index, message: `Không đọc được phần “${text}”. Ví dụ đúng: 1/6, 16,67 % hoặc 0,25.` };
    if (fraction.top <= 0n || fraction.top > fraction.bottom)
      return { ok: false, index, message: `Phần “${text}” phải lớn hơn 0 và không quá 1 (100 %).` };
    fractions.push(fraction);
  }
  const all = fractions.reduce((a, b) => ({ top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom }));
  if (all.top !== all.bottom)
    return {
      ok: false,
      index: -1,
      message: `Các phần cộng lại là ${percentText(all)}; phải đúng bằng 100 %. Phần ba, phần sáu… hãy viết dạng phân số: 1/3, 1/6.`,
    };
  let rest = dec(1);
  const shares = fractions.map(({ top, bottom }, i) => {
    if (i === fractions.length - 1) return decimalText(rest);
    const share = { units: (top * 10n ** BigInt(keptDecimals)) / bottom, scale: keptDecimals };
    rest = sub(rest, share);
    return decimalText(share);
  });
  return { ok: true, shares };
}

/** A kept share as people would type it: "1/6" where it is one, else "16,67 %". Reading it again gives the same division. */
export function shareText(share: string): string {
  const exact = dec(share);
  if (exact.scale > 6) {
    const one = 10n ** BigInt(exact.scale);
    for (let bottom = 3n; bottom <= 99n; bottom++) {
      const top = (exact.units * bottom * 2n + one) / (one * 2n);
      const off = exact.units * bottom - top * one;
      // the last one of many carries what the others were cut by
      if (top > 0n && (off < 0n ? -off : off) * 10n ** 10n < one * bottom) return `${top}/${bottom}`;
    }
  }
  return `${formatDecimal({ units: exact.units * 100n, scale: exact.scale })} %`;
}

/** Whether shares add up to exactly one. */
export const sharesAddUp = (shares: string[]): boolean =>
  decimalText(shares.reduce<Decimal>((sum, share) => add(sum, share), dec(0))) === '1';
