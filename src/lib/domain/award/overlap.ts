/**
 * "Không khen thưởng nhiều lần, nhiều hình thức cho một thành tích đạt được" (Luật Thi đua, khen thưởng 2022 Điều 5 khoản 2 điểm c): is an
 * award, given or asked for, likely to be for the achievement of a dossier? Subject, period, achievement, movement and form are compared
 * and every finding says what was found; that it is one achievement is for a person to say.
 */
import type { SubjectKind } from '../catalogue/types.ts';
import { fold, foldedWords, titleSimilarity } from '../kernel/text.ts';
import { DAY_MS, formatDate, startOfDay } from '../kernel/time.ts';
import type { CheckLevel } from './checks.ts';

export const overlapClause = 'Điều 5 khoản 2 điểm c Luật Thi đua, khen thưởng 2022';

interface Period {
  /** ISO days, both included */
  from: string;
  to: string;
}

interface Described {
  formId: string;
  programmeId: string | null;
  citation: string;
  /** null: only the citation is known, as in the register */
  achievements: string | null;
}

interface Asked extends Described {
  period: Period;
  callId: string;
}

/** An award of the register, or another dossier on its way. */
interface Other extends Described {
  /** null: the register does not say it */
  period: Period | null;
  year: number;
  formName: string;
  /** a prize of a contest is no form of commendation by the law (Điều 81) */
  isPrize: boolean;
  /** of a dossier */
  callId: string | null;
}

export interface Overlap {
  level: CheckLevel;
  /** of the texts, in percent */
  likeness: number;
  reasons: string[];
}

const daysIn = ({ from, to }: Period): number =>
  Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY_MS) + 1;

const shared = (a: Period, b: Period): Period | null => {
  const [, from] = [a.from, b.from].toSorted();
  const [to] = [a.to, b.to].toSorted();
  return from! <= to! ? { from: from!, to: to! } : null;
};

const daysOfMonth = 30.4375;
/** "18 tháng", "20 ngày" */
function lengthVi(period: Period): string {
  const days = daysIn(period);
  const months = Math.round(days / daysOfMonth);
  return months === 0 ? `${days} ngày` : `${months} tháng`;
}

const shingles = (words: string[]): Set<string> =>
  new Set(words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`));

/** From so many words on, what is copied shows in runs of three of them. */
const longFrom = 30;

/**
 * How much of one text stands in another, 0..1. Long texts by their runs of three words, against the shorter of the two: a report that was
 * copied and then lengthened is still the same one.
 */
export function textLikeness(a: string, b: string): number {
  const [left, right] = [foldedWords(a), foldedWords(b)];
  if (left.length < longFrom || right.length < longFrom) return titleSimilarity(a, b);
  const [short, long] = [shingles(left), shingles(right)].toSorted((x, y) => x.size - y.size) as [
    Set<string>,
    Set<string>,
  ];
  return short.size === 0 ? 0 : short.intersection(long).size / short.size;
}

/** Percent from which texts count as telling of the same, and from which they are worth a look. */
const same = 70;
const alike = 50;
/** Nobody is asked about another period unless the reports agree nearly word for word. */
const copied = 80;

/**
 * Compares a dossier with another award of its subject.
 * @param certain false: only likely the same subject, see `likelySame`; nothing is then blocked
 * @returns null when nothing speaks for one achievement
 */
export function gradeOverlap(mine: Asked, other: Other, certain: boolean): Overlap | null {
  const reported = mine.achievements && other.achievements ? textLikeness(mine.achievements, other.achievements) : null;
  const likeness = Math.round(100 * Math.max(reported ?? 0, textLikeness(mine.citation, other.citation)));
  const both = other.period && shared(mine.period, other.period);
  const inPeriod =
    other.period === null && other.year >= Number(mine.period.from.slice(0, 4)) && other.year <= yearAfter(mine.period);
  const sameForm = mine.formId === other.formId;
  const sameCall = other.callId === mine.callId;
  const sameMovement = mine.programmeId !== null && mine.programmeId === other.programmeId;
  const mostly = both && other.period ? daysIn(both) * 2 >= Math.min(daysIn(mine.period), daysIn(other.period)) : false;

  const level = ((): CheckLevel | null => {
    if (!both && !inPeriod) return reported !== null && Math.round(reported * 100) >= copied ? 'warn' : null;
    if (other.isPrize) return 'note';
    if (mostly && likeness >= same && (sameForm || sameCall)) return 'block';
    if (both && (likeness >= alike || sameMovement || sameForm || sameCall)) return 'warn';
    return likeness >= alike ? 'warn' : 'note';
  })();
  if (level === null) return null;
  const softened = certain ? level : level === 'block' ? 'warn' : level;
  if (!certain && softened === 'note') return null;

  const reasons = [
    both
      ? `kỳ thành tích trùng ${lengthVi(both)} (${formatDate(both.from)} – ${formatDate(both.to)})`
      : inPeriod
        ? `sổ không ghi kỳ thành tích; quyết định năm ${other.year} nằm trong kỳ của hồ sơ này`
        : 'kỳ thành tích không trùng',
    likeness >= 20 ? `nội dung giống ${likeness}%` : 'nội dung khác nhau',
    sameForm ? `cùng hình thức: ${other.formName}` : `hình thức khác: ${other.formName}`,
    ...(sameMovement ? ['cùng phong trào'] : []),
    ...(sameCall ? ['cùng đợt xét khen'] : []),
  ];
  return { level: softened, likeness, reasons };
}

/** Decisions come after the period: those of the year after it still belong to it when the register says nothing else. */
const yearAfter = ({ to }: Period): number => Number(to.slice(0, 4)) + 1;

/** A judgement holds until the texts have grown clearly more alike than they were when it was made. */
export const judgementHolds = (judged: number, now: number): boolean => now <= judged + 10;

interface Named {
  kind: SubjectKind;
  name: string;
  unitId: string | null;
  unitName: string;
  birthDate: string | null;
  birthYear: number | null;
  gender: 'female' | 'male' | null;
}

/** At most one letter was changed, added or left out. */
function nearlyEqual(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1);
}

const likeName = 0.8;

/**
 * Why two rows of the register of subjects may be the same one, or null. Rows with another year of birth or another sex never are; a name
 * alone says nothing, because names recur: a unit or a birthday has to agree as well.
 */
export function likelySame(a: Named, b: Named): string | null {
  if (a.kind !== b.kind) return null;
  if (a.gender && b.gender && a.gender !== b.gender) return null;
  if (a.birthYear && b.birthYear && a.birthYear !== b.birthYear) return null;
  const [left, right] = [fold(a.name), fold(b.name)];
  const equal = left === right;
  const like =
    equal || (a.kind === 'individual' ? nearlyEqual(left, right) : titleSimilarity(a.name, b.name) >= likeName);
  if (!like) return null;
  const name = equal ? 'cùng tên' : `tên gần giống (“${b.name}”)`;
  const sameUnit =
    (a.unitId !== null && a.unitId === b.unitId) || (a.unitName !== '' && fold(a.unitName) === fold(b.unitName));
  if (equal && a.birthDate && a.birthDate === b.birthDate) return `${name}, cùng ngày sinh`;
  if (a.birthDate && b.birthDate && a.birthDate !== b.birthDate && !sameUnit) return null;
  if (sameUnit) return `${name}, cùng đơn vị${a.birthYear && a.birthYear === b.birthYear ? ', cùng năm sinh' : ''}`;
  return equal && a.birthYear !== null && a.birthYear === b.birthYear ? `${name}, cùng năm sinh` : null;
}
