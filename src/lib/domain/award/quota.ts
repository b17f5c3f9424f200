/**
 * How many a unit may nominate (Q25-8), as the guidance of the call says it: "không quá 01 tập thể, 03 cá nhân", "mỗi xã 02 trường hợp
 * (tập thể hoặc cá nhân)", "10 % tập thể, 5 % cá nhân" of those who take part. What the guidance leaves open is never guessed: the line
 * says what a person has to decide, and nothing is submitted on it until then.
 */
import type { SubjectKind } from '../catalogue/types.ts';
import { type Decimal, dec, divide, equals, formatDecimal, mul, round, toNumber } from '../kernel/decimal.ts';
import { joinVi } from '../kernel/text.ts';
import { subjectKindNames } from './path.ts';
import type { AwardCall, Quota } from './types.ts';

type Limit = Quota['limits'][number];

/** Who takes part directly, as the unit declares it in its submission; null: not declared. */
export interface Declared {
  collectives: number | null;
  individuals: number | null;
  households: number | null;
}

/** What a quota counts of a dossier. */
export interface Counted {
  formId: string;
  subjectKind: SubjectKind;
}

/** One limit that holds for a unit, and how much of it is used. */
export interface QuotaLine {
  quota: Quota;
  limit: Limit;
  /** null: not known, `open` says why */
  max: number | null;
  used: number;
  /** never below 0 */
  left: number | null;
  over: boolean;
  /** what a person has to decide or declare before anything can be submitted on this line */
  open?: string;
}

const declaredOf: Record<SubjectKind, keyof Declared> = {
  collective: 'collectives',
  individual: 'individuals',
  household: 'households',
};

const nouns = (subjects: readonly SubjectKind[]): string =>
  joinVi(
    subjects.map((kind) => subjectKindNames[kind].toLocaleLowerCase('vi')),
    'hoặc',
  );

/** Whether a quota speaks of a unit. */
const appliesTo = (quota: Pick<Quota, 'classIds' | 'units'>, unit: { code: string; classId: string | null }): boolean =>
  (quota.classIds.length === 0 && quota.units.length === 0) ||
  quota.units.includes(unit.code) ||
  (unit.classId !== null && quota.classIds.includes(unit.classId));

/** Whether a line of a quota counts a dossier. */
const counts = (quota: Pick<Quota, 'formIds'>, limit: Pick<Limit, 'subjects'>, dossier: Counted): boolean =>
  limit.subjects.includes(dossier.subjectKind) &&
  (quota.formIds.length === 0 || quota.formIds.includes(dossier.formId));

function rounded(exact: Decimal, rounding: NonNullable<Limit['rounding']>): number {
  if (rounding === 'nearest') return toNumber(round(exact, 0, 'half-up'));
  const floor = round(exact, 0, 'down');
  return toNumber(floor) + (rounding === 'up' && !equals(floor, exact) ? 1 : 0);
}

function maxOf(limit: Limit, declared: Declared): { max: number } | { open: string } {
  if (limit.max !== null) return { max: limit.max };
  if (limit.percent === null)
    return { open: 'Chỉ tiêu chưa có con số. Cơ quan thường trực của đợt xét khen cần nhập.' };
  const missing = limit.subjects.filter((kind) => declared[declaredOf[kind]] === null);
  if (missing.length > 0)
    return { open: `Đơn vị chưa khai số ${nouns(missing)} trực tiếp tham gia nên chưa tính được chỉ tiêu.` };
  const base = limit.subjects.reduce((total, kind) => total + declared[declaredOf[kind]]!, 0);
  const exact = divide(mul(limit.percent, base), 100, 20, 'down');
  if (limit.rounding !== null || equals(exact, round(exact, 0, 'down')))
    return { max: rounded(exact, limit.rounding ?? 'down') };
  return {
    open: `${formatDecimal(dec(limit.percent))}% của ${base} ${nouns(limit.subjects)} là ${formatDecimal(round(exact, 2, 'half-up'))}; hướng dẫn chưa nói cách làm tròn. Cơ quan thường trực của đợt xét khen cần quyết định.`,
  };
}

/**
 * Where a unit stands against every quota that holds for it, in the order of the call.
 * @param args.dossiers those of the unit that take up room (`countsForQuota`), with those about to be submitted
 */
export function quotaLines(args: {
  call: Pick<AwardCall, 'quotas'>;
  unit: { code: string; classId: string | null };
  declared: Declared;
  dossiers: readonly Counted[];
}): QuotaLine[] {
  const { call, unit, declared, dossiers } = args;
  return call.quotas
    .filter((quota) => appliesTo(quota, unit))
    .flatMap((quota) =>
      quota.limits.map((limit): QuotaLine => {
        const used = dossiers.filter((one) => counts(quota, limit, one)).length;
        const found = maxOf(limit, declared);
        return 'max' in found
          ? { quota, limit, max: found.max, used, left: Math.max(0, found.max - used), over: used > found.max }
          : { quota, limit, max: null, used, left: null, over: false, open: found.open };
      }),
    );
}

/** "tập thể hoặc cá nhân": what one line counts. */
export const limitNouns = (limit: Pick<Limit, 'subjects'>): string => nouns(limit.subjects);

/** "tối đa 2 tập thể hoặc cá nhân", "10% tập thể (bỏ phần lẻ)": one line in words. */
export function limitText(limit: Limit): string {
  const what = limitNouns(limit);
  if (limit.max !== null) return `tối đa ${limit.max} ${what}`;
  if (limit.percent === null) return `${what}: chưa có con số`;
  const how = limit.rounding === null ? 'chưa rõ cách làm tròn' : roundingWords[limit.rounding];
  return `${formatDecimal(dec(limit.percent))}% ${what} trực tiếp tham gia (${how})`;
}

const roundingWords = { down: 'bỏ phần lẻ', nearest: 'từ 0,5 làm tròn lên', up: 'làm tròn lên' } as const;
