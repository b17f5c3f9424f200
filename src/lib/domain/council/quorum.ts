import { compare, dec, formatDecimal, mul, parseDecimal } from '../kernel/decimal.ts';
import type { Quorum } from './types.ts';

const fraction = /^([1-9]\d?)\/([1-9]\d?)$/;

/** Reads a quorum as people type it, "80", "66,5" or "2/3"; null when it is none, or more than all. */
export function parseQuorum(text: string): string | null {
  const typed = text.trim().replace(/\s*%$/, '');
  const parts = fraction.exec(typed);
  if (parts) return Number(parts[1]) <= Number(parts[2]) ? typed : null;
  const percent = parseDecimal(typed);
  return percent && compare(percent, 0) > 0 && compare(percent, 100) <= 0 ? typed.replace(',', '.') : null;
}

/** "2/3", "80%" */
export const quorumWords = (percent: string): string =>
  fraction.test(percent) ? percent : `${formatDecimal(dec(percent))}%`;

/** How many of so many members have to be there: the smallest number that is not less than the share. */
export function neededMembers(percent: string, members: number): number {
  const parts = fraction.exec(percent);
  if (parts) return Math.ceil((members * Number(parts[1])) / Number(parts[2]));
  let needed = 0;
  while (compare(mul(needed, 100), mul(percent, members)) < 0) needed++;
  return needed;
}

/** How many count for the quorum, by the council's own rule. */
export const countingMembers = (
  quorum: Pick<Quorum, 'writtenCounts'>,
  { present, written }: { present: number; written: number },
): number => present + (quorum.writtenCounts ? written : 0);
