import { add, type Decimal, dec, decimalText, divide, isZero, mul, round } from '../kernel/decimal.ts';
import type { Indicator } from './types.ts';

/** Who takes a unit's place, and which part of its figures (a decimal string, all of them together "1"); null: nobody has decided. */
export interface SuccessorLink {
  unitId: string;
  share: string | null;
}

/** Units that have ended, each with its successors in a fixed order: the last one takes what rounding leaves. */
export type Succession = ReadonlyMap<string, readonly SuccessorLink[]>;

/** One unit's figure for one period; decimal strings. */
export interface FigureRow {
  unitId: string;
  period: string;
  numerator: string | null;
  denominator: string | null;
  value: string | null;
}

/** A figure after it was carried on. */
export interface CarriedRow extends FigureRow {
  /** the units that reported what is in it; the unit itself, where it did */
  from: string[];
}

type UndividedReason = 'no-share' | 'indivisible' | 'not-addable' | 'circle';

export interface UndividedRow extends CarriedRow {
  reason: UndividedReason;
}

/** The rule in the words of the pages that show carried figures. */
export const successionRuleText =
  'Số liệu đã báo cáo không bị sửa và vẫn đọc được dưới tên đơn vị cũ. Đơn vị cũ có một đơn vị kế thừa thì số liệu chuyển cả sang đơn vị đó. ' +
  'Có nhiều đơn vị kế thừa thì tử số, mẫu số và số lượng được chia theo tỷ lệ đã quyết định; phần lẻ khi làm tròn thuộc đơn vị cuối cùng. ' +
  'Chưa quyết định tỷ lệ thì không chia: số liệu đứng dưới tên đơn vị cũ và vẫn được tính vào số chung. ' +
  'Chỉ tiêu có/không, chỉ tiêu lấy số mới nhất và tỷ lệ không có tử số, mẫu số không bao giờ được chia.';

/** Why a figure stays under the old unit, for the reader of a list. */
export const undividedReasons: Record<UndividedReason, string> = {
  'no-share': 'chưa quyết định tỷ lệ chia cho các đơn vị kế thừa',
  indivisible: 'loại số liệu này không chia được',
  'not-addable': 'không cộng được với số liệu của đơn vị khác',
  circle: 'các đơn vị kế thừa lẫn nhau, cần sửa lại',
};

/** Portions are whole at this many decimals, or at as many as the figure itself has. */
const portionDecimals = 6;

type Measured = Pick<Indicator, 'kind' | 'aggregation' | 'decimals'>;

interface Contribution extends CarriedRow {
  /** the figure as it was reported */
  origin: FigureRow;
  divided: boolean;
}

const hasParts = (row: FigureRow): boolean => row.numerator !== null && row.denominator !== null;

/** Figures of these two can be added up: a ratio by what it counts, an amount by itself. */
function addable(row: FigureRow, indicator: Measured): boolean {
  if (indicator.kind === 'ratio') return hasParts(row);
  return indicator.kind === 'amount' && ['sum', 'last'].includes(indicator.aggregation.method);
}

const dividable = (row: FigureRow, indicator: Measured): boolean =>
  indicator.aggregation.method !== 'last' && addable(row, indicator);

/**
 * Cuts a figure by shares. Each cut lies at the rounded running total, so the portions add up to the figure exactly, none is
 * negative where the figure is not, and the last takes what rounding leaves.
 */
function portions(figure: string | null, shares: string[]): (string | null)[] {
  if (figure === null) return shares.map(() => null);
  const whole = dec(figure);
  const decimals = Math.max(portionDecimals, whole.scale);
  const units = (value: Decimal): bigint => value.units * 10n ** BigInt(decimals - value.scale);
  let running = dec(0);
  let cut = 0n;
  return shares.map((share, i) => {
    running = add(running, share);
    const upTo =
      i === shares.length - 1
        ? whole
        : round({ units: whole.units * running.units, scale: whole.scale + running.scale }, decimals, 'half-up');
    const portion = units(upTo) - cut;
    cut += portion;
    return decimalText({ units: portion, scale: decimals });
  });
}

