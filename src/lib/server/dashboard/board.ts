import type { OfIndicator, StoredFigure, UnitFigure } from '#lib/domain/dashboard/reading.ts';
import { type Standing, standing } from '#lib/domain/dashboard/standing.ts';
import { formulaIds, parseFormula } from '#lib/domain/indicator/formula.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { classOf } from '#lib/domain/movement/classes.ts';
import type { Succession } from '#lib/domain/movement/succession.ts';
import type { Indicator } from '#lib/domain/movement/types.ts';
import { type MovementScope, maySeeIndicator } from '../movement/scope.ts';
import { successionOf } from '../movement/succession.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { type AnyUnit, everyUnit, officialOf, workingOf } from './figures.ts';
import { officialReading, type Reading, reading } from './remembered.ts';

export interface BoardUnit extends AnyUnit {
  classId: string;
  className: string;
}

export interface BoardAsk {
  /** asked for in the address; null: the latest year with figures */
  year: number | null;
  /** figures that are still being worked on, as far as the reader may see them */
  working: boolean;
  /** only some indicators, and what their formulas read */
  indicatorIds?: string[];
}

/**
 * The figures of a movement as one reader may see them. Official figures of all together are public; those of a single unit are seen by
 * whoever sees the unit or leads the indicator; what is being worked on likewise. Whatever leaves this floor is asked of `sees`.
 */
export interface Board {
  movement: StoredMovement;
  scope: MovementScope;
  /** shown year, first and last year of the movement */
  year: number;
  years: [number, number];
  /** years in which there are figures */
  measured: number[];
  /** the year that it is now */
  present: number;
  working: boolean;
  /** those that are the reader's business */
  indicators: Indicator[];
  /** participants of today by id, and units that ended, with the class they belonged to */
  units: Map<string, BoardUnit>;
  succession: Succession;
  read: Map<string, OfIndicator>;
  sees(indicator: Indicator, unitId: string): boolean;
  /** participants of today that report an indicator and that the reader sees with it, by name */
  reporters(indicator: Indicator): BoardUnit[];
  series(indicator: Indicator, unitId: string): UnitFigure[];
  /** what a unit stored of the shown year to say that there was nothing to count */
  nothing(indicator: Indicator, unitId: string, year?: number): StoredFigure[];
  ofUnit(indicator: Indicator, unit: BoardUnit, year?: number): Standing;
  ofAll(indicator: Indicator, year?: number): Standing;
}

const withFormulas = (indicators: Indicator[], asked: string[]): Indicator[] => {
  const wanted = new Set(asked);
  for (const id of wanted) {
    const formula = parseFormula(indicators.find((one) => one.id === id)?.aggregation.formula ?? '');
    if (formula) for (const part of formulaIds(formula)) wanted.add(part);
  }
  return indicators.filter((one) => wanted.has(one.id));
};

/** Units of any time with the class they belong or belonged to: where one stood last is where it is placed. */
function placed(ctx: Ctx, movement: StoredMovement, scope: MovementScope, all: AnyUnit[]): Map<string, BoardUnit> {
  const today = isoDateLocal(ctx.now);
  const byId = new Map(all.map((unit) => [unit.id, unit]));
  const codesAbove = (unit: AnyUnit): string[] => {
    const codes: string[] = [];
    let at = unit.parentId ? byId.get(unit.parentId) : undefined;
    while (at && !codes.includes(at.code)) {
      codes.push(at.code);
      at = at.parentId ? byId.get(at.parentId) : undefined;
    }
    return codes;
  };
  const current = new Map(scope.participants.map((unit) => [unit.id, unit]));
  return new Map(
    all.flatMap((unit) => {
      const now = current.get(unit.id);
      const ended = unit.validTo !== null && unit.validTo < today;
      const found = now ?? (ended ? classOf(movement.doc, { ...unit, above: codesAbove(unit) }) : null);
      if (!found) return [];
      const [classId, className] = 'classId' in found ? [found.classId, found.className] : [found.id, found.name];
      return [[unit.id, { ...unit, classId, className }] as const];
    }),
  );
}

/** The units whose figures a reader of some units needs: those that went before them, too. */
function withPredecessors(succession: Succession, unitIds: Set<string>): Set<string> {
  const found = new Set(unitIds);
  let before: number;
  do {
    before = found.size;
    for (const [old, links] of succession) if (links.some((link) => found.has(link.unitId))) found.add(old);
  } while (found.size > before);
  return found;
}

