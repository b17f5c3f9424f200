import type { ResultRow } from './rank.ts';

export interface Advance {
  /** entry ids that go on, best first */
  proposed: string[];
  /** entries of equal rank of which only some would fit: people decide */
  undecided: string[];
}

/** K26-4c: the first `count` entries of a ranking; a tie across the line is not cut by the system. */
export function proposeAdvance(rows: readonly ResultRow[], count: number): Advance {
  const proposed: string[] = [];
  const undecided: string[] = [];
  for (const row of rows) {
    const sharing = rows.filter((other) => other.rank === row.rank).length;
    if (row.rank + sharing - 1 <= count) proposed.push(row.entryId);
    else if (row.rank <= count) undecided.push(row.entryId);
    else break;
  }
  return { proposed, undecided };
}
