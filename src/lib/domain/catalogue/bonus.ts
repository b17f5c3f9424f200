/** Bonus of a form: a multiple of the base salary of the day of the decision (Nghị định 152/2025/NĐ-CP Điều 50-54). */
import { decimalText, divide, mul, sub } from '../kernel/decimal.ts';
import type { AwardForm, LawVersion, SubjectKind } from './types.ts';

type Rounding = LawVersion['rounding']['value'];

export interface Bonus {
  /** decimal string */
  multiple: string;
  /** đồng */
  amount: number;
  /** whoever decides may give less */
  atMost: boolean;
  source: string;
  verified: boolean;
}

/** A whole number of đồng, up to (or to the nearest) multiple of `to`. */
function roundMoney(exact: string, { to, way }: Rounding): number {
  const step = to ?? 1;
  const nearest = way === 'nearest' || to === null;
  const whole = divide(exact, step, 0, nearest ? 'half-up' : 'down');
  const left = sub(exact, mul(whole, step));
  const steps = !nearest && left.units > 0n ? whole.units + 1n : whole.units;
  return Number(steps) * step;
}

/**
 * What a subject receives with a form; null: the catalogue knows no bonus for it.
 * @param args.baseSalary đồng a month, of the day of the decision
 */
export function bonusOf(args: {
  form: Pick<AwardForm, 'bonus'>;
  subject: SubjectKind;
  baseSalary: number;
  rounding: Rounding;
}): Bonus | null {
  const multiple = args.form.bonus[args.subject];
  if (!multiple) return null;
  return {
    multiple: decimalText(multiple.value),
    amount: roundMoney(decimalText(mul(multiple.value, args.baseSalary)), args.rounding),
    atMost: multiple.atMost === true,
    source: multiple.source,
    verified: multiple.verified,
  };
}
