/** How a figure of one year stands, for the cells of dashboards (C21-2). */
import type { YearFigure } from '../indicator/forecast.ts';
import { type Status, type StatusState, status, targetIn } from '../indicator/status.ts';
import { compare } from '../kernel/decimal.ts';
import type { Indicator, Target } from '../movement/types.ts';

/** What a cell can say: how a figure stands, or why there is nothing to say. */
export type StandingState = StatusState | 'nothing' | 'missing' | 'incomplete';

export interface Standing {
  state: StandingState;
  target: Target | null;
  /** null where the year has no figure */
  figure: YearFigure | null;
  /** says itself in one sentence; null where there is no figure */
  status: Status | null;
}

/**
 * How a level stood at the end of a year: later figures are not looked at. A year without a figure is missing, whatever the years before
 * it say, unless it was said that there was nothing to count; an indicator whose line in the plan is cut off is never judged.
 * @param level `province` or the id of a class
 * @param present the year that is not over yet
 * @param nothing it was said that the year had nothing to count
 */
export function standing(
  indicator: Indicator,
  level: string,
  series: readonly YearFigure[],
  year: number,
  present: number,
  nothing = false,
): Standing {
  const target = targetIn(indicator, level, year);
  const until = series.filter((one) => one.year <= year);
  const figure = until.find((one) => one.year === year) ?? null;
  if (!figure) return { state: nothing ? 'nothing' : 'missing', target, figure, status: null };
  const found = status(indicator, target, until, year, present);
  return { state: indicator.incomplete ? 'incomplete' : found.state, target, figure, status: found };
}

const good: StandingState[] = ['attained', 'exceeded', 'early'];
const bad: StandingState[] = ['behind', 'missed'];

export type Bearing = 'attained' | 'on-track' | 'behind' | 'open' | 'nothing' | 'missing';

/** The few words of leaders: attained, on track, behind, still open, nothing to count, no figure. */
export function bearingOf(state: StandingState): Bearing {
  if (good.includes(state)) return 'attained';
  if (bad.includes(state)) return 'behind';
  if (state === 'on-track') return 'on-track';
  return state === 'missing' || state === 'nothing' ? state : 'open';
}

/** Sorts units by a year's figure, the one that has furthest to go first; those without a figure before them. */
export const figureOrder =
  (indicator: Pick<Indicator, 'direction'>, year: number) =>
  (a: readonly YearFigure[], b: readonly YearFigure[]): number => {
    const [one, other] = [a, b].map((series) => series.find((figure) => figure.year === year)?.value);
    if (one === undefined || other === undefined) return one === other ? 0 : one === undefined ? -1 : 1;
    return indicator.direction === 'up' ? compare(one, other) : compare(other, one);
  };
