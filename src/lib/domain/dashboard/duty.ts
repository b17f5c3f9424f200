/** What was handed in and what is still open, by weeks of a year. Days are ISO. */
import { addDays } from '../kernel/time.ts';

/** One obligation as the timeline sees it. */
export interface Duty {
  due: string;
  /** first day on which it was handed in */
  handedIn: string | null;
  late: boolean;
}

export interface Week {
  /** Monday */
  from: string;
  /** Sunday */
  to: string;
  onTime: number;
  late: number;
  /** not handed in, due in this week */
  open: number;
}

const mondayOf = (day: string): string => {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
};

/**
 * Counts by week: what was handed in stands in the week of its arrival, what is open in the week in which it is due.
 * @param from first day shown
 * @param to last day shown; what lies outside is not counted
 */
export function weeksOf(duties: readonly Duty[], from: string, to: string): Week[] {
  const weeks: Week[] = [];
  for (let monday = mondayOf(from); monday <= to; monday = addDays(monday, 7))
    weeks.push({ from: monday, to: addDays(monday, 6), onTime: 0, late: 0, open: 0 });
  const byMonday = new Map(weeks.map((week) => [week.from, week]));
  for (const duty of duties) {
    const week = byMonday.get(mondayOf(duty.handedIn ?? duty.due));
    if (!week) continue;
    if (duty.handedIn === null) week.open++;
    else if (duty.late) week.late++;
    else week.onTime++;
  }
  return weeks;
}
