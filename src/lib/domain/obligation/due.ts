/** When what a rule asks for has to be in (Q25-10). Days are those of Asia/Ho_Chi_Minh. */
import { addDays, endOfDay, isoDateLocal, startOfDay } from '../kernel/time.ts';
import { type PeriodKey, parsePeriod, periodDays, periodsBetween, periodYear } from '../movement/periods.ts';
import type { ObligationRule } from '../movement/types.ts';
import type { ObligationState } from './states.ts';

/** The periods for which a rule asks: of one that asks once, its first year. */
export const periodsOf = (rule: Pick<ObligationRule, 'period' | 'firstYear' | 'lastYear'>): PeriodKey[] =>
  rule.period === 'once'
    ? [String(rule.firstYear)]
    : periodsBetween(rule.period, rule.firstYear, Math.max(rule.firstYear, rule.lastYear));

const pad = (n: number, width: number) => String(n).padStart(width, '0');

/**
 * The day that the plan prints, ISO: of a year its month and day, so many years later; of a half or a quarter so many days after its
 * end. It may be no real day (29/02).
 */
function printedDay(rule: Pick<ObligationRule, 'due'>, period: PeriodKey): string {
  const { month, day, yearOffset } = rule.due;
  if (parsePeriod(period)?.frequency !== 'year') return addDays(periodDays(period).to, day);
  return `${pad(periodYear(period) + yearOffset, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

const isRealDay = (iso: string): boolean => {
  try {
    return isoDateLocal(startOfDay(iso)) === iso;
  } catch {
    return false;
  }
};

/** Periods whose due day does not exist, like 29/02/2026: found by the check of the document, never moved to another day. */
export const impossibleDays = (rule: Pick<ObligationRule, 'period' | 'firstYear' | 'lastYear' | 'due'>): PeriodKey[] =>
  periodsOf(rule).filter((period) => !isRealDay(printedDay(rule, period)));

/**
 * The last instant in time. "Trước ngày 30/6/2025" ends with 29/06 where it is read as `before`, with 30/06 where it is read as `through`;
 * null while nobody has decided how it is read: that question blocks publication, and nothing is guessed.
 * @throws RangeError for a day that does not exist (`impossibleDays`)
 */
export function dueAt(rule: Pick<ObligationRule, 'due'>, period: PeriodKey): Date | null {
  const reading = rule.due.reading.value;
  if (reading === null) return null;
  const end = endOfDay(printedDay(rule, period));
  return reading === 'before' ? addDays(end, -1) : end;
}

/** The first instant from which it stands on the unit's list as something to do. */
export const opensAt = (rule: Pick<ObligationRule, 'opensDaysBefore'>, due: Date): Date =>
  startOfDay(addDays(isoDateLocal(due), -rule.opensDaysBefore));

/** Whether it stands on the unit's list as something to do: its days have come, or somebody has begun. */
export const hasOpened = (
  rule: Pick<ObligationRule, 'opensDaysBefore'> | null,
  obligation: { dueAt: Date; state: ObligationState },
  now: Date,
): boolean => obligation.state !== 'not-started' || (rule ? opensAt(rule, obligation.dueAt) : obligation.dueAt) <= now;
