/** A long form as pages: who comes here once a year meets one question at a time, and a list of what is left. */
import type { Issue } from '../kernel/errors.ts';
import { fieldsOf, type ReportContent } from './content.ts';
import { type FormPart, fieldNames, partName } from './form.ts';

export interface FormStep {
  /** in the page's address */
  id: string;
  title: string;
  /** heading under which lists show it */
  group: string;
  parts: FormPart[];
}

/** `optional`: nothing written, and nothing has to be */
export type StepState = 'empty' | 'started' | 'review' | 'complete' | 'optional';

/** The pages of a form in its order: each content line by itself, for its texts are long; the other kinds one page each. */
export function formSteps(parts: readonly FormPart[]): FormStep[] {
  const of = (kind: FormPart['kind']) => parts.filter((part) => part.kind === kind);
  const together = (kind: FormPart['kind'], id: string, title: string, group: string): FormStep[] => {
    const its = of(kind);
    return its.length > 0 ? [{ id, title, group, parts: its }] : [];
  };
  return [
    ...of('content').map((part) => ({
      id: part.key.replace('contents.', 'noi-dung-'),
      title: partName(part),
      group: 'Nội dung thi đua',
      parts: [part],
    })),
    ...together('criterion', 'tieu-chi', 'Tự đánh giá theo tiêu chí', 'Kết quả'),
    ...together('target', 'chi-tieu', 'Chỉ tiêu đơn vị đăng ký', 'Kết quả'),
    ...together('value', 'so-lieu', 'Số liệu trong kỳ', 'Kết quả'),
    ...together('section', 'phan-khac', 'Các phần khác', 'Kết quả'),
  ];
}

/** The step that has a field, or a part by its key; null for files and unknown ones. */
export const stepOf = (steps: readonly FormStep[], field: string): FormStep | null =>
  steps.find((step) => fieldNames(step.parts).includes(field) || step.parts.some((part) => part.key === field)) ?? null;

/**
 * How far a step is.
 * @param missing what keeps the whole from being handed in
 * @param figures indicators that have a figure; figures never come from the form itself
 */
export function stepState(
  step: FormStep,
  content: ReportContent,
  missing: readonly Issue[],
  figures: ReadonlySet<string>,
): StepState {
  const fields = fieldsOf(content);
  const names = fieldNames(step.parts);
  const asked = step.parts.flatMap((part) => (part.kind === 'value' ? [part.indicator.id] : []));
  const entered = asked.filter((id) => figures.has(id)).length;
  const written = names.some((name) => fields[name]) || entered > 0;
  const open = missing.filter((issue) => stepOf([step], issue.field));
  if (open.length > 0) {
    if (!written) return 'empty';
    return open.every((issue) => content.taken?.[issue.field]) ? 'review' : 'started';
  }
  if (!written) return 'optional';
  return entered < asked.length ? 'started' : 'complete';
}

/** What a list calls it. */
export const stepStates: Record<StepState, { label: string; tone: 'plain' | 'info' | 'good' | 'warn' }> = {
  empty: { label: 'Chưa viết', tone: 'plain' },
  started: { label: 'Đang viết', tone: 'info' },
  review: { label: 'Cần rà soát', tone: 'warn' },
  complete: { label: 'Đủ', tone: 'good' },
  optional: { label: 'Không bắt buộc', tone: 'plain' },
};
