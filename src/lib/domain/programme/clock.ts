import { toMs } from '../kernel/time.ts';
import type { ContestProgramme, Period } from './types.ts';

type WithTimeline = Pick<ContestProgramme, 'timeline'>;

export type PeriodState = 'upcoming' | 'current' | 'past';

/** K26-3: both ends of a period still belong to it; the first millisecond after `to` is too late. */
export function periodState(period: Pick<Period, 'from' | 'to'>, now: Date): PeriodState {
  if (now.getTime() < toMs(period.from)) return 'upcoming';
  return now.getTime() <= toMs(period.to) ? 'current' : 'past';
}

export const periodOf = (programme: WithTimeline, id: string): Period | undefined =>
  programme.timeline.find((period) => period.id === id);

/** Whether a period runs now. A period that the programme does not have never runs. */
export function isOpen(programme: WithTimeline, periodId: string, now: Date): boolean {
  const period = periodOf(programme, periodId);
  return period !== undefined && periodState(period, now) === 'current';
}

/** The period that runs now (the later one where two overlap); null before, after and in a gap. */
export const currentPeriod = (programme: WithTimeline, now: Date): Period | null =>
  programme.timeline.findLast((period) => periodState(period, now) === 'current') ?? null;

/** The period that begins next; null when none is left. */
export function nextPeriod(programme: WithTimeline, now: Date): Period | null {
  const coming = programme.timeline.filter((period) => periodState(period, now) === 'upcoming');
  return coming.toSorted((a, b) => toMs(a.from) - toMs(b.from))[0] ?? null;
}

export interface Step {
  period: Period;
  state: PeriodState;
  /** 1, 2, 3 … */
  no: number;
  /** the instant that people wait for: the end of what runs, the beginning of what comes; null for what is past */
  waitsFor: Date | null;
}

/** All periods in order, for the strip on top of a contest's pages. */
export function stepStrip(programme: WithTimeline, now: Date): Step[] {
  return programme.timeline.map((period, index) => {
    const state = periodState(period, now);
    const instant = state === 'current' ? period.to : state === 'upcoming' ? period.from : null;
    return { period, state, no: index + 1, waitsFor: instant ? new Date(toMs(instant)) : null };
  });
}

/** The period in which what was handed in is looked at first: the one that follows the intake; null when there is none. */
export function afterIntake({ timeline }: WithTimeline): Period | null {
  const intake = timeline.findIndex((period) => period.kind === 'intake');
  return intake < 0 ? null : (timeline[intake + 1] ?? null);
}
