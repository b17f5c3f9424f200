/**
 * The score by which prizes go where the jury and the public decide together: the jury's score, on a common scale and
 * weighted, plus points for interactions, weighted, rounded once at the end. How much of each is the programme's.
 */

import { type Placed, rankWithTies, type TieFacts } from '../gallery/ties.ts';
import {
  add,
  compare,
  type Decimal,
  dec,
  decimalText,
  divide,
  equals,
  formatDecimal,
  isZero,
  mul,
  type Rounding,
  round,
} from '../kernel/decimal.ts';
import type { Combination, InteractionPoints } from '../programme/types.ts';

/** A division that does not come out even is carried this far, so that the row can be checked by hand. */
const SCALED_DECIMALS = 6;

/** A work with the jury's score and its interactions; `score` is the jury's. */
export interface CombineEntry extends TieFacts {
  score: string;
}

/** One work's calculation; all numbers are canonical decimal texts. */
export interface CombinedRow extends Placed {
  entryId: string;
  /** `scaled`: on the common scale; `part`: weighted */
  jury: { score: string; scaled: string; part: string };
  /** `total`: weighted number of interactions; `part`: points, weighted */
  interactions: { total: string; points: string; part: string };
  /** the two parts together, before rounding */
  sum: string;
  score: string;
}

export interface Combined {
  rows: CombinedRow[];
  /** the jury's full score */
  full: string;
  /** interactions of the work with the most, among these */
  most: string;
}

/**
 * The combined score of each work and its place, equal as printed. Points relative to the most count the most among the
 * works compared here; a work that is not in `interactions` has none.
 */
export function combineScores(args: {
  combination: Combination;
  entries: readonly CombineEntry[];
  /** the full score of the round's rubric */
  full: string | Decimal;
  interactions: ReadonlyMap<string, string>;
}): Combined {
  const { combination, entries, full } = args;
  const totalOf = (entryId: string) => args.interactions.get(entryId) ?? '0';
  const most = entries
    .map(({ entryId }) => totalOf(entryId))
    .reduce((best, total) => (compare(total, best) > 0 ? total : best), '0');
  const rows = entries.map((entry) => {
    const total = totalOf(entry.entryId);
    const scaled = scaledScore(entry.score, full, combination.jury.scale);
    const points = interactionPoints(combination.interactions.points, total, most);
    const parts = [mul(scaled, combination.jury.weight), mul(points, combination.interactions.weight)] as const;
    const sum = add(...parts);
    return {
      ...entry,
      jury: { score: decimalText(entry.score), scaled: decimalText(scaled), part: decimalText(parts[0]) },
      interactions: { total: decimalText(total), points: decimalText(points), part: decimalText(parts[1]) },
      sum: decimalText(sum),
      combined: decimalText(round(sum, combination.decimals, combination.rounding)),
    };
  });
  return {
    rows: rankWithTies(rows, (row) => row.combined, combination.ties).map(
      ({ entryId, jury, interactions, sum, combined, rank, tied, tieNote }) => ({
        entryId,
        jury,
        interactions,
        sum,
        score: combined,
        rank,
        tied,
        tieNote,
      }),
    ),
    full: decimalText(full),
    most: decimalText(most),
  };
}

function scaledScore(score: string, full: string | Decimal, scale: string | null): Decimal {
  if (scale === null || equals(scale, full) || isZero(full)) return dec(score);
  return divide(mul(score, scale), full, SCALED_DECIMALS, 'half-up');
}

/** Points for a weighted number of interactions. Where nobody has any, nobody has points. */
function interactionPoints(rule: InteractionPoints, total: string, most: string): Decimal {
  const per = rule.kind === 'relative' ? most : rule.interactions;
  if (isZero(per)) return dec(0);
  const points = divide(mul(total, rule.points), per, rule.decimals, rule.rounding);
  return rule.kind === 'per' && rule.max !== null && compare(points, rule.max) > 0 ? dec(rule.max) : points;
}

