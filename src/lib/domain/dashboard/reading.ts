/**
 * Figures as dashboards read them: of each unit and of all together, by year; those of units that ended are read under their successors
 * by the stated rule (C21-7), and nothing is written.
 */
import { aggregateAll, type Figure, type FigureRow, yearSeries } from '../indicator/aggregate.ts';
import type { YearFigure } from '../indicator/forecast.ts';
import type { FigureState } from '../indicator/states.ts';
import { periodYear } from '../movement/periods.ts';
import { carryForward, type Succession, type UndividedRow } from '../movement/succession.ts';
import type { Indicator } from '../movement/types.ts';

/** One figure as it is stored, official or as it is being worked on. */
export interface StoredFigure extends FigureRow {
  id: string;
  indicatorId: string;
  state: FigureState;
}

/** A unit's figure of one year. */
export interface UnitFigure extends YearFigure {
  /** units that are older than this one and whose figures are in it */
  from: string[];
  /** the stored figures of the unit itself behind it */
  own: StoredFigure[];
}

export interface OfIndicator {
  /** figures of each unit by year, those of ended units carried on */
  units: Map<string, UnitFigure[]>;
  /** years in which a unit said, with its reason, that there was nothing to count: the stored rows that say so */
  nothing: Map<string, Map<number, StoredFigure[]>>;
  /** what ended units reported themselves, by unit */
  old: Map<string, StoredFigure[]>;
  /** what could not be handed on and stays under the old unit */
  undivided: UndividedRow[];
  /** of all units together, by year */
  whole: (YearFigure & Figure)[];
}

const group = <T, K>(rows: readonly T[], key: (row: T) => K): Map<K, T[]> => {
  const found = new Map<K, T[]>();
  for (const row of rows) {
    const list = found.get(key(row));
    if (list) list.push(row);
    else found.set(key(row), [row]);
  }
  return found;
};

/** Only periods in which an ended unit reported have to be read anew. */
function carried(rows: StoredFigure[], succession: Succession, indicator: Indicator) {
  const touched = new Set(rows.filter((row) => succession.has(row.unitId)).map((row) => row.period));
  if (touched.size === 0) return { rows: rows.map((row) => ({ ...row, from: [row.unitId] })), undivided: [] };
  const read = carryForward(
    rows.filter((row) => touched.has(row.period)),
    succession,
    indicator,
  );
  const rest = rows.filter((row) => !touched.has(row.period)).map((row) => ({ ...row, from: [row.unitId] }));
  return { rows: [...rest, ...read.rows], undivided: read.undivided };
}

function unitSeries(indicator: Indicator, rows: (FigureRow & { from: string[] })[], own: StoredFigure[]): UnitFigure[] {
  const sources = new Map<number, Set<string>>();
  for (const row of rows)
    for (const unit of row.from)
      if (unit !== row.unitId) {
        const year = periodYear(row.period);
        sources.set(year, (sources.get(year) ?? new Set()).add(unit));
      }
  return yearSeries(indicator, rows).map(({ year, value }) => ({
    year,
    value,
    from: [...(sources.get(year) ?? [])],
    own: own.filter((row) => periodYear(row.period) === year),
  }));
}

/** Empty on purpose: the way from "complete" on asks for the reason. */
const saysNothing = (row: StoredFigure): boolean =>
  row.value === null && row.state !== 'entered' && row.state !== 'returned';

const emptyYears = (rows: StoredFigure[]): Map<number, StoredFigure[]> =>
  group(rows.filter(saysNothing), (row) => periodYear(row.period));

/**
 * Reads the figures of some indicators. Formulas are worked out for all units together only: what they read must be among
 * `indicators`.
 */
export function readFigures(
  indicators: readonly Indicator[],
  figures: readonly StoredFigure[],
  succession: Succession,
): Map<string, OfIndicator> {
  const byIndicator = group(figures, (row) => row.indicatorId);
  const computed = wholeOfFormulas(indicators, byIndicator);
  return new Map(
    indicators.map((indicator) => {
      const rows = byIndicator.get(indicator.id) ?? [];
      const own = group(rows, (row) => row.unitId);
      const read = carried(rows, succession, indicator);
      const units = new Map(
        [...group(read.rows, (row) => row.unitId)].map(([unitId, list]) => [
          unitId,
          unitSeries(indicator, list, own.get(unitId) ?? []),
        ]),
      );
      return [
        indicator.id,
        {
          units,
          nothing: new Map([...own].map(([unitId, list]) => [unitId, emptyYears(list)])),
          old: new Map([...own].filter(([unitId]) => succession.has(unitId))),
          undivided: read.undivided,
          // the province counts what was reported, however it is divided
          whole: computed.get(indicator.id) ?? yearSeries(indicator, rows),
        },
      ];
    }),
  );
}

function wholeOfFormulas(
  indicators: readonly Indicator[],
  byIndicator: Map<string, StoredFigure[]>,
): Map<string, (YearFigure & Figure)[]> {
  const formulas = indicators.filter((one) => one.aggregation.method === 'formula');
  if (formulas.length === 0) return new Map();
  const years = new Set([...byIndicator.values()].flat().map((row) => periodYear(row.period)));
  const found = new Map<string, (YearFigure & Figure)[]>(formulas.map((one) => [one.id, []]));
  for (const year of [...years].sort((a, b) => a - b)) {
    const all = aggregateAll([...indicators], (id) =>
      (byIndicator.get(id) ?? []).filter((row) => periodYear(row.period) === year),
    );
    for (const { id } of formulas) {
      const figure = all.get(id);
      if (figure) found.get(id)!.push({ year, ...figure });
    }
  }
  return found;
}
