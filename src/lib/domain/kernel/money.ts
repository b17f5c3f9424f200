/** Numbers and amounts as Vietnamese documents write them. Money is integer đồng. */
import { capitalise } from './text.ts';

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, '.');
}

/** '1.000.000', '3,5'. `decimals` fixes the number of decimals; without it up to three are shown as needed. */
export function formatNumber(value: number, decimals?: number): string {
  if (!Number.isFinite(value)) return '–';
  const text =
    decimals === undefined
      ? Math.abs(value)
          .toFixed(3)
          .replace(/\.?0+$/, '')
      : Math.abs(value).toFixed(decimals);
  const [whole = '0', fraction] = text.split('.');
  const sign = value < 0 && /[1-9]/.test(text) ? '-' : '';
  return `${sign}${grouped(whole)}${fraction ? `,${fraction}` : ''}`;
}

/** '15.000.000 đồng' */
export const formatMoney = (amount: number): string => `${formatNumber(Math.round(amount))} đồng`;

/**
 * Reads '1.000.000,5', '1000000', '3,5', '15.000.000 đồng'. A dot before exactly three digits separates thousands, as people
 * write here; any other single dot is a decimal point. Returns null when the text is no number.
 */
export function parseViNumber(text: string): number | null {
  const body = text
    .normalize('NFC')
    .replace(/\s+/gu, '')
    .replace(/(đồng|vnđ|vnd|đ|₫)$/i, '');
  const sign = body.startsWith('-') ? -1 : 1;
  const digits = body.replace(/^[-+]/, '');
  let plain: string | null = null;
  if (/^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/.test(digits)) plain = digits.replaceAll('.', '').replace(',', '.');
  else if (/^\d+(,\d+)?$/.test(digits)) plain = digits.replace(',', '.');
  else if (/^\d+\.\d+$/.test(digits)) plain = digits;
  if (plain === null) return null;
  const value = Number(plain) * sign;
  return Number.isFinite(value) ? (value === 0 ? 0 : value) : null;
}

/** Reads an amount of whole đồng, 0 .. 9·10^15; null for anything else. */
export function parseMoney(text: string): number | null {
  const value = parseViNumber(text);
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];

/** Three digits in words. `full` reads leading zeros too ("không trăm linh năm"), as inside a larger number. */
function tripleInWords(n: number, full: boolean): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  const words: string[] = [];
  const withHundreds = full || hundreds > 0;
  if (withHundreds) words.push(`${DIGITS[hundreds]} trăm`);
  if (tens === 0) {
    if (ones > 0) words.push(withHundreds ? `linh ${DIGITS[ones]}` : DIGITS[ones]!);
  } else {
    words.push(tens === 1 ? 'mười' : `${DIGITS[tens]} mươi`);
    if (ones === 1) words.push(tens === 1 ? 'một' : 'mốt');
    else if (ones === 4) words.push(tens === 1 ? 'bốn' : 'tư');
    else if (ones === 5) words.push('lăm');
    else if (ones > 0) words.push(DIGITS[ones]!);
  }
  return words.join(' ');
}

function belowBillionInWords(n: number, full: boolean): string {
  const parts: string[] = [];
  const groups: [number, string][] = [
    [Math.floor(n / 1_000_000), 'triệu'],
    [Math.floor(n / 1000) % 1000, 'nghìn'],
    [n % 1000, ''],
  ];
  for (const [value, unit] of groups) {
    if (value === 0) continue;
    parts.push(`${tripleInWords(value, full || parts.length > 0)} ${unit}`.trim());
  }
  return parts.join(' ');
}

/** A whole number in words, 0 .. 9·10^15: 1005 → 'một nghìn không trăm linh năm'. Throws RangeError outside. */
export function numberInWords(n: number): string {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not a whole number that can be read out: ${n}`);
  if (n === 0) return 'không';
  const [billions, rest] = [Math.floor(n / 1_000_000_000), n % 1_000_000_000];
  if (billions === 0) return belowBillionInWords(rest, false);
  return [`${numberInWords(billions)} tỷ`, rest > 0 ? belowBillionInWords(rest, true) : ''].filter(Boolean).join(' ');
}

/** An amount in words as payment documents need it: 'Năm triệu đồng'. */
export const moneyInWords = (amount: number): string => `${capitalise(numberInWords(amount))} đồng`;
