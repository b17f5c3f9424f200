import { add, decimalText, formatDecimal, isZero, mul, sum } from '../kernel/decimal.ts';
import { countdown, formatDateTime, type Instant, toMs } from '../kernel/time.ts';
import { clauseLabel } from '../programme/cite.ts';
import { INTERACTION_TIES } from '../programme/labels.ts';
import type { ContestProgramme, InteractionRules } from '../programme/types.ts';
import { rankWithTies, type TieFacts } from './ties.ts';

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
}

export interface WorkRank {
  id: string;
  /** 1, 2, 2, 4: works that stay tied share a rank */
  rank: number;
  /** still tied after every rule that could be applied */
  tied: boolean;
}

/** What a tie goes by. @param counted whether pages elsewhere count: then their likes and shares break ties, too */
export function tieFacts(counted: boolean, { id, tally, score, submittedAt }: RankedWork): TieFacts {
  const elsewhere = counted ? tally.external : { likes: 0, shares: 0 };
  return {
    entryId: id,
    likes: tally.likes + elsewhere.likes,
    shares: tally.shares + elsewhere.shares,
    views: tally.views,
    score: score ?? null,
    submittedAt,
  };
}

/**
 * K24-10: works by their interactions, the most first; equal ones are told apart by the programme's rules in order. Whether
 * scores are known is the same for all works of one call.
 */
export function rankWorks(
  rules: Pick<InteractionRules, 'external' | 'ties'>,
  works: readonly RankedWork[],
): WorkRank[] {
  const waits = works.some((work) => work.score === undefined) ? rules.ties.indexOf('score') : -1;
  return rankWithTies(
    works.map((work) => ({ ...tieFacts(countsExternal(rules), work), total: work.tally.total })),
    (row) => row.total,
    waits < 0 ? rules.ties : rules.ties.slice(0, waits),
  ).map(({ entryId, rank, tied }) => ({ id: entryId, rank, tied }));
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
