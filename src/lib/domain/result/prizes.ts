import { compare, formatDecimal } from '../kernel/decimal.ts';
import { RuleError } from '../kernel/errors.ts';
import { formatMoney } from '../kernel/money.ts';
import type { ContestProgramme, PrizeTier } from '../programme/types.ts';

type Prizes = Pick<ContestProgramme['prizes'], 'tiers'>;

export interface PrizeAward {
  entryId: string;
  tierId: string;
}

/** What the rules of prizes need of a ranking: by score, or by interactions for side prizes. */
export interface PlacedEntry {
  entryId: string;
  rank: number;
  score: string;
}

/** K24-10: a side prize goes by the public's interactions, and a work may hold it beside a prize by score. */
export const isSide = (tier: Pick<PrizeTier, 'basis'>): boolean => tier.basis === 'interactions';

export interface TierState {
  tier: PrizeTier;
  given: number;
  /** null while the plan's missing number is not entered (K24-9) */
  left: number | null;
}

const tierOf = (prizes: Prizes, tierId: string): PrizeTier => {
  const tier = prizes.tiers.find((t) => t.id === tierId);
  if (!tier)
    throw new RuleError({
      code: 'result.unknown-tier',
      message: 'Không có hạng giải này trong cơ cấu giải thưởng.',
      field: 'tierId',
    });
  return tier;
};

/** How many of each tier are given and left. */
export const tierStates = (prizes: Prizes, awards: readonly PrizeAward[]): TierState[] =>
  prizes.tiers.map((tier) => {
    const given = awards.filter((award) => award.tierId === tier.id).length;
    return { tier, given, left: tier.count === null ? null : tier.count - given };
  });

/**
 * K26-5a: refuses a prize beyond the number of its tier, a second prize of the same kind for an entry (K24-10: one by score
 * and one side prize), and a score below the tier's floor. Returns the tier, whose amount is the money of the award.
 */
export function requireAwardAllowed(args: {
  prizes: Prizes;
  /** awards in force, without the entry's own when it is moved to another tier */
  awards: readonly PrizeAward[];
  award: PrizeAward;
  /** what the tier goes by: the score, or for a side prize the interactions; null where there is none */
  score: string | null;
}): PrizeTier {
  const tier = tierOf(args.prizes, args.award.tierId);
  const refuse = (code: string, message: string, hint?: string): never => {
    throw new RuleError({
      code: `result.${code}`,
      message,
      clause: tier.clause,
      field: 'tierId',
      ...(hint ? { hint } : {}),
    });
  };
  const side = isSide(tier);
  const other = args.awards.find(
    (award) => award.entryId === args.award.entryId && isSide(tierOf(args.prizes, award.tierId)) === side,
  );
  if (other)
    refuse(
      'second-prize',
      `Bài này đã được ${tierOf(args.prizes, other.tierId).name}; mỗi bài chỉ nhận một ${side ? 'giải phụ' : 'giải theo điểm'}.`,
    );
  if (tier.count === null)
    refuse(
      'count-open',
      `Chưa nhập số lượng ${tier.name}.`,
      'Nhập số lượng ở phần Giải thưởng trước khi quyết định giải.',
    );
  const given = args.awards.filter((award) => award.tierId === tier.id).length;
  if (tier.count !== null && given >= tier.count)
    refuse(
      'tier-full',
      `${tier.name} chỉ có ${tier.count} giải và đã trao đủ.`,
      'Bỏ bớt một bài của hạng này hoặc chọn hạng khác.',
    );
  if (tier.floor !== undefined && (args.score === null || compare(args.score, tier.floor) < 0))
    refuse(
      'below-floor',
      `${tier.name} cần từ ${formatDecimal(tier.floor)} ${side ? 'tương tác' : 'điểm'}; ${args.score === null ? `bài này chưa có ${side ? 'tương tác' : 'điểm'}` : `bài này được ${formatDecimal(args.score)}`}.`,
    );
  return tier;
}

export interface ResultIssue {
  code: string;
  message: string;
}

