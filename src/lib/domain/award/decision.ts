/** Decisions on commendation: order of their lists, number, date, signer, bonuses. */
import type { Bonus } from '../catalogue/bonus.ts';
import type { SubjectKind } from '../catalogue/types.ts';
import { type Issue, RuleError } from '../kernel/errors.ts';
import { clean, cleanMultiline, compareVi, fold, joinVi } from '../kernel/text.ts';
import { formatDate, parseViDateIso } from '../kernel/time.ts';
import type { DecisionBody } from './types.ts';

export type DecisionState = 'draft' | 'approved' | 'issued' | 'cancelled';

export const decisionStateNames: Record<DecisionState, { label: string; tone: 'plain' | 'info' | 'good' | 'warn' }> = {
  draft: { label: 'Đang dự thảo', tone: 'warn' },
  approved: { label: 'Đã duyệt, chờ số và ngày', tone: 'info' },
  issued: { label: 'Đã ban hành', tone: 'good' },
  cancelled: { label: 'Đã hủy', tone: 'plain' },
};

const kindRank: Record<SubjectKind, number> = { collective: 0, individual: 1, household: 2 };

/** Decisions name collectives first, then individuals, then households; within each by form, unit and name. */
export const byRank =
  (rank: { unit: (unitId: string) => number; form: (formId: string) => number }) =>
  (
    a: { kind: SubjectKind; unitId: string; formId: string; name: string },
    b: { kind: SubjectKind; unitId: string; formId: string; name: string },
  ): number =>
    rank.form(a.formId) - rank.form(b.formId) ||
    kindRank[a.kind] - kindRank[b.kind] ||
    rank.unit(a.unitId) - rank.unit(b.unitId) ||
    compareVi(a.name, b.name);

const kindWords: Record<SubjectKind, string> = {
  collective: 'tập thể',
  individual: 'cá nhân',
  household: 'hộ gia đình',
};
const two = (n: number): string => String(n).padStart(2, '0');

/** "02 tập thể, 03 cá nhân và 01 hộ gia đình" */
export function countWords(kinds: readonly SubjectKind[]): string {
  const parts = (Object.keys(kindRank) as SubjectKind[]).flatMap((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return count === 0 ? [] : [`${two(count)} ${kindWords[kind]}`];
  });
  return parts.length === 0 ? 'không có ai' : joinVi(parts);
}

/** Stands in an article where the number of those who are commended is printed, so that it follows the list. */
export const countToken = '[số lượng]';

const limits = { lines: 30, line: 2000, number: 40, title: 500, short: 200 } as const;

const linesOf = (text: string): string[] =>
  cleanMultiline(text)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What is typed on the page of a draft. */
export interface BodyInput {
  title: string;
  parent: string;
  issuer: string;
  place: string;
  capacity: string;
  signer: string;
  basis: string;
  articles: string;
  receivers: string;
}

/**
 * Reads the words of a draft. The Chairman and heads of agencies decide in person (Điều 79, 80 Luật Thi đua, khen thưởng 2022): nobody
 * signs on behalf of the collective body.
 */
export function readBody(input: BodyInput): { title: string; body: DecisionBody; issues: Issue[] } {
  const issues: Issue[] = [];
  const need = (field: string, value: string, what: string) => {
    if (value === '') issues.push({ field, message: `Hãy nhập ${what}.` });
    return value;
  };
  const many = (field: keyof BodyInput, what: string): string[] => {
    const lines = linesOf(input[field]);
    if (lines.length === 0) issues.push({ field, message: `Hãy nhập ${what}, mỗi ý một dòng.` });
    if (lines.length > limits.lines || lines.some((line) => line.length > limits.line))
      issues.push({ field, message: `Phần này nhận tối đa ${limits.lines} dòng, mỗi dòng ${limits.line} ký tự.` });
    return lines;
  };
  const title = need('title', clean(input.title), 'trích yếu của quyết định').slice(0, limits.title);
  const capacity = many('capacity', 'chức vụ của người ký');
  if (capacity.some((line) => /^tm\b/.test(fold(line))))
    issues.push({
      field: 'capacity',
      message: 'Người có thẩm quyền tự mình quyết định khen thưởng, không ký thay mặt tập thể: hãy bỏ “TM.”.',
      clause: 'Điều 79, Điều 80 Luật Thi đua, khen thưởng 2022',
    });
  if (capacity.length > 1 && !capacity.some((line) => /^(kt|q|tl|tuq|qd)\b/.test(fold(line))))
    issues.push({
      field: 'capacity',
      message: 'Nhiều dòng chức vụ thì dòng đầu ghi “KT.” (ký thay), ví dụ “KT. CHỦ TỊCH” rồi “PHÓ CHỦ TỊCH”.',
      clause: 'Điều 13 Nghị định 30/2020/NĐ-CP',
    });
  const body: DecisionBody = {
    head: {
      parent: clean(input.parent).slice(0, limits.short),
      issuer: need('issuer', clean(input.issuer), 'tên cơ quan ban hành').slice(0, limits.short),
      place: need('place', clean(input.place), 'địa danh').slice(0, limits.short),
    },
    capacity,
    signer: clean(input.signer).slice(0, limits.short),
    basis: many('basis', 'căn cứ'),
    articles: many('articles', 'các điều'),
    receivers: many('receivers', 'nơi nhận'),
  };
  return { title, body, issues };
}

