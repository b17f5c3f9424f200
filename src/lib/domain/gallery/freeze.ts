import { compare } from '../kernel/decimal.ts';
import type { InteractionRules } from '../programme/types.ts';
import { type Tally, tallyOf } from './interaction.ts';

/** The rules of the count as they stand in a snapshot: all that is needed to count again. */
export type FrozenRules = Pick<InteractionRules, 'clause' | 'from' | 'freezeAt' | 'ties'> & {
  weights: { like: string; share: string; view: string };
  sharesPerDay: number | null;
  external: { counted: boolean; weights: InteractionRules['external']['weights'] };
};

export interface FrozenWork extends Tally {
  rank: number;
  /** shares its rank: no rule that could be applied tells it apart */
  tied: boolean;
  code: string;
  title: string;
}

/** What is signed at a freeze (K24-8), and downloaded by anyone. */
export interface FreezeSnapshot {
  schema: 'lantoa/interaction-freeze/1';
  programme: { code: string; slug: string; name: string; version: number };
  no: number;
  /** why it was counted again; null for the first */
  reason: string | null;
  /** sha256 of the freeze before, so that none can be left out */
  previous: string | null;
  /** instants, ISO: as of when was counted, and when */
  frozenAt: string;
  madeAt: string;
  rules: FrozenRules;
  works: FrozenWork[];
  /** votes within the window that do not count because they were voided */
  voided: { likes: number; shares: number; views: number };
}

export const frozenRules = (rules: InteractionRules): FrozenRules => ({
  clause: rules.clause,
  from: rules.from,
  freezeAt: rules.freezeAt,
  ties: rules.ties,
  weights: { like: rules.weights.like, share: rules.weights.share, view: rules.weights.view },
  sharesPerDay: rules.sharesPerDay.value,
  external: { counted: rules.external.counted.value === true, weights: rules.external.weights },
});

/** The rules of a snapshot as the count takes them. */
export const thawedRules = (rules: FrozenRules): InteractionRules => ({
  ...rules,
  weights: { ...rules.weights, source: 'decided' },
  sharesPerDay: { value: rules.sharesPerDay, source: 'decided' },
  external: { ...rules.external, counted: { value: rules.external.counted, source: 'decided' } },
  view: { seconds: 0, fraction: '0' },
  hiddenUntilFreeze: { value: false, source: 'decided' },
});

/** Reads a snapshot; null when the text is none. */
export function readSnapshot(text: string): FreezeSnapshot | null {
  try {
    const value = JSON.parse(text) as Partial<FreezeSnapshot> | null;
    if (value?.schema !== 'lantoa/interaction-freeze/1' || !Array.isArray(value.works) || !value.rules) return null;
    return value as FreezeSnapshot;
  } catch {
    return null;
  }
}

/** What does not add up within a snapshot, one sentence each: totals by its own weights, ranks by its totals. */
export function snapshotProblems(snapshot: FreezeSnapshot): string[] {
  const rules = thawedRules(snapshot.rules);
  const problems: string[] = [];
  const codes = new Set<string>();
  for (const [i, work] of snapshot.works.entries()) {
    const { total } = tallyOf(rules, work);
    if (compare(total, work.total) !== 0)
      problems.push(`${work.code}: ghi tổng ${work.total}, tính theo hệ số được ${total}.`);
    if (codes.has(work.code)) problems.push(`${work.code} có hai lần.`);
    codes.add(work.code);
    const before = snapshot.works[i - 1];
    if (!before) {
      if (work.rank !== 1) problems.push(`${work.code}: bài đứng đầu phải có hạng 1.`);
      continue;
    }
    const worse = compare(before.total, work.total) < 0;
    const rankWrong = work.rank !== i + 1 && work.rank !== before.rank;
    const shared = work.rank === before.rank && (compare(before.total, work.total) !== 0 || !work.tied || !before.tied);
    if (worse || rankWrong || shared)
      problems.push(`${work.code}: hạng ${work.rank} không khớp với tổng ${work.total}.`);
  }
  return problems;
}
