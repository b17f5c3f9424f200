import { type Kysely, sql } from 'kysely';
import { aggregateAll, type FigureRow } from '#lib/domain/indicator/aggregate.ts';
import type { YearFigure } from '#lib/domain/indicator/forecast.ts';
import { judge } from '#lib/domain/indicator/judge.ts';
import { addsUpStill, type StatusState, status } from '#lib/domain/indicator/status.ts';
import { totalText } from '#lib/domain/indicator/text.ts';
import { classOf } from '#lib/domain/movement/classes.ts';
import { periodYear } from '#lib/domain/movement/periods.ts';
import type { Indicator, Target } from '#lib/domain/movement/types.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { unitsAbove, unitsOn } from './units.ts';

type OfficialRow = FigureRow & { indicatorId: string };

/** One figure of all together, for the public. */
interface PublicFigure {
  year: number;
  /** decimal string */
  value: string;
  /** "62,5%" */
  text: string;
  /** how many units it counts */
  units: number;
}

interface PublicTarget {
  targetId: string;
  /** of a target of all together: where it stands; null where each unit has to reach it */
  state: { state: StatusState; name: string; text: string } | null;
  /** of a target of each unit: how many of those with a figure reached it */
  reached: { attained: number; units: number } | null;
}

export interface PublicIndicatorFigures {
  years: PublicFigure[];
  targets: PublicTarget[];
}

/** Locked figures only: what is entered, handed in or verified is nobody's but the rooms'. */
const officialRows = async (db: Kysely<DB>, programmeId: string): Promise<OfficialRow[]> =>
  (
    await sql<OfficialRow>`
      select indicator_id as "indicatorId", unit_id as "unitId", period,
             official_numerator::text as numerator, official_denominator::text as denominator, official_value::text as value
        from indicator_value
       where programme_id = ${programmeId} and official_version is not null`.execute(db)
  ).rows;

function reachedBy(
  indicator: Indicator,
  target: Target,
  rows: OfficialRow[],
  classOfUnit: Map<string, string>,
  thisYear: number,
): { attained: number; units: number } {
  const own = Map.groupBy(
    rows.filter((row) => classOfUnit.get(row.unitId) === target.level && periodYear(row.period) <= target.year),
    (row) => row.unitId,
  );
  const latest = [...own.values()].map((mine) => {
    const year = Math.max(...mine.map((row) => periodYear(row.period)));
    const inYear = mine.filter((row) => periodYear(row.period) === year);
    const value = aggregateAll([indicator], () => inYear).get(indicator.id)?.value ?? null;
    return { state: judge(indicator, target, value).state, open: addsUpStill(indicator, target, year, thisYear) };
  });
  return {
    attained: latest.filter(({ state, open }) => !open && (state === 'attained' || state === 'exceeded')).length,
    units: latest.filter(({ state }) => state !== 'unjudged').length,
  };
}

/**
 * What the public may know of a movement's indicators: the figure of all together for each year, from locked figures only, and how
 * each target stands by it (C21-1). Indicators without a locked figure are there with no year.
 */
export async function publicFigures(
  db: Kysely<DB>,
  movement: StoredMovement,
  today: string,
): Promise<Map<string, PublicIndicatorFigures>> {
  const { doc } = movement;
  const [rows, units] = await Promise.all([officialRows(db, movement.id), unitsOn(db, today)]);
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const classOfUnit = new Map(
    units.flatMap((unit) => {
      const above = unitsAbove(byId, unit).map((one) => one.code);
      const found = classOf(doc, { code: unit.code, kind: unit.kind, above });
      return found ? [[unit.id, found.id] as const] : [];
    }),
  );
  const years = new Map<string, (PublicFigure & YearFigure)[]>(doc.indicators.map((one) => [one.id, []]));
  const measured = new Map(doc.indicators.map((one) => [one.id, one]));
  for (const [year, inYear] of [...Map.groupBy(rows, (row) => periodYear(row.period))].sort(([a], [b]) => a - b)) {
    const byIndicator = Map.groupBy(inYear, (row) => row.indicatorId);
    for (const [id, { value, units: counted }] of aggregateAll(doc.indicators, (one) => byIndicator.get(one) ?? []))
      years.get(id)?.push({ year, value, text: totalText(measured.get(id)!, value), units: counted });
  }
  const thisYear = Number(today.slice(0, 4));
  const rowsOf = Map.groupBy(rows, (row) => row.indicatorId);
  return new Map(
    doc.indicators.map((indicator) => {
      const series = years.get(indicator.id) ?? [];
      const targets = indicator.targets.map((target): PublicTarget => {
        const { id: targetId } = target;
        if (target.level !== 'province')
          return {
            targetId,
            state: null,
            reached: reachedBy(indicator, target, rowsOf.get(indicator.id) ?? [], classOfUnit, thisYear),
          };
        const { state, name, text } = status(indicator, target, series, thisYear);
        return { targetId, state: { state, name, text }, reached: null };
      });
      return [indicator.id, { years: series, targets }];
    }),
  );
}