/**
 * The number of a decision as it is compared and printed: "số 5/qđ-ubnd" is "05/QĐ-UBND" (Nghị định 30/2020/NĐ-CP: below ten with a zero
 * before it).
 */
export function readNumber(text: string): { number: string | null; issues: Issue[] } {
  const compact = clean(text)
    .replace(/^số\s*:?/iu, '')
    .replace(/\s+/gu, '')
    .toLocaleUpperCase('vi');
  const match = /^(\d{1,6})(\/[\p{L}\p{N}][\p{L}\p{N}./&-]*)$/u.exec(compact);
  if (!match || compact.length > limits.number || Number(match[1]) === 0)
    return {
      number: null,
      issues: [{ field: 'number', message: 'Số quyết định gồm số thứ tự, dấu “/” và ký hiệu, ví dụ 1470/QĐ-UBND.' }],
    };
  return { number: `${String(Number(match[1])).padStart(2, '0')}${match[2]}`, issues: [] };
}

/** The day of a decision: a real one, not in the future, not before the last dossier in it was received. */
export function readDecisionDate(
  text: string,
  bounds: { today: string; from: string },
): { date: string | null; issues: Issue[] } {
  const refuse = (message: string) => ({ date: null, issues: [{ field: 'date', message }] });
  const date = parseViDateIso(text);
  if (!date) return refuse('Ngày ghi theo dạng ngày/tháng/năm, ví dụ 05/09/2027.');
  if (date > bounds.today) return refuse(`Ngày quyết định không thể sau hôm nay, ${formatDate(bounds.today)}.`);
  if (date < bounds.from)
    return refuse(
      `Ngày quyết định không thể trước ngày cơ quan có thẩm quyền nhận hồ sơ cuối cùng, ${formatDate(bounds.from)}.`,
    );
  return { date, issues: [] };
}

/** A number is given once a year by one office. */
export const numberTaken = (number: string, year: string | number, of: string): RuleError =>
  new RuleError({
    code: 'award.number-taken',
    status: 409,
    field: 'number',
    message: `Số ${number} năm ${year} đã dùng cho ${of}. Hãy kiểm tra lại số trong sổ văn bản đi.`,
    clause: 'Điều 15 Nghị định 30/2020/NĐ-CP',
  });

export interface BonusLine {
  dossierId: string;
  subjectId: string;
  /** what the catalogue gives; null: it names no bonus for this form and subject */
  full: Pick<Bonus, 'multiple' | 'amount' | 'atMost'> | null;
  /** somebody decided that no bonus is paid, with this reason */
  without: string | null;
}

export interface LineBonus {
  multiple: string | null;
  amount: number;
  /** why there is none, or less */
  note: string | null;
}

/** What each line of a decision brings; of several awards of one subject only the highest, where the decision says so. */
export function bonusesOf(lines: readonly BonusLine[], highestOnly: boolean): Map<string, LineBonus> {
  const own = (line: BonusLine) => (line.without === null ? (line.full?.amount ?? 0) : 0);
  const best = new Map<string, BonusLine>();
  for (const line of lines) {
    const before = best.get(line.subjectId);
    if (!before || own(line) > own(before)) best.set(line.subjectId, line);
  }
  return new Map(
    lines.map((line): [string, LineBonus] => {
      const multiple = line.full?.multiple ?? null;
      const none = (note: string): [string, LineBonus] => [line.dossierId, { multiple, amount: 0, note }];
      if (line.without !== null) return none(line.without);
      if (!line.full) return none('Danh mục không có mức tiền thưởng');
      if (highestOnly && best.get(line.subjectId) !== line)
        return none('Chỉ hưởng mức cao nhất trong các hình thức của cùng thành tích');
      const note = line.full.atMost ? 'Mức tối đa theo danh mục' : null;
      return [line.dossierId, { multiple, amount: line.full.amount, note }];
    }),
  );
}