/** Everything that keeps a whole list of awards from being published; seats left empty are named but do not block. */
export function checkAwards(args: {
  prizes: Prizes;
  awards: readonly (PrizeAward & { amount?: number })[];
  scores: ReadonlyMap<string, string>;
  /** what side prizes go by */
  interactions?: ReadonlyMap<string, string>;
}): { blocking: ResultIssue[]; notes: ResultIssue[] } {
  const blocking: ResultIssue[] = [];
  const notes: ResultIssue[] = [];
  const accepted: PrizeAward[] = [];
  for (const award of args.awards) {
    try {
      const tier = requireAwardAllowed({
        prizes: args.prizes,
        awards: accepted,
        award,
        score:
          (isSide(tierOf(args.prizes, award.tierId)) ? args.interactions : args.scores)?.get(award.entryId) ?? null,
      });
      if (award.amount !== undefined && award.amount !== tier.amount)
        blocking.push({
          code: 'result.amount',
          message: `Mức thưởng ${formatMoney(award.amount)} khác mức của ${tier.name} (${formatMoney(tier.amount)}).`,
        });
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      blocking.push({ code: error.code, message: error.message });
    }
    accepted.push(award);
  }
  for (const { tier, left } of tierStates(args.prizes, args.awards)) {
    if (left === null) blocking.push({ code: 'result.count-open', message: `Chưa nhập số lượng ${tier.name}.` });
    else if (left > 0) notes.push({ code: 'result.tier-left', message: `${tier.name}: còn ${left} giải chưa trao.` });
  }
  const seen = new Set<string>();
  return { blocking: blocking.filter(({ message }) => !seen.has(message) && seen.add(message)), notes };
}

/** Money of the awards given, integer đồng. */
export const awardedTotal = (prizes: Prizes, awards: readonly PrizeAward[]): number =>
  awards.reduce((total, award) => total + tierOf(prizes, award.tierId).amount, 0);

/** Money of all prizes of the programme (K26-5a: 65.000.000 đồng); null while a number is open. */
export function prizeFund(prizes: Prizes): number | null {
  let total = 0;
  for (const { count, amount } of prizes.tiers) {
    if (count === null) return null;
    total += count * amount;
  }
  return total;
}

export interface PrizeProposal {
  proposals: PrizeAward[];
  /** why some entries or tiers got no proposal */
  open: { entryIds: string[]; tierIds: string[]; reason: string }[];
}

/**
 * Prizes by rank, best tier first, as a proposal for people to change. A tie that reaches from one tier into the next (or
 * past the last) is left to them, and so are the seats it takes; a tie within one tier changes nothing. Where the next
 * entry does not reach a tier's floor, the rest of that tier stays empty. Prizes by score and side prizes (K24-10) are two
 * lists that do not touch each other.
 */
export function proposePrizes(
  prizes: Prizes,
  rows: readonly PlacedEntry[],
  basis: NonNullable<PrizeTier['basis']> = 'ranking',
): PrizeProposal {
  const result: PrizeProposal = { proposals: [], open: [] };
  const all = prizes.tiers.filter((tier) => (tier.basis ?? 'ranking') === basis);
  const counted = all.findIndex((tier) => tier.count === null);
  const tiers = counted < 0 ? all : all.slice(0, counted);
  if (counted >= 0)
    result.open.push({
      entryIds: [],
      tierIds: all.slice(counted).map((tier) => tier.id),
      reason: `Chưa nhập số lượng ${all[counted]!.name} nên chưa gợi ý từ hạng này trở xuống.`,
    });

  const groups = Map.groupBy(
    [...rows].sort((a, b) => a.rank - b.rank),
    (row) => row.rank,
  );
  const seats = new Map(tiers.map((tier) => [tier.id, tier.count!]));
  for (const group of groups.values()) {
    const reachable = tiers.filter((tier) => seats.get(tier.id)! > 0 && reaches(group[0]!, tier));
    const best = reachable[0];
    if (!best) continue;
    if (seats.get(best.id)! >= group.length) {
      seats.set(best.id, seats.get(best.id)! - group.length);
      for (const { entryId } of group) result.proposals.push({ entryId, tierId: best.id });
      continue;
    }
    const spanned = takeSeats(seats, reachable, group.length);
    result.open.push({
      entryIds: group.map((row) => row.entryId),
      tierIds: spanned.map((tier) => tier.id),
      reason: `${group.length} bài bằng ${basis === 'ranking' ? 'điểm' : 'tương tác'}, không đủ chỗ trong ${best.name}: Ban Tổ chức quyết định.`,
    });
  }
  return result;
}

const reaches = (row: PlacedEntry, tier: PrizeTier): boolean =>
  tier.floor === undefined || compare(row.score, tier.floor) >= 0;

function takeSeats(seats: Map<string, number>, tiers: PrizeTier[], wanted: number): PrizeTier[] {
  const spanned: PrizeTier[] = [];
  let rest = wanted;
  for (const tier of tiers) {
    if (rest === 0) break;
    const taken = Math.min(rest, seats.get(tier.id)!);
    seats.set(tier.id, seats.get(tier.id)! - taken);
    rest -= taken;
    spanned.push(tier);
  }
  return spanned;
}
