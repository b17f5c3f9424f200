/** What is gone through at a step of the path, and what may follow from it (Q25-12). */
import { RuleError } from '../kernel/errors.ts';
import { cleanMultiline, wordCount } from '../kernel/text.ts';
import { formatDate, isoDateLocal } from '../kernel/time.ts';
import { addWorkingDays, type WorkCalendar, workingDaysBetween } from '../kernel/workingDays.ts';
import type { PathStep, StepChecklist, StepKind } from './types.ts';

/** Steps from which the award officer sends dossiers on. A council and a decision move theirs themselves. */
export const isForwardedByOfficer = (kind: StepKind): boolean =>
  kind === 'compilation' || kind === 'appraisal' || kind === 'publicity';

interface ChecklistState {
  open: string[];
  failed: string[];
}

/** Lines of a step's checklist that nobody has looked at, and those that are not met. */
function checklistState(step: Pick<PathStep, 'checklist'>, found: StepChecklist): ChecklistState {
  const lines = step.checklist.map((line) => ({ text: line.text, ok: found[line.id]?.ok ?? null }));
  return {
    open: lines.filter((line) => line.ok === null).map((line) => line.text),
    failed: lines.filter((line) => line.ok === false).map((line) => line.text),
  };
}

/** What keeps a dossier from going on, in one sentence; null: nothing. */
export function checklistProblem(step: Pick<PathStep, 'checklist'>, found: StepChecklist): string | null {
  const { open, failed } = checklistState(step, found);
  if (failed.length > 0) return `Chưa đạt: ${failed.join('; ')}. Hãy trả lại hoặc kết luận không đủ điều kiện.`;
  return open.length > 0 ? `Chưa xem xong ${open.length}/${step.checklist.length} nội dung của bước này.` : null;
}

/** A checklist as it was filled in: only lines that the step has, notes trimmed; what fails says why. @throws RuleError */
export function readChecklist(step: Pick<PathStep, 'checklist'>, typed: StepChecklist): StepChecklist {
  const found: StepChecklist = {};
  const issues = [];
  for (const { id, text } of step.checklist) {
    const { ok = null, note = '' } = typed[id] ?? {};
    const words = cleanMultiline(note).slice(0, 1000);
    if (ok === false && words === '')
      issues.push({ field: `note.${id}`, message: `Hãy ghi rõ vì sao “${text}” chưa đạt.` });
    if (ok !== null || words) found[id] = { ok, note: words };
  }
  if (issues.length > 0)
    throw new RuleError({ code: 'award.checklist', message: 'Nội dung chưa đạt phải có ghi chú.', issues });
  return found;
}

const fewestWords = 5;

/** A reason that people can work with: at least a short sentence. @throws RuleError beside `field` */
export function requireReason(typed: string, field = 'reason'): string {
  const reason = cleanMultiline(typed);
  if (wordCount(reason) >= fewestWords && reason.length <= 2000) return reason;
  throw new RuleError({
    code: 'award.reason',
    field,
    message:
      reason.length > 2000
        ? 'Lý do dài quá 2.000 ký tự. Hãy viết gọn lại.'
        : 'Hãy viết lý do thành một câu rõ ràng (ít nhất 5 từ) để người nhận biết phải làm gì.',
  });
}

/** Until when a dossier goes back in time; null: the step has no such limit. Days are ISO. */
export function returnLimit(
  step: Pick<PathStep, 'returnDays'>,
  enteredAt: Date,
  now: Date,
  calendar: WorkCalendar,
): { lastDay: string; late: boolean; daysLate: number } | null {
  if (step.returnDays.value === null) return null;
  const lastDay = addWorkingDays(isoDateLocal(enteredAt), step.returnDays.value, calendar);
  const today = isoDateLocal(now);
  return { lastDay, late: today > lastDay, daysLate: workingDaysBetween(lastDay, today, calendar) };
}

/** How a last day stands, in words. @param dueOn ISO day, or null without a limit */
export function dueSaying(
  dueOn: string | null,
  now: Date,
  calendar: WorkCalendar,
): { label: string; tone: 'plain' | 'warn' | 'bad' } | null {
  if (dueOn === null) return null;
  const today = isoDateLocal(now);
  if (today > dueOn)
    return { label: `Quá hạn ${workingDaysBetween(dueOn, today, calendar)} ngày làm việc`, tone: 'bad' };
  const left = workingDaysBetween(today, dueOn, calendar);
  if (left === 0) return { label: 'Hạn hôm nay', tone: 'warn' };
  return { label: `Còn ${left} ngày làm việc (${formatDate(dueOn)})`, tone: left <= 2 ? 'warn' : 'plain' };
}
