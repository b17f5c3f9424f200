/** Vietnamese text: one normal form, one folding, one order, for server, browser and command line alike. */

// Control characters except tab and line ends, invisible and direction-changing characters, soft hyphen.
// NUL breaks PostgreSQL; direction marks let a name or a file name look like another one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
const UNWANTED = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** One line of text: NFC, no control or invisible characters, single plain spaces, trimmed. */
export function clean(text: string): string {
  return text.toWellFormed().replace(UNWANTED, '').replace(/\s+/gu, ' ').trim().normalize('NFC');
}

/** Text of several lines: as `clean`, but line ends stay (as \n) and at most one blank line follows another line. */
export function cleanMultiline(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(UNWANTED, '')
    .split('\n')
    .map((line) => line.replace(/\s+/gu, ' ').trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .normalize('NFC');
}

/**
 * For search and comparison: lowercase, no diacritics, đ as d, single spaces. 'Hoà' and 'Hòa', 'uỷ' and 'ủy' fold equal,
 * whichever way the tone mark is placed and whichever Unicode form the text came in.
 */
export function fold(text: string): string {
  return clean(text).toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').normalize('NFC');
}

/** Order of Vietnamese words; numbers inside texts by value. */
const collator = new Intl.Collator('vi', { numeric: true });

/** Comparison for `sort`. */
export const compareVi = (a: string, b: string): number => collator.compare(a, b);

/** Words of a text as they are searched: folded, without punctuation. */
export const foldedWords = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words as office software counts them: runs between spaces that hold a letter or a digit. */
export function wordCount(text: string): number {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Number of characters a person would count, after NFC. */
export const charCount = (text: string): number => [...text.normalize('NFC')].length;

/** 'Ý tưởng số 2026' → 'y-tuong-so-2026'. */
export const slugify = (text: string): string => foldedWords(text).join('-');

/** At most `max` characters, cut at a word where possible, with '…'. */
export function truncate(text: string, max: number): string {
  const chars = [...text];
  if (chars.length <= max) return text;
  const cut = chars.slice(0, Math.max(0, max - 1)).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > cut.length * 0.6 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** 'nguyenvana@gmail.com' → 'ng***@gmail.com', so that a receipt tells the owner which box to open and nobody else. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '***';
  const local = email.slice(0, at);
  return `${local.slice(0, local.length > 3 ? 2 : 1)}***${email.slice(at)}`;
}

function dice(a: string[], b: string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const left = new Map<string, number>();
  for (const item of a) left.set(item, (left.get(item) ?? 0) + 1);
  let shared = 0;
  for (const item of b) {
    const n = left.get(item) ?? 0;
    if (n === 0) continue;
    left.set(item, n - 1);
    shared++;
  }
  return (2 * shared) / (a.length + b.length);
}

const pairs = (words: string[]): string[] => words.slice(1).map((word, i) => `${words[i]} ${word}`);

/**
 * Likeness of two titles, 0..1: shared folded words, and shared pairs of neighbours, because Vietnamese words are
 * mostly pairs of syllables and single syllables recur in unrelated titles. 1 means equal but for case, tone and punctuation.
 */
export function titleSimilarity(a: string, b: string): number {
  const [left, right] = [foldedWords(a), foldedWords(b)];
  const words = dice(left, right);
  if (left.length < 2 || right.length < 2) return words;
  return (words + dice(pairs(left), pairs(right))) / 2;
}

/** 'a, b và c' */
export function joinVi(items: readonly string[], last = 'và'): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${last} ${items[items.length - 1]}`;
}

/** First letter in lower case, for a name in the middle of a sentence. */
export const lowerFirst = (text: string): string => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);

/** First letter in upper case. */
export const capitalise = (text: string): string => {
  const [first = '', ...rest] = [...text];
  return first.toLocaleUpperCase('vi') + rest.join('');
};

/** The text that belongs to a word of an address; undefined for a word that means nothing ("__proto__"). */
export const textFor = (
  texts: Readonly<Record<string, string>>,
  word: string | null | undefined,
): string | undefined => (typeof word === 'string' && Object.hasOwn(texts, word) ? texts[word] : undefined);