const total = (figures: (string | null)[]): string | null => {
  const known = figures.filter((figure) => figure !== null);
  return known.length > 0 ? decimalText(known.reduce<Decimal>((sum, figure) => add(sum, figure), dec(0))) : null;
};

/** The figure of several units that now are one. */
function joined(unitId: string, period: string, rows: Contribution[], indicator: Measured): CarriedRow {
  const from = [...new Set(rows.flatMap((row) => row.from))];
  const numerator = total(rows.map((row) => row.numerator));
  const denominator = total(rows.map((row) => row.denominator));
  const value =
    indicator.kind !== 'ratio'
      ? total(rows.map((row) => row.value))
      : numerator === null || denominator === null || isZero(denominator)
        ? null
        : decimalText(divide(mul(numerator, 100), denominator, indicator.decimals, 'half-up'));
  return { unitId, period, numerator, denominator, value, from };
}

const plain = ({ unitId, period, numerator, denominator, value, from }: CarriedRow): CarriedRow => ({
  unitId,
  period,
  numerator,
  denominator,
  value,
  from,
});

/**
 * Shows the figures of units that were merged, divided or dissolved under the units that took their place (C21-7). Nothing is
 * rewritten: what was reported stays readable under the old unit; this is only another reading of it.
 *
 * The rule: a unit with one successor hands on its figures whole. With several, numerator, denominator and amount are divided by the
 * decided shares; the last successor takes what rounding leaves, and a ratio itself stays as it is. Where no share has been decided
 * nothing is divided by guess: the figure stays under the old unit and counts in the province. Figures of "yes or no", of
 * indicators that take the latest figure, and ratios without their parts are never divided; what cannot be added up (yes-no, means,
 * ratios without parts) is not added to another unit's figure either and stays under the unit that reported it. Successors that
 * ended in turn hand on by the same rule.
 *
 * So no figure is lost or counted twice: the sum of `rows` and `undivided` is the sum of what was given.
 */
export function carryForward(
  figures: readonly FigureRow[],
  succession: Succession,
  indicator: Measured,
): { rows: CarriedRow[]; undivided: UndividedRow[] } {
  const arrived: Contribution[] = [];
  const undivided: UndividedRow[] = [];

  const stay = (one: Contribution, reason: UndividedReason) =>
    undivided.push(
      one.divided ? { ...plain(one), reason } : { ...plain({ ...one.origin, from: [one.origin.unitId] }), reason },
    );

  const hand = (one: Contribution, passed: readonly string[]): void => {
    const next = succession.get(one.unitId) ?? [];
    if (next.length === 0) arrived.push(one);
    else if (next.some((link) => passed.includes(link.unitId))) stay(one, 'circle');
    else if (next.length === 1) hand({ ...one, unitId: next[0]!.unitId }, [...passed, next[0]!.unitId]);
    else if (!dividable(one, indicator)) stay(one, 'indivisible');
    else {
      const shares = next.flatMap((link) => link.share ?? []);
      if (shares.length < next.length) return void stay(one, 'no-share');
      const [numerators, denominators] = [portions(one.numerator, shares), portions(one.denominator, shares)];
      const values = indicator.kind === 'amount' ? portions(one.value, shares) : shares.map(() => one.value);
      next.forEach((link, i) => {
        const part = { numerator: numerators[i]!, denominator: denominators[i]!, value: values[i]! };
        hand({ ...one, ...part, unitId: link.unitId, divided: true }, [...passed, link.unitId]);
      });
    }
  };
  for (const origin of figures)
    hand({ ...plain({ ...origin, from: [origin.unitId] }), origin, divided: false }, [origin.unitId]);

  const rows: CarriedRow[] = [];
  for (const group of Map.groupBy(arrived, (one) => `${one.period} ${one.unitId}`).values()) {
    const [first] = group;
    if (group.length === 1) rows.push(plain(first!));
    else if (group.every((one) => addable(one, indicator)))
      rows.push(joined(first!.unitId, first!.period, group, indicator));
    else
      for (const one of group)
        if (one.origin.unitId === one.unitId) rows.push(plain(one));
        else stay(one, 'not-addable');
  }
  return { rows, undivided };
}
