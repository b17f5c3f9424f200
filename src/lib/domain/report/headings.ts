import { fold, foldedWords, titleSimilarity } from '../kernel/text.ts';
import type { Block } from './blocks.ts';
import { type FormPart, isTextPart, type TextPart } from './form.ts';

// Where two titles of the form resemble a heading, the better one has to be clearly better.
const resembles = 0.62;
const containsFrom = 0.5;

const numbering =
  /^(?:(?:phần|mục|chương|nội dung|tiêu chí)\s+)?(?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-hđk])\s*(?:[.)/:]|[-–](?=\s))\s*/iu;

/** A heading without what numbers it: "II. 1) Kết quả" → "Kết quả". */
export function withoutNumber(text: string): string {
  let rest = text.trim();
  for (let i = 0; i < 2; i++) {
    const next = rest.replace(numbering, '').trim();
    if (next === '' || next === rest) break;
    rest = next;
  }
  return rest.replace(/^[-–+•*]\s*/u, '').replace(/\s*[:.;]+$/u, '');
}

/** How deep a numbering stands in the usual order of Vietnamese papers: I. → 1. → 1.1. → a) ; null: no numbering. */
function depthOfNumber(text: string): number | null {
  const label =
    /^\s*(?:(?:phần|mục|chương)\s+)?([IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-hđk])\s*(?:[.)/:]|[-–](?=\s))/iu.exec(
      text,
    )?.[1];
  if (!label) return null;
  if (/^[IVX][IVXLC]*$/.test(label)) return 1;
  if (/^\d/.test(label)) return 1 + label.split('.').filter(Boolean).length;
  return 5;
}

const isUpper = (text: string): boolean => {
  const letters = text.match(/\p{L}/gu) ?? [];
  return (
    letters.length >= 4 && letters.filter((one) => one === one.toLocaleUpperCase('vi')).length >= letters.length * 0.9
  );
};

const headingStyle = /heading|tieu de|title|de muc/;

/** How a paragraph looks like a heading, if it does. Deeper ones stand under those with a smaller depth. */
export function headingOf(block: Extract<Block, { kind: 'paragraph' }>): { depth: number; strong: boolean } | null {
  const style = block.style ? fold(block.style) : '';
  const words = foldedWords(block.text).length;
  if (words === 0) return null;
  if (headingStyle.test(style)) return { depth: Number(/\d/.exec(style)?.[0] ?? 1), strong: true };
  if (words > 60) return null;
  const numbered = depthOfNumber(block.text) ?? (block.numbered === null ? null : 2 + block.numbered);
  if (numbered !== null) return { depth: numbered, strong: block.bold || isUpper(block.text) };
  if (isUpper(block.text) && words <= 30) return { depth: 1, strong: true };
  if (block.bold && words <= 40) return { depth: 4, strong: true };
  return /:\s*$/u.test(block.text) && words <= 20 ? { depth: 6, strong: false } : null;
}

interface Match {
  part: TextPart;
  /** equal but for case, marks, numbering and punctuation */
  sure: boolean;
  score: number;
}

/** Share of a title's words that stand in a heading, neighbours together: "Kết quả nâng cao nhận thức" holds "Nâng cao nhận thức". */
function holds(heading: string, title: string): boolean {
  const [long, short] = [foldedWords(heading).join(' '), foldedWords(title).join(' ')];
  return (
    short.split(' ').length >= 3 && ` ${long} `.includes(` ${short} `) && short.length >= long.length * containsFrom
  );
}

/** The part of a form whose title a text is, or resembles; null where none does, or two do equally. */
export function matchTitle(parts: readonly FormPart[], text: string): Match | null {
  const plain = withoutNumber(text);
  const folded = foldedWords(plain).join(' ');
  if (folded === '') return null;
  const found = parts
    .filter(isTextPart)
    .map((part): Match => {
      const title = withoutNumber(part.title);
      if (foldedWords(title).join(' ') === folded) return { part, sure: true, score: 2 };
      const score = holds(plain, title) ? 1 : titleSimilarity(title, plain);
      return { part, sure: false, score };
    })
    .sort((a, b) => b.score - a.score);
  const [best, next] = found;
  if (!best || best.score < resembles) return null;
  return next && next.score >= resembles && next.score > best.score - 0.05 && !best.sure ? null : best;
}

/** The part and the words after the colon in "Khó khăn, vướng mắc: thiếu người". */
export function matchInline(parts: readonly FormPart[], text: string): (Match & { rest: string }) | null {
  const at = text.indexOf(':');
  if (at < 4 || at > 200) return null;
  const match = matchTitle(parts, text.slice(0, at));
  const rest = text.slice(at + 1).trim();
  return match?.sure && rest !== '' ? { ...match, rest } : null;
}
