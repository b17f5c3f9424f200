/** Tasks of a programme: who does what by when (K24-11). Days are ISO 'YYYY-MM-DD' of Asia/Ho_Chi_Minh. */
import type { Issue } from '../kernel/errors.ts';
import { charCount } from '../kernel/text.ts';
import { addDays, daysBetween, formatDate, parseViDateIso, startOfDay } from '../kernel/time.ts';

export const taskStates = ['todo', 'doing', 'done', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

export const taskStateLabels: Record<TaskState, string> = {
  todo: 'Chưa làm',
  doing: 'Đang làm',
  done: 'Đã xong',
  cancelled: 'Không làm nữa',
};

/** How many days ahead a task counts as near. */
export const SOON_DAYS = 7;

export type TaskStanding = 'overdue' | 'soon' | 'open' | 'no-date' | 'done' | 'done-late' | 'cancelled';

interface Timed {
  state: TaskState;
  dueOn: string | null;
  doneOn: string | null;
}

/** Where a task stands on a day. The due day itself is still in time. */
export function taskStanding(task: Timed, today: string): TaskStanding {
  if (task.state === 'cancelled') return 'cancelled';
  if (task.state === 'done') return task.dueOn && task.doneOn && task.doneOn > task.dueOn ? 'done-late' : 'done';
  if (!task.dueOn) return 'no-date';
  if (task.dueOn < today) return 'overdue';
  return task.dueOn <= addDays(today, SOON_DAYS) ? 'soon' : 'open';
}

const wholeDays = (from: string, to: string) => daysBetween(startOfDay(from), startOfDay(to));

/** 'quá hạn 3 ngày', 'còn 5 ngày', 'hạn hôm nay', 'xong muộn 2 ngày'; what a tag beside the task says. */
export function standingText(task: Timed, today: string): string {
  const standing = taskStanding(task, today);
  if (standing === 'no-date') return 'Chưa có hạn';
  if (standing === 'done-late') return `Xong muộn ${wholeDays(task.dueOn!, task.doneOn!)} ngày`;
  if (standing === 'done' || standing === 'cancelled') return taskStateLabels[task.state];
  if (standing === 'overdue') return `Quá hạn ${wholeDays(task.dueOn!, today)} ngày`;
  if (task.dueOn === today) return 'Hạn hôm nay';
  return `Còn ${wholeDays(today, task.dueOn!)} ngày`;
}

export interface TaskInput {
  title: string;
  detail: string;
  agency: string;
  /** as typed: 31/7/2024 or 2024-07-31; empty for none */
  startsOn: string;
  dueOn: string;
}

/** Reads and checks what a person typed about a task; days come back as ISO. */
export function readTask(input: TaskInput): {
  value: { title: string; detail: string; agency: string; startsOn: string | null; dueOn: string | null };
  issues: Issue[];
} {
  const issues: Issue[] = [];
  if (!input.title) issues.push({ field: 'title', message: 'Hãy nhập việc phải làm.' });
  if (charCount(input.title) > 500)
    issues.push({ field: 'title', message: 'Tên việc dài quá 500 ký tự: hãy chuyển phần sau xuống ô Chi tiết.' });
  if (charCount(input.detail) > 5000) issues.push({ field: 'detail', message: 'Chi tiết dài quá 5.000 ký tự.' });
  if (charCount(input.agency) > 300) issues.push({ field: 'agency', message: 'Tên cơ quan dài quá 300 ký tự.' });
  const day = (field: 'startsOn' | 'dueOn'): string | null => {
    if (!input[field]) return null;
    const iso = parseViDateIso(input[field]);
    if (!iso) issues.push({ field, message: 'Hãy nhập ngày dạng 31/07/2026.' });
    return iso;
  };
  const startsOn = day('startsOn');
  const dueOn = day('dueOn');
  if (startsOn && dueOn && startsOn > dueOn)
    issues.push({ field: 'dueOn', message: `Hạn phải từ ngày bắt đầu (${formatDate(startsOn)}) trở đi.` });
  return { value: { title: input.title, detail: input.detail, agency: input.agency, startsOn, dueOn }, issues };
}

export interface CalendarDay {
  /** ISO day */
  day: string;
  /** belongs to the month that is shown */
  inMonth: boolean;
}

/** Six or fewer weeks, Monday first, that show a month 'YYYY-MM'. */
export function monthWeeks(month: string): CalendarDay[][] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const weeks: CalendarDay[][] = [];
  for (let day = addDays(first, -weekday); ; ) {
    const week: CalendarDay[] = [];
    for (let i = 0; i < 7; i++, day = addDays(day, 1)) week.push({ day, inMonth: day.startsWith(month) });
    weeks.push(week);
    if (!day.startsWith(month)) return weeks;
  }
}

/** The month before or after: `shiftMonth('2024-01', -1)` is '2023-12'. */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, no = 1] = month.split('-').map(Number);
  const months = year * 12 + (no - 1) + by;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** A month of an address, 'YYYY-MM'; null when it is none. */
export const readMonth = (text: string | null): string | null =>
  text && /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text) ? text : null;

export type ReminderKind = 'soon' | 'today' | 'overdue';

/** Which reminder is due for an open task on a day: three days before, on the day, and once it is past. */
export function reminderDue(dueOn: string, today: string): ReminderKind | null {
  if (dueOn < today) return 'overdue';
  if (dueOn === today) return 'today';
  return dueOn <= addDays(today, 3) ? 'soon' : null;
}
