import { addDays } from '../kernel/time.ts';
import { comparePeriods, type PeriodKey, periodDays, periodsBetween } from '../movement/periods.ts';
import type { Indicator, MovementProgramme, Target } from '../movement/types.ts';
import { targetIn } from './status.ts';

/** The periods for which figures of these indicators can be entered until today, the latest first. */
export function openPeriods(
  doc: Pick<MovementProgramme, 'from' | 'to'>,
  indicators: Pick<Indicator, 'frequency'>[],
  today: string,
): PeriodKey[] {
  const last = [doc.to, today].sort()[0]!;
  const years = [Number(doc.from.slice(0, 4)), Number(last.slice(0, 4))] as const;
  return [...new Set(indicators.map((one) => one.frequency))]
    .flatMap((frequency) => periodsBetween(frequency, ...years))
    .filter((period) => {
      const days = periodDays(period);
      return days.to >= doc.from && days.from <= last;
    })
    .sort((a, b) => comparePeriods(b, a));
}

/** days for which a period that is over is still the one people report on */
const reportingDays = 90;

/** The period that people report on today: the latest that ended within the last 90 days or is running; null when there is none. */
export function currentPeriod(periods: PeriodKey[], today: string): PeriodKey | null {
  const then = addDays(today, -reportingDays);
  return periods.find((period) => periodDays(period).from <= then) ?? periods.at(-1) ?? null;
}

/** The same period a year earlier. */
export const yearBefore = (period: PeriodKey): PeriodKey => `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;

/** What a unit measures itself by: the target of its class, else that of the province, for orientation only. */
export function targetFor(
  indicator: Pick<Indicator, 'targets'>,
  classId: string | null,
  year: number,
): { target: Target; own: boolean } | null {
  const own = classId === null ? null : targetIn(indicator, classId, year);
  if (own) return { target: own, own: true };
  const province = targetIn(indicator, 'province', year);
  return province && { target: province, own: false };
}
