/** Working days of state offices: Monday to Friday, without days off, with Saturdays and Sundays that are worked in exchange. */
import { addDays, localParts, startOfDay } from './time.ts';

export interface WorkCalendar {
  /** ISO days off beside Saturdays and Sundays */
  off: ReadonlySet<string>;
  /** Saturdays and Sundays that are worked */
  work: ReadonlySet<string>;
}

/** @param day ISO day */
export function isWorkingDay(day: string, { off, work }: WorkCalendar): boolean {
  if (work.has(day)) return true;
  const { weekday } = localParts(startOfDay(day));
  return weekday !== 0 && weekday !== 6 && !off.has(day);
}

/**
 * The last day of a period of working days: the day on which it is set off does not count ("trong thời hạn 05 ngày làm việc kể từ ngày
 * nhận": Bộ luật Dân sự 2015 Điều 147 khoản 2).
 * @param from ISO day, @param days 0 or more
 */
export function addWorkingDays(from: string, days: number, calendar: WorkCalendar): string {
  let day = from;
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) left--;
  }
  return day;
}

/** Working days after `from` up to and with `to`; 0 when `to` is not later. Both ISO days. */
export function workingDaysBetween(from: string, to: string, calendar: WorkCalendar): number {
  let count = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) count++;
  }
  return count;
}
