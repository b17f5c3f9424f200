import { add, compare, decimalText, formatDecimal, isZero, mul, sum } from '../kernel/decimal.ts';
import { countdown, formatDateTime, type Instant, toMs } from '../kernel/time.ts';
import { clauseLabel } from '../programme/cite.ts';
import { INTERACTION_TIES } from '../programme/labels.ts';
import type { ContestProgramme, InteractionRules, InteractionTie } from '../programme/types.ts';

/** What was counted for one work. */
export interface Counts {
  likes: number;
  shares: number;
  views: number;
  /** as the last snapshots of pages elsewhere say */
  external: { likes: number; shares: number; comments: number };
}

export interface Tally extends Counts {
  /** weighted sum, canonical decimal text */
  total: string;
}

type Weights = Pick<InteractionRules, 'weights' | 'external'>;

/** Whether numbers of pages elsewhere are part of the total; what the programme leaves open is not counted. */
export const countsExternal = (rules: Pick<InteractionRules, 'external'>): boolean =>
  rules.external.counted.value === true;

/** K24-8, K24-10: the weighted sum of what was counted, exact. */
export function tallyOf(rules: Weights, counts: Counts): Tally {
  const { weights, external } = rules;
  const terms = [
    mul(weights.like, counts.likes),
    mul(weights.share, counts.shares),
    mul(weights.view, counts.views),
    ...(countsExternal(rules)
      ? [
          mul(external.weights.like, counts.external.likes),
          mul(external.weights.share, counts.external.shares),
          mul(external.weights.comment, counts.external.comments),
        ]
      : []),
  ];
  const { likes, shares, views } = counts;
  return { likes, shares, views, external: { ...counts.external }, total: decimalText(sum(terms)) };
}

export interface RankedWork {
  id: string;
  tally: Tally;
  /** jury's score; null: none. Left out: not known yet, so that this rule and those after it have to wait */
  score?: string | null;
  submittedAt: Date | null;
  /** place that people decided within a tie: 1, 2, 3 … */
  decided?: number | null;
}

export interface WorkRank {
  id: string;
  /** 1, 2, 2, 4: works that stay tied share a rank */
  rank: number;
  /** still tied after every rule that could be applied */
  tied: boolean;
}

/** Likes that a tie goes by: those of pages elsewhere count where the total counts them, too. */
const likesOf = (rules: Weights, { likes, external }: Tally) => likes + (countsExternal(rules) ? external.likes : 0);
const sharesOf = (rules: Weights, { shares, external }: Tally) =>
  shares + (countsExternal(rules) ? external.shares : 0);

/** Negative: `a` comes first. 'wait': this rule cannot be applied yet, nor may those after it. */
function compareBy(tie: InteractionTie, rules: Weights, a: RankedWork, b: RankedWork): number | 'wait' {
  switch (tie) {
    case 'likes':
      return likesOf(rules, b.tally) - likesOf(rules, a.tally);
    case 'shares':
      return sharesOf(rules, b.tally) - sharesOf(rules, a.tally);
    case 'views':
      return b.tally.views - a.tally.views;
    case 'score':
      if (a.score === undefined || b.score === undefined) return 'wait';
      if (a.score === null || b.score === null) return a.score === b.score ? 0 : a.score === null ? 1 : -1;
      return compare(b.score, a.score);
    case 'earlier-submission':
      return (a.submittedAt?.getTime() ?? Number.MAX_VALUE) - (b.submittedAt?.getTime() ?? Number.MAX_VALUE);
    case 'decision':
      return (a.decided ?? Number.MAX_VALUE) - (b.decided ?? Number.MAX_VALUE);
  }
}

/**
 * K24-10: works by their interactions, the most first; equal ones are told apart by the programme's rules in order. Whether
 * scores are known is the same for all works of one call.
 */
