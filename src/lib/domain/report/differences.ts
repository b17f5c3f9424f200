import type { ReportFields } from './content.ts';

export interface Piece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

// Longer texts are compared by paragraphs, which keeps the table small.
const mostWords = 1500;

function longestCommon(a: string[], b: string[]): Piece[] {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] =
        a[i] === b[j]
          ? table[(i + 1) * width + j + 1]! + 1
          : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
  const pieces: Piece[] = [];
  const push = (kind: Piece['kind'], text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      push('same', a[i]!);
      i++;
      j++;
    } else if (table[(i + 1) * width + j]! >= table[i * width + j + 1]!) push('removed', a[i++]!);
    else push('added', b[j++]!);
  }
  while (i < a.length) push('removed', a[i++]!);
  while (j < b.length) push('added', b[j++]!);
  return pieces;
}

/** How a text became another one, word by word (paragraph by paragraph where it is long). */
export function textDifference(before: string, after: string): Piece[] {
  const words = (text: string) => text.match(/\s*\S+\s*$|\s*\S+/gu) ?? [];
  const lines = (text: string) => text.match(/[^\n]*\n|[^\n]+/gu) ?? [];
  const short = words(before).length <= mostWords && words(after).length <= mostWords;
  const split = short ? words : lines;
  return longestCommon(split(before).slice(0, 4000), split(after).slice(0, 4000));
}

/** Fields that differ between two hand-ins. */
export const changedFields = (before: ReportFields, after: ReportFields): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => (before[key] ?? '') !== (after[key] ?? ''),
  );
