/** What may be entered as a figure (C21-1, C21-2), and what is asked about instead of guessed. */
import { compare, type Decimal, dec, decimalsOf, decimalText, isZero } from '../kernel/decimal.ts';
import type { Issue } from '../kernel/errors.ts';
import { cleanMultiline, fold, joinVi } from '../kernel/text.ts';
import { formatDate } from '../kernel/time.ts';
import { parsePeriod, periodDays, periodName } from '../movement/periods.ts';
import type { Frequency, Indicator, MovementProgramme } from '../movement/types.ts';
import { percentage } from './aggregate.ts';
import { type ReadNumber, readTyped, type Typed } from './number.ts';
import { exactText } from './text.ts';

export interface ValueInput {
  period: string;
  numerator?: Typed;
  denominator?: Typed;
  /** the amount, "có" or "không", or the percentage itself where the indicator names no parts */
  value?: Typed;
  note?: string;
}

/** The unit for which a figure is given, as it was in the period. */
export interface ReportingUnit {
  name: string;
  /** its class in that period; null: it took no part */
  classId: string | null;
  /** ISO days, both included; null: open */
  validFrom: string | null;
  validTo: string | null;
  /** names of the units that took its place */
  successors: string[];
}

export interface CheckFacts {
  doc: Pick<MovementProgramme, 'from' | 'to' | 'classes'>;
  unit: ReportingUnit;
  /** ISO day */
  today: string;
}

/** Decimal strings; all null where nothing is counted and the note says so. */
export interface CheckedValue {
  numerator: string | null;
  denominator: string | null;
  value: string | null;
  note: string;
}

const longestNote = 2000;
/** decimals that a part may have: it may be money in billions */
const partDecimals = 4;
const longestNumber = dec('1000000000000000');

const frequencyNames: Record<Frequency, string> = { year: 'năm', half: '6 tháng', quarter: 'quý' };

/** Where the indicator is measured by parts, both are entered and the percentage is computed. */
export const hasParts = (indicator: Indicator): boolean => indicator.kind === 'ratio' && indicator.numerator !== null;

/** Computed from other indicators, never entered. */
export const isComputed = (indicator: Indicator): boolean => indicator.aggregation.method === 'formula';

/** Whether a unit existed on any day of a period. */
export function existedIn(unit: Pick<ReportingUnit, 'validFrom' | 'validTo'>, period: string): boolean {
  const days = periodDays(period);
  return (unit.validFrom ?? '') <= days.to && (unit.validTo ?? '9999') >= days.from;
}

/** Why no figure can be given for this period; null when one can. A running period may be reported before it ends. */
function periodProblem(indicator: Indicator, period: string, facts: Pick<CheckFacts, 'doc' | 'today'>): string | null {
  const parts = parsePeriod(period);
  if (!parts) return `“${period}” không phải là một kỳ. Hãy ghi năm (2025), nửa năm (2025-H1) hoặc quý (2025-Q1).`;
  if (parts.frequency !== indicator.frequency)
    return `Chỉ tiêu này báo cáo theo ${frequencyNames[indicator.frequency]}, còn ${periodName(period)} là kỳ ${frequencyNames[parts.frequency]}.`;
  const days = periodDays(period);
  if (days.to < facts.doc.from)
    return `${periodName(period)} kết thúc trước khi phong trào bắt đầu (${formatDate(facts.doc.from)}).`;
  if (days.from > facts.doc.to)
    return `${periodName(period)} bắt đầu sau khi phong trào kết thúc (${formatDate(facts.doc.to)}).`;
  if (days.from > facts.today) return `${periodName(period)} chưa bắt đầu, nên chưa có số liệu để ghi.`;
  return null;
}