/** Official figures of all; on top of them what is being worked on in the reader's own sight. */
async function workingReading(
  ctx: Ctx,
  { movement, scope }: { movement: StoredMovement; scope: MovementScope },
  indicators: Indicator[],
  succession: Succession,
): Promise<Reading> {
  const narrowed = { programmeId: movement.id, indicatorIds: indicators.map((one) => one.id) };
  const [official, working] = await Promise.all([officialOf(ctx.app.db, narrowed), workingOf(ctx.app.db, narrowed)]);
  const led = new Set(indicators.filter((one) => maySeeIndicator(scope, one)).map((one) => one.id));
  const mine = working.filter((row) => led.has(row.indicatorId) || scope.subtree.has(row.unitId));
  const replaced = new Set(mine.map((row) => row.id));
  return reading(indicators, [...mine, ...official.filter((row) => !replaced.has(row.id))], succession);
}

/** Loads a board: three or four queries, whatever its size. */
export async function loadBoard(
  ctx: Ctx,
  at: { movement: StoredMovement; scope: MovementScope },
  ask: BoardAsk,
): Promise<Board> {
  const { movement, scope } = at;
  const { doc } = movement;
  const today = isoDateLocal(ctx.now);
  const asked = ask.indicatorIds ? withFormulas(doc.indicators, ask.indicatorIds) : doc.indicators;
  const [all, succession] = await Promise.all([everyUnit(ctx.app.db), successionOf(ctx.app.db, today)]);
  const { read, measured, standings } = ask.working
    ? await workingReading(ctx, at, asked, succession)
    : await officialReading(ctx, movement, succession);
  const units = placed(ctx, movement, scope, all);
  const years: [number, number] = [Number(doc.from.slice(0, 4)), Number(doc.to.slice(0, 4))];
  const thisYear = Number(today.slice(0, 4));
  const latest = measured.findLast((year) => year <= thisYear) ?? thisYear;
  const year = Math.max(Math.min(years[0], measured[0] ?? years[0]), Math.min(ask.year ?? latest, years[1]));
  const mine = withPredecessors(succession, scope.subtree);
  const mineClasses = new Set(
    scope.participants.filter((unit) => scope.subtree.has(unit.id)).map((unit) => unit.classId),
  );
  const sees = (indicator: Indicator, unitId: string) => maySeeIndicator(scope, indicator) || mine.has(unitId);
  const series = (indicator: Indicator, unitId: string): UnitFigure[] =>
    read.get(indicator.id)?.units.get(unitId) ?? [];
  const nothing = (indicator: Indicator, unitId: string, at = year): StoredFigure[] =>
    read.get(indicator.id)?.nothing.get(unitId)?.get(at) ?? [];
  /** everyone who reports said so */
  const allNothing = (indicator: Indicator, at: number): boolean => {
    const all = scope.participants.filter((unit) => indicator.reportedBy.includes(unit.classId));
    return all.length > 0 && all.every((unit) => nothing(indicator, unit.id, at).length > 0);
  };
  return {
    movement,
    scope,
    year,
    years,
    measured,
    present: thisYear,
    working: ask.working,
    indicators: asked.filter(
      (one) => maySeeIndicator(scope, one) || one.reportedBy.some((classId) => mineClasses.has(classId)),
    ),
    units,
    succession,
    read,
    sees,
    reporters: (indicator) =>
      scope.participants.flatMap((unit) =>
        indicator.reportedBy.includes(unit.classId) && sees(indicator, unit.id) ? (units.get(unit.id) ?? []) : [],
      ),
    series,
    nothing,
    ofUnit: (indicator, unit, at = year) => {
      const key = `${indicator.id} ${unit.id} ${unit.classId} ${at}`;
      const known =
        standings.get(key) ??
        standing(
          indicator,
          unit.classId,
          series(indicator, unit.id),
          at,
          thisYear,
          nothing(indicator, unit.id, at).length > 0,
        );
      standings.set(key, known);
      return known;
    },
    ofAll: (indicator, at = year) =>
      standing(indicator, 'province', read.get(indicator.id)?.whole ?? [], at, thisYear, allNothing(indicator, at)),
  };
}

/** Years that the switch of a page offers: those with figures and the shown one. */
export const yearsToChoose = (board: Board): number[] =>
  [...new Set([...board.measured, board.year])].sort((a, b) => a - b);
