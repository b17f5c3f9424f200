/** What is written down during a visit. */
import type { Issue } from '../kernel/errors.ts';
import { charCount, clean, cleanMultiline } from '../kernel/text.ts';
import { parseViDateIso } from '../kernel/time.ts';
import type { Answer, ChecklistAnswer } from './types.ts';

export const visitLimits = { line: 500, note: 2000, attendees: 3000, place: 300, conclusion: 8000, lines: 60 };
export const findingLimit = 3000;

export interface VisitText {
  heldOn: string;
  begins: string;
  ends: string;
  place: string;
  attendees: string;
  conclusion: string;
  /** the checklist in its order; own lines have ids "own-…" */
  checklist: { id: string; text: string; clause: string; answer: string; note: string }[];
}

const isAnswer = (text: string): text is Answer => text === 'ok' || text === 'gap' || text === 'na';
const isOwn = (id: string): boolean => id.startsWith('own-');

/** "8:5" is no time; "8:05", "8h05" and "8 giờ" are. @returns "08:05", '' for nothing, null for what is no time */
function readClock(typed: string): string | null {
  const text = clean(typed).toLowerCase();
  if (text === '') return '';
  const found = /^(\d{1,2})\s*(?:[:.h]|giờ)\s*(\d{2})?(?:\s*phút)?$/u.exec(text);
  const [hour, minute] = [Number(found?.[1] ?? 99), Number(found?.[2] ?? 0)];
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/**
 * Reads the record of a visit. Lines of the plan keep their words; a line of the team's own goes when its text is emptied, and new ones
 * get the next free number.
 * @param stored the checklist as it is kept
 * @param bounds first day of the movement, and today
 */
export function readVisit(
  typed: VisitText,
  stored: readonly ChecklistAnswer[],
  bounds: { from: string; today: string },
) {
  const issues: Issue[] = [];
  const tooLong = (field: string, text: string, most: number, what: string) => {
    if (charCount(text) > most) issues.push({ field, message: `${what} dài nhất ${most} ký tự.` });
  };
  const heldOn = clean(typed.heldOn) === '' ? null : parseViDateIso(typed.heldOn);
  if (heldOn === null && clean(typed.heldOn) !== '')
    issues.push({ field: 'heldOn', message: 'Hãy ghi một ngày có thật, ví dụ 15/9/2026.' });
  if (heldOn !== null && heldOn > bounds.today)
    issues.push({ field: 'heldOn', message: 'Ngày kiểm tra chưa đến. Để trống nếu mới chuẩn bị.' });
  if (heldOn !== null && heldOn < bounds.from)
    issues.push({ field: 'heldOn', message: 'Ngày này trước khi phong trào bắt đầu.' });
  const [begins, ends] = [readClock(typed.begins), readClock(typed.ends)];
  for (const [field, time] of [
    ['begins', begins],
    ['ends', ends],
  ] as const)
    if (time === null) issues.push({ field, message: 'Hãy ghi giờ, ví dụ 08:00.' });
  if (begins && ends && ends <= begins) issues.push({ field: 'ends', message: 'Giờ kết thúc sau giờ bắt đầu.' });
  const [place, attendees, conclusion] = [
    clean(typed.place),
    cleanMultiline(typed.attendees),
    cleanMultiline(typed.conclusion),
  ];
  tooLong('place', place, visitLimits.place, 'Địa điểm');
  tooLong('attendees', attendees, visitLimits.attendees, 'Thành phần');
  tooLong('conclusion', conclusion, visitLimits.conclusion, 'Kết luận');

  const known = new Map(stored.map((line) => [line.id, line]));
  let last = Math.max(0, ...stored.filter((line) => isOwn(line.id)).map((line) => Number(line.id.slice(4)) || 0));
  const sent = new Map(typed.checklist.map((line) => [line.id, line]));
  const read = (id: string, line: VisitText['checklist'][number], text: string, clause: string): ChecklistAnswer => {
    const note = cleanMultiline(line.note);
    tooLong(`note-${line.id}`, note, visitLimits.note, 'Ghi chú');
    tooLong(`text-${line.id}`, text, visitLimits.line, 'Nội dung kiểm tra');
    return { id, text, clause, answer: isAnswer(line.answer) ? line.answer : null, note };
  };
  const kept = stored.flatMap((line): ChecklistAnswer[] => {
    const now = sent.get(line.id);
    if (!now) return [line];
    if (!isOwn(line.id)) return [read(line.id, now, line.text, line.clause)];
    const text = clean(now.text);
    return text === '' ? [] : [read(line.id, now, text, clean(now.clause))];
  });
  const added = typed.checklist
    .filter((line) => !known.has(line.id) && clean(line.text) !== '')
    .map((line) => {
      last += 1;
      return read(`own-${last}`, line, clean(line.text), clean(line.clause));
    });
  const checklist = [...kept, ...added];
  if (checklist.length > visitLimits.lines)
    issues.push({ field: 'checklist', message: `Danh mục có tối đa ${visitLimits.lines} dòng.` });
  return {
    value: { heldOn, begins: begins || null, ends: ends || null, place, attendees, conclusion, checklist },
    issues,
  };
}

/** What is still missing before a visit can be closed, as sentences; open findings are another matter. */
export function missingForClosing(visit: {
  checklist: readonly ChecklistAnswer[];
  conclusion: string;
  attendees: string;
}): string[] {
  const open = visit.checklist.filter((line) => line.answer === null).length;
  return [
    ...(open > 0 ? [`${open} dòng của danh mục chưa có kết quả.`] : []),
    ...(visit.attendees === '' ? ['Chưa ghi người dự của đơn vị.'] : []),
    ...(visit.conclusion === '' ? ['Chưa ghi kết luận.'] : []),
  ];
}