/** Why this unit gives no figure for this indicator and period; null when it does. The period is one that can be reported. */
export function unitProblem(
  indicator: Indicator,
  period: string,
  facts: Pick<CheckFacts, 'doc' | 'unit'>,
): string | null {
  const { unit, doc } = facts;
  if (!existedIn(unit, period)) {
    if (unit.validTo !== null && unit.validTo < periodDays(period).from) {
      const next =
        unit.successors.length > 0
          ? ` Số liệu của địa bàn này do ${joinVi(unit.successors)} báo cáo.`
          : ' Chưa ghi đơn vị nào tiếp nhận.';
      return `${unit.name} đã kết thúc hoạt động ngày ${formatDate(unit.validTo)}, trước ${periodName(period)}.${next}`;
    }
    return `${unit.name} chỉ có từ ngày ${formatDate(unit.validFrom ?? '')}, sau ${periodName(period)}.`;
  }
  if (unit.classId !== null && indicator.reportedBy.includes(unit.classId)) return null;
  const names = doc.classes.filter((one) => indicator.reportedBy.includes(one.id)).map((one) => one.name);
  return `${unit.name} không báo cáo chỉ tiêu này. Chỉ tiêu này do ${joinVi(names) || 'không loại đơn vị nào'} báo cáo.`;
}

const yes = new Set(['co', 'yes', 'dung', '1', 'x']);
const no = new Set(['khong', 'no', 'sai', '0']);

function yesNo(typed: Typed | undefined): ReadNumber | null {
  if (typed === undefined || (typeof typed === 'string' && typed.trim() === '')) return null;
  const word = typeof typed === 'string' ? fold(typed) : decimalText(typed);
  if (yes.has(word)) return { ok: true, value: dec(1) };
  if (no.has(word)) return { ok: true, value: dec(0) };
  return { ok: false, message: 'Hãy trả lời “Có” hoặc “Không”.' };
}

type Refuse = (field: 'numerator' | 'denominator' | 'value' | 'period' | 'note' | 'unit', message: string) => void;

function number(read: ReadNumber | null, field: 'numerator' | 'denominator' | 'value', refuse: Refuse): Decimal | null {
  if (read === null) return null;
  if (!read.ok) {
    refuse(field, read.message);
    return null;
  }
  if (compare(read.value, longestNumber) >= 0) {
    refuse(field, 'Số này lớn quá mức có thể. Hãy xem lại đơn vị tính.');
    return null;
  }
  return read.value;
}

function checkBounds(indicator: Indicator, value: string, field: 'numerator' | 'value', refuse: Refuse): boolean {
  const { min, max } = indicator.bounds;
  if (max !== null && compare(value, max) > 0) {
    refuse(
      field,
      `${exactText(indicator, value)} trong khi cao nhất là ${exactText(indicator, max)}. Hãy xem lại số đã gõ.`,
    );
    return false;
  }
  if (min !== null && compare(value, min) < 0) {
    refuse(
      field,
      `${exactText(indicator, value)} trong khi thấp nhất là ${exactText(indicator, min)}. Hãy xem lại số đã gõ.`,
    );
    return false;
  }
  return true;
}

function tooFine(value: Decimal, most: number, field: 'numerator' | 'denominator' | 'value', refuse: Refuse): boolean {
  if (decimalsOf(value) <= most) return false;
  refuse(
    field,
    most === 0 ? 'Hãy ghi số nguyên, không có phần thập phân.' : `Hãy ghi không quá ${most} chữ số sau dấu phẩy.`,
  );
  return true;
}

type Parts = Pick<CheckedValue, 'numerator' | 'denominator' | 'value'>;
const nothing: Parts = { numerator: null, denominator: null, value: null };

