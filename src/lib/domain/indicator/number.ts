/**
 * Numbers as Vietnamese offices type them: dots between thousands, a comma before decimals. What reads two ways is asked about,
 * never guessed, because a figure that is wrong by a factor of a thousand looks right in a table.
 */
import { type Decimal, dec, decimalText, formatDecimal } from '../kernel/decimal.ts';

export type ReadNumber = { ok: true; value: Decimal } | { ok: false; message: string };

const grouped = /^-?\d{1,3}(?:\.\d{3})+(?:,\d{1,20})?$/;
const plain = /^-?\d{1,20}(?:,\d{1,20})?$/;
/** "12.5": with anything but three digits behind it a dot cannot stand between thousands */
const dotted = /^-?\d{1,20}\.\d{1,20}$/;
const commaThousand = /^-?[1-9]\d{0,2},\d{3}$/;
const commaThousands = /^-?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?$/;
const english = /^-?\d{1,3}(?:,\d{3})+\.\d+$/;

const wide = (text: string): string => formatDecimal(dec(text.replaceAll(',', '')));

/**
 * Reads one number. Spaces between thousands and a "%" at the end are taken away.
 * @returns a sentence that names both readings where there are two
 */
export function readNumber(typed: string): ReadNumber {
  const text = typed
    .trim()
    .replace(/\s*%$/, '')
    .replace(/(\d)[\s\u00a0\u202f](?=\d{3}(?:\D|$))/g, '$1')
    .replace(/^[−–]/, '-');
  if (commaThousand.test(text)) {
    const [whole = '', rest = ''] = text.split(',');
    return {
      ok: false,
      message: `“${typed.trim()}” đọc được hai cách: ${whole}.${rest} (phần nghìn) hoặc ${whole} phẩy ${rest} (số thập phân). Hãy gõ ${whole}${rest} nếu là phần nghìn, ${whole},${rest}0 nếu là số thập phân.`,
    };
  }
  if (english.test(text) || commaThousands.test(text))
    return {
      ok: false,
      message: `“${typed.trim()}” dùng dấu phẩy giữa các hàng nghìn, trong khi ở đây dấu phẩy đứng trước phần thập phân. Nếu là ${wide(text)}, hãy gõ ${wide(text)}; nếu là số thập phân, hãy gõ chỉ một dấu phẩy.`,
    };
  if (grouped.test(text)) return { ok: true, value: dec(text.replaceAll('.', '').replace(',', '.')) };
  if (plain.test(text)) return { ok: true, value: dec(text.replace(',', '.')) };
  if (dotted.test(text)) return { ok: true, value: dec(text) };
  return { ok: false, message: `“${typed.trim()}” không phải là một số. Hãy gõ như 1.234 hoặc 12,5.` };
}

/** What was typed or, from a cell that holds a number, its exact decimal. */
export type Typed = string | Decimal;

/** @returns null for an empty field */
export const readTyped = (typed: Typed | undefined): ReadNumber | null => {
  if (typed === undefined) return null;
  if (typeof typed !== 'string') return { ok: true, value: dec(decimalText(typed)) };
  return typed.trim() === '' ? null : readNumber(typed);
};