export function rankWorks(rules: Weights & Pick<InteractionRules, 'ties'>, works: readonly RankedWork[]): WorkRank[] {
  const order = (a: RankedWork, b: RankedWork): number => {
    const byTotal = compare(b.tally.total, a.tally.total);
    if (byTotal !== 0) return byTotal;
    for (const tie of rules.ties) {
      const by = compareBy(tie, rules, a, b);
      if (by === 'wait') return 0;
      if (by !== 0) return by;
    }
    return 0;
  };
  // equal works stand in an order of their own, so that the same works always give the same list
  const sorted = works.toSorted((a, b) => order(a, b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const ranks: WorkRank[] = [];
  for (const [i, work] of sorted.entries()) {
    const previous = i > 0 ? ranks[i - 1]! : null;
    const same = previous !== null && order(sorted[i - 1]!, work) === 0;
    if (same) previous.tied = true;
    ranks.push({ id: work.id, rank: same ? previous.rank : i + 1, tied: same });
  }
  return ranks;
}

export type WindowState = 'upcoming' | 'open' | 'closed';

/** K24-8: both ends belong to the window; the first millisecond after `freezeAt` is too late for the prize. */
export function windowState(rules: Pick<InteractionRules, 'from' | 'freezeAt'>, now: Instant): WindowState {
  if (toMs(now) < toMs(rules.from)) return 'upcoming';
  return toMs(now) <= toMs(rules.freezeAt) ? 'open' : 'closed';
}

/** Whether the public sees no numbers yet. What the programme leaves open hides nothing. */
export const hiddenNow = (rules: Pick<InteractionRules, 'freezeAt' | 'hiddenUntilFreeze'>, now: Instant): boolean =>
  rules.hiddenUntilFreeze.value === true && toMs(now) <= toMs(rules.freezeAt);

type WithRules = Pick<ContestProgramme, 'clauses'>;

/** Where the count stands, as a sentence with its clause: 'Đang tính lượt tương tác, còn 3 ngày 4 giờ (đến …; Mục IV.6).' */
export function windowText(doc: WithRules, rules: InteractionRules, now: Instant): string {
  const clause = clauseLabel(doc, rules.clause);
  const end = formatDateTime(rules.freezeAt);
  switch (windowState(rules, now)) {
    case 'upcoming':
      return `Bắt đầu tính lượt tương tác lúc ${formatDateTime(rules.from)} (${clause}).`;
    case 'open':
      return `Đang tính lượt tương tác, ${countdown(now, rules.freezeAt)}: chốt lúc ${end} (${clause}).`;
    case 'closed':
      return `Đã hết thời gian tính lượt tương tác cho giải, lúc ${end} (${clause}). Lượt thích, chia sẻ và xem sau đó vẫn hiện trên trang nhưng không tính cho giải.`;
  }
}

/** The rules of the count in words, one sentence each, for the public page. */
export function rulesInWords(doc: WithRules, rules: InteractionRules): string[] {
  const points = (weight: string) => `${formatDecimal(weight)} điểm`;
  const { weights, external } = rules;
  const counted = (name: string, weight: string) =>
    isZero(weight) ? `${name} không tính điểm.` : `${name} tính ${points(weight)}.`;
  return [
    `Tính cho giải những gì diễn ra từ ${formatDateTime(rules.from)} đến ${formatDateTime(rules.freezeAt)} (${clauseLabel(doc, rules.clause)}).`,
    `${counted('Mỗi lượt thích', weights.like)} Mỗi người thích một bài một lần và có thể bỏ thích.`,
    `${counted('Mỗi lượt chia sẻ', weights.share)} Một lượt chia sẻ được tính khi người khác mở liên kết; một người chia sẻ một bài nhiều lần trong ngày vẫn tính một lượt${
      rules.sharesPerDay.value === null
        ? ''
        : `, và mỗi ngày tính nhiều nhất ${rules.sharesPerDay.value} lượt của một người cho mọi bài`
    }.`,
    counted('Mỗi lượt xem', weights.view),
    countsExternal(rules)
      ? `Cộng số liệu của trang ngoài (Fanpage): ${(
          [
            ['thích', external.weights.like],
            ['chia sẻ', external.weights.share],
            ['bình luận', external.weights.comment],
          ] as const
        )
          .map(([name, weight]) => (isZero(weight) ? `${name} không tính` : `${name} ${points(weight)}`))
          .join(', ')}, theo lần ghi cuối cùng trước khi chốt.`
      : 'Số liệu của trang ngoài (Fanpage) chỉ để tham khảo, không tính cho giải.',
    `Bằng nhau thì xét lần lượt: ${rules.ties.map((tie) => INTERACTION_TIES[tie]).join('; ')}.`,
  ];
}

/** Sums of several works, for the head of a list. */
export function sumOf(tallies: Iterable<Tally>): Tally {
  const all: Tally = { likes: 0, shares: 0, views: 0, external: { likes: 0, shares: 0, comments: 0 }, total: '0' };
  let total = sum([]);
  for (const tally of tallies) {
    all.likes += tally.likes;
    all.shares += tally.shares;
    all.views += tally.views;
    all.external.likes += tally.external.likes;
    all.external.shares += tally.external.shares;
    all.external.comments += tally.external.comments;
    total = add(total, tally.total);
  }
  return { ...all, total: decimalText(total) };
}