function checkParts(indicator: Indicator, input: ValueInput, refuse: Refuse): Parts | null {
  const reads = { numerator: readTyped(input.numerator), denominator: readTyped(input.denominator) };
  const numerator = number(reads.numerator, 'numerator', refuse);
  const denominator = number(reads.denominator, 'denominator', refuse);
  if (!reads.numerator && !reads.denominator) {
    if (readTyped(input.value) === null) return nothing;
    refuse('value', 'Chỉ tiêu này được tính từ tử số và mẫu số. Hãy ghi hai số đó, hệ thống tự tính tỷ lệ.');
    return null;
  }
  if (!reads.numerator) refuse('numerator', `Còn thiếu tử số (${indicator.numerator}).`);
  if (!reads.denominator) refuse('denominator', `Còn thiếu mẫu số (${indicator.denominator}).`);
  if (!numerator || !denominator) return null;
  if (
    tooFine(numerator, partDecimals, 'numerator', refuse) ||
    tooFine(denominator, partDecimals, 'denominator', refuse)
  )
    return null;
  if (isZero(denominator)) {
    refuse(
      'denominator',
      'Mẫu số bằng 0 thì không tính được tỷ lệ. Nếu trong kỳ không có gì để đếm, hãy để trống cả hai ô và viết lý do vào ô ghi chú.',
    );
    return null;
  }
  if (compare(denominator, 0) < 0) {
    refuse('denominator', 'Mẫu số không thể là số âm.');
    return null;
  }
  const value = percentage(numerator, denominator);
  if (!checkBounds(indicator, value, 'numerator', refuse)) return null;
  return { numerator: decimalText(numerator), denominator: decimalText(denominator), value };
}

function checkSingle(indicator: Indicator, input: ValueInput, refuse: Refuse): Parts | null {
  const read = indicator.kind === 'yes-no' ? yesNo(input.value) : readTyped(input.value);
  if (read === null) return nothing;
  const value = number(read, 'value', refuse);
  if (!value) return null;
  if (indicator.kind !== 'yes-no' && tooFine(value, indicator.decimals, 'value', refuse)) return null;
  const text = decimalText(value);
  return checkBounds(indicator, text, 'value', refuse) ? { ...nothing, value: text } : null;
}

/**
 * Reads and judges what was typed for one indicator, unit and period. Nothing is corrected silently: what reads two ways comes back
 * as an issue. An empty figure is allowed; whether it is complete is another question (`lacks`).
 * @returns value: null when there are issues
 */
export function checkValue(
  indicator: Indicator,
  input: ValueInput,
  facts: CheckFacts,
): { value: CheckedValue | null; issues: Issue[] } {
  const issues: Issue[] = [];
  const refuse: Refuse = (field, message) => issues.push({ field, message, clause: indicator.clause });
  if (isComputed(indicator)) refuse('value', 'Chỉ tiêu này được tính từ các chỉ tiêu khác, không ghi số trực tiếp.');
  const wrongPeriod = periodProblem(indicator, input.period, facts);
  if (wrongPeriod) refuse('period', wrongPeriod);
  else {
    const wrongUnit = unitProblem(indicator, input.period, facts);
    if (wrongUnit) refuse('unit', wrongUnit);
  }
  const note = cleanMultiline(input.note ?? '');
  if (note.length > longestNote) refuse('note', `Ghi chú dài quá ${longestNote} ký tự.`);
  if (issues.length > 0) return { value: null, issues };
  const parts = hasParts(indicator) ? checkParts(indicator, input, refuse) : checkSingle(indicator, input, refuse);
  return parts && issues.length === 0 ? { value: { ...parts, note }, issues } : { value: null, issues };
}

/**
 * What is still needed before a figure can be handed in; null when nothing is. Nothing to count is complete with a note. Evidence
 * is asked for a figure that claims something: not for an empty one, nor for "không".
 */
export function lacks(
  indicator: Indicator,
  row: { value: string | null; note: string; evidence: number },
): { field: 'value' | 'evidence'; message: string } | null {
  if (row.value === null)
    return row.note.trim() === ''
      ? { field: 'value', message: 'Chưa có số liệu. Nếu không có gì để đếm, hãy viết lý do vào ô ghi chú.' }
      : null;
  const claims = indicator.kind !== 'yes-no' || !isZero(row.value);
  return indicator.evidence === 'required' && claims && row.evidence === 0
    ? { field: 'evidence', message: 'Chỉ tiêu này cần minh chứng. Hãy tải lên ít nhất một tệp.' }
    : null;
}