function roundingText(decimals: number, rounding: Rounding): string {
  if (rounding === 'down') return decimals === 0 ? 'bỏ phần lẻ' : `lấy ${decimals} chữ số thập phân, bỏ phần còn lại`;
  const to = decimals === 0 ? 'làm tròn đến số nguyên' : `làm tròn đến ${decimals} chữ số thập phân`;
  return rounding === 'half-even' ? `${to}, nửa về số chẵn` : to;
}

const weighted = (weight: string, what: string): string =>
  equals(weight, 1) ? what : `${formatDecimal(mul(weight, 100))}% ${what}`;

function pointsRule(rule: InteractionPoints): string {
  const how = roundingText(rule.decimals, rule.rounding);
  if (rule.kind === 'relative')
    return `${formatDecimal(rule.points)} × số tương tác ÷ số tương tác của bài nhiều nhất, ${how}`;
  const cap = rule.max === null ? '' : `, tối đa ${formatDecimal(rule.max)} điểm`;
  return `cứ ${formatDecimal(rule.interactions)} tương tác được ${formatDecimal(rule.points)} điểm, ${how}${cap}`;
}

/** The formula in words: "Điểm chung = 70% điểm Ban Giám khảo (quy về thang 100) + 30% điểm tương tác (…)". */
export function describeCombination(combination: Combination, full: string | Decimal): string {
  const { jury, interactions } = combination;
  const scale =
    jury.scale === null || equals(jury.scale, full)
      ? `thang ${formatDecimal(full)}`
      : `từ thang ${formatDecimal(full)} quy về thang ${formatDecimal(jury.scale)}`;
  return `Điểm chung = ${weighted(jury.weight, 'điểm Ban Giám khảo')} (${scale}) + ${weighted(interactions.weight, 'điểm tương tác')} (${pointsRule(interactions.points)}); ${roundingText(combination.decimals, combination.rounding)}.`;
}

const shown = formatDecimal;
const times = (value: string, weight: string): string =>
  equals(weight, 1) ? shown(value) : `${shown(value)} × ${shown(weight)}`;
const equalsOrNear = (exact: string, rounded: string): string =>
  equals(exact, rounded) ? `= ${shown(rounded)}` : `= ${shown(exact)} → ${shown(rounded)}`;

/** One work's calculation, step by step, for checking by hand. */
export function calculationText(
  row: CombinedRow,
  combination: Combination,
  of: Pick<Combined, 'full' | 'most'>,
): { jury: string; points: string; sum: string } {
  const { scale, weight } = combination.jury;
  const { points } = combination.interactions;
  const { total } = row.interactions;
  return {
    jury:
      scale === null || equals(scale, of.full)
        ? shown(row.jury.score)
        : `${shown(row.jury.score)} × ${shown(scale)} ÷ ${shown(of.full)} = ${shown(row.jury.scaled)}`,
    points: pointsText(points, total, of.most, row.interactions.points),
    sum: `${times(row.jury.scaled, weight)} + ${times(row.interactions.points, combination.interactions.weight)} ${equalsOrNear(row.sum, row.score)}`,
  };
}

function pointsText(rule: InteractionPoints, total: string, most: string, points: string): string {
  const per = rule.kind === 'relative' ? most : rule.interactions;
  if (isZero(total) || isZero(per)) return 'không có tương tác = 0';
  const sign = equals(mul(points, per), mul(total, rule.points)) ? '=' : '→';
  if (rule.kind === 'relative')
    return `${shown(rule.points)} × ${shown(total)} ÷ ${shown(most)} ${sign} ${shown(points)}`;
  const cap = rule.max !== null && equals(points, rule.max) && sign === '→' ? `, tối đa ${shown(rule.max)}` : '';
  return `${shown(total)} ÷ ${shown(per)}${equals(rule.points, 1) ? '' : ` × ${shown(rule.points)}`}${cap} ${sign} ${shown(points)}`;
}
