import type { UnitFigure } from '#lib/domain/dashboard/reading.ts';
import type { Standing, StandingState } from '#lib/domain/dashboard/standing.ts';
import { stateNames } from '#lib/domain/indicator/states.ts';
import { figureText, targetText } from '#lib/domain/indicator/text.ts';
import { formatDecimal, toNumber } from '#lib/domain/kernel/decimal.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import type { Board, BoardUnit } from './board.ts';

/** A figure for a chart: drawn at `value`, written as `text` (without its unit of measure). */
export interface ChartPoint {
  value: number;
  text: string;
}

/**
 * Only for drawing a number is a float; the text comes from the decimal.
 * @param level `province`: of all units together, where yes and no are counted
 */
export const pointOf = (indicator: Indicator, value: string, level?: string): ChartPoint => ({
  value: toNumber(value),
  text:
    indicator.kind === 'yes-no' && level !== 'province'
      ? figureText(indicator, value)
      : formatDecimal(value, indicator.decimals),
});

export const boundsOf = ({ bounds }: Indicator) => ({
  min: bounds.min === null ? null : toNumber(bounds.min),
  max: bounds.max === null ? null : toNumber(bounds.max),
});

/** Targets of a level as steps of a trend. */
const stepsOf = (indicator: Indicator, level: string) =>
  indicator.targets
    .filter((target) => target.level === level)
    .map((target) => ({
      year: target.year,
      value: toNumber(target.value),
      max: target.max === undefined ? null : toNumber(target.max),
      text: targetText(indicator, target),
    }));

/** What a trend needs of a level: figures by year, its targets and, where the next one is not reached, the forecast. */
export function trendOf(
  board: Board,
  indicator: Indicator,
  level: string,
  series: readonly { year: number; value: string; own?: UnitFigure['own'] }[],
  at: Standing,
) {
  const forecast = at.status?.forecast ?? null;
  return {
    years: board.years,
    measure: indicator.kind === 'yes-no' && level !== 'province' ? '' : indicator.measure,
    bounds: boundsOf(indicator),
    points: series.map(({ year, value, own }) => ({
      year,
      point: pointOf(indicator, value, level),
      note: board.working ? unlocked(own) : undefined,
    })),
    targets: stepsOf(indicator, level),
    forecast: forecast && {
      year: forecast.year,
      point: pointOf(indicator, forecast.value, level),
      method: `đường thẳng qua số các năm ${forecast.from.join(', ')}`,
    },
  };
}

/** The state of what is not official yet, in words. */
export const unlocked = (own: UnitFigure['own'] | undefined): string | undefined => {
  const open = own?.find((row) => row.state !== 'locked');
  return open && stateNames[open.state].toLowerCase();
};

export interface Cell {
  state: StandingState;
  text: string | null;
  /** the stored figure, where there is exactly one */
  valueId: string | null;
}

/** A cell of a heat map. */
export function cellOf(board: Board, indicator: Indicator, unit: BoardUnit): Cell {
  const at = board.ofUnit(indicator, unit);
  const figure = at.figure && board.series(indicator, unit.id).find((one) => one.year === board.year);
  const own = figure ? (figure.from.length === 0 ? figure.own : []) : board.nothing(indicator, unit.id);
  return {
    state: at.state === 'missing' && indicator.incomplete ? 'incomplete' : at.state,
    text: at.figure ? pointOf(indicator, at.figure.value).text : null,
    valueId: own.length === 1 ? own[0]!.id : null,
  };
}

/** Names of units, for "gồm số của …". */
export const namesOf = (board: Board, ids: readonly string[]): string[] =>
  ids.map((id) => board.units.get(id)?.name ?? 'đơn vị cũ');
