import {
  add,
  type Decimal,
  dec,
  decimalText,
  formatDecimal,
  inRange,
  isMultipleOf,
  mul,
  parseDecimalText,
  sum,
} from '../kernel/decimal.ts';
import { type Issue, RuleError } from '../kernel/errors.ts';
import type { Criterion, Rubric } from '../programme/types.ts';

type Scale = Pick<Rubric, 'criteria'>;

/** "Từ 0 đến 25, bước 0,5": beside each criterion, and in the refusal. */
export const boundsText = (criterion: Pick<Criterion, 'min' | 'max' | 'step'>): string =>
  `từ ${formatDecimal(criterion.min)} đến ${formatDecimal(criterion.max)}, bước ${formatDecimal(criterion.step)}`;

export type ReadScore = { value: string; error: null } | { value: null; error: string | null };

/** Reads one score as typed, '7,5' or '7.5'. An empty box is no fault until signing: value and error are null. */
export function readScore(criterion: Criterion, typed: string): ReadScore {
  if (typed.trim() === '') return { value: null, error: null };
  const value = parseDecimalText(typed);
  const refuse = (what: string): ReadScore => ({
    value: null,
    error: `${what} Điểm "${criterion.name}" ${boundsText(criterion)}.`,
  });
  if (value === null) return refuse('Điểm phải là số, ví dụ 7,5.');
  if (!inRange(value, criterion.min, criterion.max)) return refuse(`${formatDecimal(value)} nằm ngoài thang điểm.`);
  if (!isMultipleOf(value, criterion.step, criterion.min))
    return refuse(`${formatDecimal(value)} không đúng bước điểm.`);
  return { value, error: null };
}

export interface Sheet {
  /** by criterion id; canonical text, null where nothing valid stands */
  values: Record<string, string | null>;
  /** by criterion id: what to show beside the box */
  errors: Record<string, string>;
  /** names of the criteria without a score */
  missing: Criterion[];
  /** Σ score × weight of what is there, canonical text */
  total: string;
  /** every criterion has a valid score, so that the sheet can be signed */
  complete: boolean;
}

/** Reads a whole sheet as typed. Values for criteria that the rubric does not have are left out. */
export function readSheet(rubric: Scale, typed: Record<string, string>): Sheet {
  const values: Record<string, string | null> = {};
  const errors: Record<string, string> = {};
  for (const criterion of rubric.criteria) {
    const { value, error } = readScore(
      criterion,
      Object.hasOwn(typed, criterion.id) ? (typed[criterion.id] ?? '') : '',
    );
    values[criterion.id] = value;
    if (error) errors[criterion.id] = error;
  }
  const missing = rubric.criteria.filter((c) => values[c.id] === null && !errors[c.id]);
  return {
    values,
    errors,
    missing,
    total: decimalText(weighted(rubric, values)),
    complete: rubric.criteria.length > 0 && missing.length === 0 && Object.keys(errors).length === 0,
  };
}

/** Σ score × weight, exact. Criteria without a score count nothing. */
export function weighted(rubric: Scale, values: Record<string, string | null | undefined>): Decimal {
  let total = dec(0);
  for (const { id, weight } of rubric.criteria) {
    const value = values[id];
    if (value !== null && value !== undefined) total = add(total, weight === '1' ? value : mul(value, weight));
  }
  return total;
}

/** The highest total that a sheet can reach: Σ max × weight. */
export const fullScale = (rubric: Scale): Decimal => sum(rubric.criteria.map((c) => mul(c.max, c.weight)));

/** K26-4c: refuses to sign a sheet that is not complete and valid; returns its canonical values and total. */
export function requireSignable(
  rubric: Scale,
  typed: Record<string, string>,
): { values: Record<string, string>; total: string } {
  const sheet = readSheet(rubric, typed);
  if (!sheet.complete) {
    const issues: Issue[] = rubric.criteria
      .filter((c) => sheet.values[c.id] === null)
      .map((c) => ({ field: c.id, message: sheet.errors[c.id] ?? `Chưa chấm "${c.name}" (${boundsText(c)}).` }));
    throw new RuleError({
      code: 'judging.sheet-incomplete',
      message:
        issues.length > 0
          ? `Chưa ký được: còn ${issues.length} tiêu chí chưa chấm hoặc chấm chưa đúng thang điểm.`
          : 'Chưa ký được: vòng chấm chưa có tiêu chí.',
      issues,
    });
  }
  return { values: sheet.values as Record<string, string>, total: sheet.total };
}
