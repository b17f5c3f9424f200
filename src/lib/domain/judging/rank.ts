import { compare, type Decimal, decimalText, divide, equals, formatDecimal, round, sum } from '../kernel/decimal.ts';
import { runs } from '../kernel/list.ts';
import { tieRuleText } from '../programme/labels.ts';
import type { Round, TieRule } from '../programme/types.ts';
import { aggregate, spread, spreadPercent } from './aggregate.ts';
import { fullScale } from './sheet.ts';

type RankedRound = Pick<Round, 'rubric' | 'aggregate' | 'tieRules'>;

export interface SignedSheet {
  entryId: string;
  judgeId: string;
  /** canonical decimal text */
  total: string;
  /** by criterion id */
  scores: Record<string, string>;
}

export interface RankedEntry {
  id: string;
  submittedAt: Date | null;
}

export interface RankArgs {
  round: RankedRound;
  entries: RankedEntry[];
  /** signed sheets only; those of other entries are left out */
  sheets: readonly SignedSheet[];
  /** for tie rules that look back: round id → entry id → score */
  earlier?: { id: string; name: string; scores: Map<string, string> }[];
  /** places that people decided within a tie (rule `decision`): entry id → 1, 2, 3 … */
  decided?: Map<string, number>;
}

export interface ResultRow {
  entryId: string;
  /** 1, 2, 2, 4: entries that stay tied share a rank */
  rank: number;
  /** rounded as the programme says, canonical text */
  score: string;
  sheets: number;
  spreadPercent: string;
  /** still tied after every rule: waits for a decision */
  tied: boolean;
  /** why an entry of equal score stands here, or that it waits for a decision */
  tieNote: string | null;
}

export interface Ranking {
  rows: ResultRow[];
  /** entries without any signed sheet */
  unranked: string[];
}

interface Candidate {
  id: string;
  score: Decimal;
  totals: string[];
  sheets: SignedSheet[];
  submittedAt: Date | null;
  tied: boolean;
  note: string | null;
}

/**
 * Ranks a round: by score, then by the programme's tie rules in order. Equal means equal as printed: scores are compared
 * after rounding, so nobody is placed by a digit that no list shows.
 */
export function rankRound(args: RankArgs): Ranking {
  const candidates = gather(args);
  const ranked = candidates.filter((c) => c !== null);
  ranked.sort((a, b) => compare(b.score, a.score) || (a.id < b.id ? -1 : 1));

  const rows: ResultRow[] = [];
  const scale = fullScale(args.round.rubric);
  for (const group of runs(ranked, (a, b) => equals(a.score, b.score))) {
    const rules = group.length > 1 ? breakTie(group, 0, args, group.length) : [group];
    for (const same of rules) {
      const rank = rows.length + 1;
      for (const c of same)
        rows.push({
          entryId: c.id,
          rank,
          score: decimalText(c.score),
          sheets: c.totals.length,
          spreadPercent: decimalText(spreadPercent(c.totals, scale)),
          tied: same.length > 1,
          tieNote: c.note,
        });
    }
  }
  const placed = new Set(ranked.map((c) => c.id));
  return { rows, unranked: args.entries.map((entry) => entry.id).filter((id) => !placed.has(id)) };
}

/** Entries that share a rank and wait for a decision. */
export const unresolvedTies = (rows: readonly ResultRow[]): ResultRow[][] => {
  const groups = new Map<number, ResultRow[]>();
  for (const row of rows) if (row.tied) groups.set(row.rank, [...(groups.get(row.rank) ?? []), row]);
  return [...groups.values()];
};

function gather({ round, entries, sheets }: RankArgs): (Candidate | null)[] {
  const byEntry = new Map<string, SignedSheet[]>(entries.map((entry) => [entry.id, []]));
  for (const sheet of sheets) byEntry.get(sheet.entryId)?.push(sheet);
  return entries.map(({ id, submittedAt }) => {
    const own = byEntry.get(id)!;
    const totals = own.map((sheet) => sheet.total);
    const score = aggregate(totals, round.aggregate);
    return score && { id, score, totals, sheets: own, submittedAt, tied: false, note: null };
  });
}

/** Splits a group of equal score by the rules from `from` on; the groups come out best first, each of one shared rank. */
function breakTie(group: Candidate[], from: number, args: RankArgs, size: number): Candidate[][] {
  const rule = args.round.tieRules[from];
  const score = formatDecimal(group[0]!.score, args.round.aggregate.decimals);
  const others = `Bằng điểm (${score}) với ${size - 1} bài khác`;
  if (!rule) {
    for (const c of group) c.note = `${others}; các quy tắc không phân định được, chờ Ban Tổ chức quyết định.`;
    return [group];
  }
  const keyed = group.map((c) => ({ c, key: tieKey(c, rule, args) }));
  keyed.sort((a, b) => compareKeys(a.key, b.key) || (a.c.id < b.c.id ? -1 : 1));
  const parts = runs(keyed, (a, b) => compareKeys(a.key, b.key) === 0);
  if (parts.length === 1) return breakTie(group, from + 1, args, size);

  const how = tieRuleText(rule, args.round, args.earlier);
  return parts.flatMap((part) => {
    if (part.length > 1)
      return breakTie(
        part.map(({ c }) => c),
        from + 1,
        args,
        size,
      );
    const { c, key } = part[0]!;
    c.note = `${others}; xếp theo ${how}${key?.shown ? ` (bài này: ${key.shown})` : ''}.`;
    return [[c]];
  });
}

/** `null` (nothing known) comes last. A smaller order wins. */
interface TieKey {
  order: Decimal | number;
  descending: boolean;
  shown: string;
}

function compareKeys(a: TieKey | null, b: TieKey | null): number {
  if (!a || !b) return a === b ? 0 : a ? -1 : 1;
  const difference =
    typeof a.order === 'number' && typeof b.order === 'number'
      ? Math.sign(a.order - b.order)
      : compare(a.order as Decimal, b.order as Decimal);
  return a.descending ? -difference : difference;
}

function tieKey(c: Candidate, rule: TieRule, args: RankArgs): TieKey | null {
  const decimal = (value: Decimal, descending: boolean): TieKey => ({
    order: value,
    descending,
    shown: formatDecimal(value),
  });
  switch (rule.kind) {
    case 'criterion': {
      const scores = c.sheets.map((sheet) => sheet.scores[rule.criterionId]).filter((score) => score !== undefined);
      if (scores.length === 0) return null;
      // Nine decimals keep any two different means of up to a thousand scores with three decimals apart.
      const mean = divide(sum(scores), scores.length, 9, 'half-up');
      return { order: mean, descending: true, shown: formatDecimal(round(mean, 3, 'half-up')) };
    }
    case 'highest-score':
      return decimal(
        c.totals.map((total) => sum([total])).reduce((a, b) => (compare(a, b) >= 0 ? a : b)),
        true,
      );
    case 'lowest-spread':
      return decimal(spread(c.totals), false);
    case 'earlier-submission':
      return c.submittedAt && { order: c.submittedAt.getTime(), descending: false, shown: '' };
    case 'round': {
      const score = args.earlier?.find((round) => round.id === rule.roundId)?.scores.get(c.id);
      return score === undefined ? null : decimal(sum([score]), true);
    }
    case 'decision': {
      const place = args.decided?.get(c.id);
      return place === undefined ? null : { order: place, descending: false, shown: '' };
    }
  }
}
