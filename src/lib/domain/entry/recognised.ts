/** Look-up in the register of recognised initiatives (K26-2c): candidates for a person to judge, never a verdict. */
import { fold, titleSimilarity } from '../kernel/text.ts';

export interface Initiative {
  id: string;
  title: string;
  /** names as the register prints them */
  authors: string;
  decisionNumber: string | null;
  authority: string | null;
  year: number | null;
}

export interface InitiativeMatch extends Initiative {
  /** likeness of the titles, 0..1 */
  similarity: number;
  /** authors of the entry who are named in the register's row */
  sameAuthors: string[];
}

/** Likeness from which a row is shown; with an author in common the lower one counts. */
const matchThreshold = { title: 0.6, withAuthor: 0.35 };

/** Rows of the register that look like the entry, the likeliest first. */
export function matchInitiatives(
  entry: { title: string; authors: readonly string[] },
  register: readonly Initiative[],
  limit = 5,
): InitiativeMatch[] {
  return register
    .map((row): InitiativeMatch => {
      const names = ` ${fold(row.authors).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
      const sameAuthors = entry.authors.filter((name) => fold(name) !== '' && names.includes(` ${fold(name)} `));
      return { ...row, similarity: titleSimilarity(entry.title, row.title), sameAuthors };
    })
    .filter(
      (match) => match.similarity >= (match.sameAuthors.length > 0 ? matchThreshold.withAuthor : matchThreshold.title),
    )
    .toSorted((a, b) => b.similarity - a.similarity || b.sameAuthors.length - a.sameAuthors.length)
    .slice(0, limit);
}

/** 'giống 92%, cùng tác giả Lò Thị Mai: “…” (QĐ 12/QĐ-SKHCN, 2024)' */
export function describeMatch(match: InitiativeMatch): string {
  const same = match.sameAuthors.length > 0 ? `, cùng tác giả ${match.sameAuthors.join(', ')}` : '';
  const source = [match.decisionNumber, match.authority, match.year].filter(Boolean).join(', ');
  return `giống ${Math.round(match.similarity * 100)}%${same}: “${match.title}”${source ? ` (${source})` : ''}`;
}
