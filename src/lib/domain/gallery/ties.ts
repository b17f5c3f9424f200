import { compare, type DecimalInput, formatDecimal } from '../kernel/decimal.ts';
import { runs } from '../kernel/list.ts';
import { INTERACTION_TIES } from '../programme/labels.ts';
import type { InteractionTie } from '../programme/types.ts';

/** What tells works of equal value apart. */
export interface TieFacts {
  entryId: string;
  likes: number;
  shares: number;
  views: number;
  /** of the jury; null where it gave none */
  score: string | null;
  submittedAt: Date | null;
}

export interface Placed {
  rank: number;
  /** shares its rank: people have to decide */
  tied: boolean;
  /** how a tie was broken, or that no rule breaks it */
  tieNote: string | null;
}

type Rule = Exclude<InteractionTie, 'decision'>;

/** Bigger is better; what is not known comes last. */
const keys: Record<Rule, (facts: TieFacts) => DecimalInput | null> = {
  likes: (facts) => facts.likes,
  shares: (facts) => facts.shares,
  views: (facts) => facts.views,
  score: (facts) => facts.score,
  'earlier-submission': (facts) => (facts.submittedAt ? -facts.submittedAt.getTime() : null),
};

function compareKeys(a: DecimalInput | null, b: DecimalInput | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(b, a);
}

/** The rules in words, in their order, for pages; those after a decision of people never come into play. */
export const tiesText = (ties: readonly InteractionTie[]): string[] =>
  rulesOf(ties).map((rule) => INTERACTION_TIES[rule]);

function rulesOf(ties: readonly InteractionTie[]): Rule[] {
  const stop = ties.indexOf('decision');
  return (stop < 0 ? ties : ties.slice(0, stop)) as Rule[];
}

/** Ranks by value, highest first, then by the programme's rules for ties; what they do not tell apart shares a rank. */
export function rankWithTies<T extends TieFacts>(
  rows: readonly T[],
  worth: (row: T) => DecimalInput,
  ties: readonly InteractionTie[],
): (T & Placed)[] {
  const sorted = [...rows].sort((a, b) => compare(worth(b), worth(a)) || (a.entryId < b.entryId ? -1 : 1));
  const placed: (T & Placed)[] = [];
  for (const group of runs(sorted, (a, b) => compare(worth(a), worth(b)) === 0)) {
    const what = `Bằng nhau (${formatDecimal(worth(group[0]!))}) với ${group.length - 1} bài khác`;
    for (const { same, by } of group.length > 1 ? split(group, rulesOf(ties)) : [{ same: group, by: null }]) {
      const rank = placed.length + 1;
      const tied = same.length > 1;
      const tieNote = tied
        ? `${what}; các quy tắc không phân định được.`
        : by
          ? `${what}; ưu tiên ${INTERACTION_TIES[by]}.`
          : null;
      for (const row of same) placed.push({ ...row, rank, tied, tieNote });
    }
  }
  return placed;
}

/** Splits equal works by the rules, best first; `by` is the rule that set one apart. */
function split<T extends TieFacts>(group: T[], rules: Rule[]): { same: T[]; by: Rule | null }[] {
  const [rule, ...rest] = rules;
  if (!rule) return [{ same: group, by: null }];
  const key = keys[rule];
  const parts = runs(
    group.toSorted((a, b) => compareKeys(key(a), key(b)) || (a.entryId < b.entryId ? -1 : 1)),
    (a, b) => compareKeys(key(a), key(b)) === 0,
  );
  if (parts.length === 1) return split(group, rest);
  return parts.flatMap((part) => (part.length > 1 ? split(part, rest) : [{ same: part, by: rule }]));
}
