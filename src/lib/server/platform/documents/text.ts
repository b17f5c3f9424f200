import { cleanMultiline } from '#lib/domain/kernel/text.ts';

/** Longest run of letters that still fits into the narrowest text column; what is longer gets invisible places to break. */
const LONGEST_WORD = 22;
const endless = new RegExp(`\\S{${LONGEST_WORD + 1},}`, 'gu');
const piece = new RegExp(`.{1,${LONGEST_WORD}}`, 'gu');
const sha256 = /^[0-9a-f]{64}$/;

// An address breaks by itself at its slashes and hyphens, and has to be copied as it is.
const address = (word: string): boolean =>
  /^https?:\/\//.test(word) && word.split(/[/.\-?&=]/).every((part) => part.length <= 2 * LONGEST_WORD);
// A hash stands in a line of its own and has to be copied without anything in it.
const breakable = (word: string) =>
  sha256.test(word) || address(word) ? word : (word.match(piece) ?? [word]).join('\u200B');

/** Keys whose values are pictures or addresses: nothing may be added to them. */
const verbatim = new Set(['svg', 'emblem', 'url']);

/** Copies data with every text made safe to print: NFC, no control or direction marks, no word wider than a column. */
export function printable(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return verbatim.has(key) ? value : cleanMultiline(value).replace(endless, breakable);
  if (Array.isArray(value)) return value.map((item) => printable(item, key));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([k, item]) => [k, printable(item, k)]));
  return value ?? null;
}
