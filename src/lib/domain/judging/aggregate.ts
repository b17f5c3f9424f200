import {
  compare,
  type Decimal,
  dec,
  divide,
  formatDecimal,
  isZero,
  mul,
  round,
  sub,
  sum,
  toNumber,
} from '../kernel/decimal.ts';
import { formatNumber } from '../kernel/money.ts';
import type { AggregateMethod, Round } from '../programme/types.ts';

export type AggregateRule = Pick<Round['aggregate'], 'method' | 'decimals' | 'rounding'>;

const METHOD_NAMES: Record<AggregateMethod, string> = {
  mean: 'trung bình cộng',
  trimmed: 'trung bình cộng sau khi bỏ một điểm cao nhất và một điểm thấp nhất',
  median: 'số trung vị',
};

/** "Điểm của bài là trung bình cộng …, làm tròn đến 2 chữ số thập phân": printed under every ranking. */
export const aggregateText = (rule: AggregateRule): string =>
  `Điểm của bài là ${METHOD_NAMES[rule.method]} của các phiếu đã ký, làm tròn đến ${rule.decimals} chữ số thập phân (${
    rule.rounding === 'half-up' ? 'từ 5 trở lên làm tròn lên' : 'đúng 5 thì làm tròn về số chẵn'
  }).`;

/**
 * One score from the signed totals of an entry, rounded as the programme says; null without totals. With fewer than three
 * totals nothing can be trimmed: the plain mean is taken.
 */
export function aggregate(totals: readonly (string | Decimal)[], rule: AggregateRule): Decimal | null {
  if (totals.length === 0) return null;
  if (rule.method === 'mean' || (rule.method === 'trimmed' && totals.length < 3)) return mean(totals, rule);
  const sorted = totals.map(dec).sort(compare);
  if (rule.method === 'trimmed') return mean(sorted.slice(1, -1), rule);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? round(sorted[middle]!, rule.decimals, rule.rounding)
    : mean(sorted.slice(middle - 1, middle + 1), rule);
}

const mean = (totals: readonly (string | Decimal)[], rule: AggregateRule): Decimal =>
  divide(sum(totals), totals.length, rule.decimals, rule.rounding);

/** Highest less lowest total. */
export function spread(totals: readonly (string | Decimal)[]): Decimal {
  if (totals.length < 2) return dec(0);
  let [low, high] = [dec(totals[0]!), dec(totals[0]!)];
  for (const total of totals) {
    const value = dec(total);
    if (compare(value, low) < 0) low = value;
    if (compare(value, high) > 0) high = value;
  }
  return sub(high, low);
}

/** The spread in percent of the full scale, two decimals. */
export const spreadPercent = (totals: readonly (string | Decimal)[], scale: Decimal | string): Decimal =>
  isZero(scale) ? dec(0) : divide(mul(spread(totals), 100), scale, 2, 'half-up');

export interface SecondLook {
  needed: boolean;
  spreadPercent: Decimal;
  /** null when not needed */
  reason: string | null;
}

/** Whether the judges differ so much that the chair should ask for a second look. `maxSpreadPercent` itself counts. */
export function needsSecondLook(
  totals: readonly (string | Decimal)[],
  scale: Decimal | string,
  maxSpreadPercent: number | null,
): SecondLook {
  const percent = spreadPercent(totals, scale);
  const needed = maxSpreadPercent !== null && totals.length > 1 && compare(percent, String(maxSpreadPercent)) >= 0;
  return {
    needed,
    spreadPercent: percent,
    reason: needed
      ? `Điểm cao nhất và thấp nhất lệch ${formatDecimal(spread(totals))} điểm (${formatDecimal(percent)}% thang điểm, từ ${formatNumber(maxSpreadPercent!)}% thì xem lại).`
      : null,
  };
}

export interface JudgeStatistics {
  judgeId: string;
  sheets: number;
  mean: number;
  /** mean difference from the other judges of the same entries, in points; null when nobody else judged them */
  leniency: number | null;
  /** leniency in standard deviations of all judges; null with fewer than three judges to compare */
  z: number | null;
}

/**
 * How strict or lenient each judge is, measured against those who judged the same entries: a judge who got weak entries is
 * not strict. Floats: this is for the chair's eye and never enters a score.
 */
export function judgeStatistics(
  sheets: readonly { entryId: string; judgeId: string; total: string }[],
): JudgeStatistics[] {
  const entries = new Map<string, { total: number; count: number }>();
  const judges = new Map<string, { total: number; count: number; against: number; compared: number }>();
  const numbers = sheets.map((sheet) => toNumber(sheet.total));
  sheets.forEach(({ entryId }, i) => {
    const entry = entries.get(entryId) ?? { total: 0, count: 0 };
    entry.total += numbers[i]!;
    entry.count += 1;
    entries.set(entryId, entry);
  });
  sheets.forEach(({ entryId, judgeId }, i) => {
    const judge = judges.get(judgeId) ?? { total: 0, count: 0, against: 0, compared: 0 };
    const entry = entries.get(entryId)!;
    judge.total += numbers[i]!;
    judge.count += 1;
    if (entry.count > 1) {
      judge.against += numbers[i]! - (entry.total - numbers[i]!) / (entry.count - 1);
      judge.compared += 1;
    }
    judges.set(judgeId, judge);
  });
  const rows = [...judges].map(([judgeId, judge]) => ({
    judgeId,
    sheets: judge.count,
    mean: judge.total / judge.count,
    leniency: judge.compared > 0 ? judge.against / judge.compared : null,
  }));
  const known = rows.flatMap((row) => (row.leniency === null ? [] : [row.leniency]));
  const average = known.reduce((all, one) => all + one, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((all, one) => all + (one - average) ** 2, 0) / (known.length - 1));
  return rows.map((row) => ({
    ...row,
    z: row.leniency === null || known.length < 3 || !(deviation > 0) ? null : (row.leniency - average) / deviation,
  }));
}
