/**
 * Exact decimals for scores and shares: an integer and a scale, so 33.3 + 33.3 + 33.4 is 100 and not almost 100.
 * On the wire and in SQL (`numeric`) they are texts with a dot; people read and type a comma.
 */

export interface Decimal {
  /** value × 10^scale */
  readonly units: bigint;
  /** number of decimals, 0..MAX_SCALE */
  readonly scale: number;
}

/** What the functions accept: a decimal, its text, or a whole number. */
export type DecimalInput = Decimal | string | bigint | number;

/** `down` cuts off: 75,9 is 75. */
export type Rounding = 'half-up' | 'half-even' | 'down';

const MAX_SCALE = 20;
const PLAIN = /^([+-]?)(\d{1,20})(?:\.(\d{1,20}))?$/;

const pow10 = (n: number): bigint => 10n ** BigInt(n);

function read(text: string): Decimal | null {
  const match = PLAIN.exec(text);
  if (!match) return null;
  const fraction = match[3] ?? '';
  const units = BigInt(match[2] + fraction);
  return { units: match[1] === '-' ? -units : units, scale: fraction.length };
}

/** A decimal from trusted input. Throws RangeError on malformed text or a fractional `number`: that is a defect. */
export function dec(value: DecimalInput): Decimal {
  if (typeof value === 'object') return value;
  if (typeof value === 'bigint') return { units: value, scale: 0 };
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`floats are no decimals: ${value}`);
    return { units: BigInt(value), scale: 0 };
  }
  const decimal = read(value);
  if (!decimal) throw new RangeError(`not a decimal: ${value}`);
  return decimal;
}

/** Reads what a person typed, '33,3' or '33.3'; null when it is no number. Thousands separators are not accepted. */
export function parseDecimal(text: string): Decimal | null {
  return read(text.trim().replace(',', '.'));
}

/** A whole number as people type it, '25' or '1.500'; null for everything else: a half ('0.5') is not five. */
export function parseWhole(text: string): number | null {
  const typed = text.trim();
  const plain = /^[1-9]\d{0,2}(\.\d{3})+$/.test(typed) ? typed.replaceAll('.', '') : typed;
  return /^\d{1,15}$/.test(plain) ? Number(plain) : null;
}

/** The same as canonical text ('33.3'), ready for SQL; null when it is no number. */
export function parseDecimalText(text: string): string | null {
  const decimal = parseDecimal(text);
  return decimal ? decimalText(decimal) : null;
}

function rescale(value: Decimal, scale: number): bigint {
  return value.units * pow10(scale - value.scale);
}

function aligned(a: DecimalInput, b: DecimalInput): [bigint, bigint, number] {
  const [left, right] = [dec(a), dec(b)];
  const scale = Math.max(left.scale, right.scale);
  return [rescale(left, scale), rescale(right, scale), scale];
}

export function add(a: DecimalInput, b: DecimalInput): Decimal {
  const [left, right, scale] = aligned(a, b);
  return { units: left + right, scale };
}

export function sub(a: DecimalInput, b: DecimalInput): Decimal {
  const [left, right, scale] = aligned(a, b);
  return { units: left - right, scale };
}

export function mul(a: DecimalInput, b: DecimalInput): Decimal {
  const [left, right] = [dec(a), dec(b)];
  return normal({ units: left.units * right.units, scale: left.scale + right.scale });
}

export const sum = (values: Iterable<DecimalInput>): Decimal => {
  let total = dec(0);
  for (const value of values) total = add(total, value);
  return total;
};

export function abs(a: DecimalInput): Decimal {
  const { units, scale } = dec(a);
  return { units: units < 0n ? -units : units, scale };
}

/** Negative, zero or positive, as `sort` wants it. */
export function compare(a: DecimalInput, b: DecimalInput): -1 | 0 | 1 {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export const equals = (a: DecimalInput, b: DecimalInput): boolean => compare(a, b) === 0;
export const isZero = (a: DecimalInput): boolean => dec(a).units === 0n;

/** Quotient of integers, rounded. Half-up rounds away from zero, as school and SQL `round(numeric)` do. */
function quotient(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const [whole, rest] = [n / d, n % d];
  const up =
    rounding !== 'down' && (rest * 2n > d || (rest * 2n === d && (rounding === 'half-up' || whole % 2n === 1n)));
  const result = up ? whole + 1n : whole;
  return negative ? -result : result;
}

/** a / b with a fixed number of decimals. Throws RangeError on division by zero. */
export function divide(a: DecimalInput, b: DecimalInput, decimals: number, rounding: Rounding): Decimal {
  const [left, right] = aligned(a, b);
  if (right === 0n) throw new RangeError('division by zero');
  return { units: quotient(left * pow10(decimals), right, rounding), scale: decimals };
}

/** The value with at most this number of decimals. */
export function round(a: DecimalInput, decimals: number, rounding: Rounding): Decimal {
  const value = dec(a);
  if (value.scale <= decimals) return value;
  return { units: quotient(value.units, pow10(value.scale - decimals), rounding), scale: decimals };
}

/** Without trailing zeros. */
function normal(value: Decimal): Decimal {
  let { units, scale } = value;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale--;
  }
  if (scale > MAX_SCALE) throw new RangeError('too many decimals');
  return { units, scale };
}

/** Decimals that the value really needs: 0 for '12.00'. */
export const decimalsOf = (a: DecimalInput): number => normal(dec(a)).scale;

/** Whether (value - from) is a whole multiple of the step. A step of 0 allows everything. */
export function isMultipleOf(value: DecimalInput, step: DecimalInput, from: DecimalInput = 0): boolean {
  const [offset, unit] = aligned(sub(value, from), step);
  return unit === 0n || offset % unit === 0n;
}

/** lowest <= value <= highest */
export const inRange = (value: DecimalInput, lowest: DecimalInput, highest: DecimalInput): boolean =>
  compare(value, lowest) >= 0 && compare(value, highest) <= 0;

function digits(value: Decimal, point: string, minDecimals: number): string {
  const negative = value.units < 0n;
  const text = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, '0');
  const whole = text.slice(0, text.length - value.scale);
  const fraction = text.slice(text.length - value.scale).padEnd(minDecimals, '0');
  return `${negative ? '-' : ''}${whole}${fraction ? point + fraction : ''}`;
}

/** Canonical text with a dot and no trailing zeros: '33.3', '100', '-0.5'. */
export const decimalText = (a: DecimalInput): string => digits(normal(dec(a)), '.', 0);

/** Text with exactly this number of decimals, rounded half-up: '8.50'. For columns, charts and exports. */
export const fixedText = (a: DecimalInput, decimals: number): string =>
  digits(round(normal(dec(a)), decimals, 'half-up'), '.', decimals);

/** As people read it: '33,3'; with `decimals` always that many ('8,50', rounded half-up), else as many as needed. */
export function formatDecimal(a: DecimalInput, decimals?: number): string {
  const text = decimals === undefined ? decimalText(a) : fixedText(a, decimals);
  const [whole = '0', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return fraction ? `${grouped},${fraction}` : grouped;
}

/** Nearest float, for drawing only. */
export const toNumber = (a: DecimalInput): number => Number(decimalText(a));
