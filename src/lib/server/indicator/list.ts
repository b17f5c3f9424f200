import { isComputed } from '#lib/domain/indicator/check.ts';
import type { FigureFilter } from '#lib/domain/indicator/filter.ts';
import { hints } from '#lib/domain/indicator/hints.ts';
import { judge } from '#lib/domain/indicator/judge.ts';
import { openPeriods, targetFor, yearBefore } from '#lib/domain/indicator/periods.ts';
import { stateProblem } from '#lib/domain/indicator/states.ts';
import { addsUpStill } from '#lib/domain/indicator/status.ts';
import { targetText } from '#lib/domain/indicator/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { periodName, periodYear } from '#lib/domain/movement/periods.ts';
import { openMovement } from '../movement/room.ts';
import { mayManage, maySeeIndicator, maySeeUnit, mayVerify } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import { partsText } from './figure.ts';
import type { FigureRef } from './move.ts';
import { seenBy, type ValueFilter, type ValueRow, valueCounts, valuesOf } from './values.ts';

export const figurePageSize = 50;
/** how many figures one act can take */
const mostAtOnce = 1000;

type Opened = Awaited<ReturnType<typeof openMovement>>;

/** The figures that a filter means, as far as the reader may see them. */
function filterFor({ movement, scope }: Opened, filter: FigureFilter): ValueFilter {
  const ofClass = filter.classId
    ? scope.participants.filter((unit) => unit.classId === filter.classId).map((unit) => unit.id)
    : null;
  const unitIds = filter.unitId ? [filter.unitId].filter((id) => !ofClass || ofClass.includes(id)) : ofClass;
  return {
    programmeId: movement.id,
    seen: seenBy(scope, movement.doc),
    ...(filter.period ? { periods: [filter.period] } : {}),
    ...(filter.indicatorId ? { indicatorIds: [filter.indicatorId] } : {}),
    ...(unitIds ? { unitIds } : {}),
  };
}

/** Units that should have a figure for the chosen indicator and period and have none; null where the filter names no such pair. */
async function missingUnits(ctx: Ctx, opened: Opened, filter: FigureFilter): Promise<string[] | null> {
  const indicator = opened.movement.doc.indicators.find((one) => one.id === filter.indicatorId);
  if (!indicator || isComputed(indicator) || !filter.period) return null;
  const there = new Set((await valuesOf(ctx.app.db, filterFor(opened, filter))).map((row) => row.unitId));
  const whole = maySeeIndicator(opened.scope, indicator);
  return opened.scope.participants
    .filter((unit) => indicator.reportedBy.includes(unit.classId) && !there.has(unit.id))
    .filter((unit) => whole || maySeeUnit(opened.scope, unit.id).allow)
    .filter(
      (unit) => (!filter.classId || unit.classId === filter.classId) && (!filter.unitId || unit.id === filter.unitId),
    )
    .map((unit) => unit.name);
}

/**
 * The figures that the reader may see, for those who verify and lock: filtered, a page at a time, with hints.
 * @throws RuleError 'not-found'
 */
export async function figureList(ctx: Ctx, args: { slug: string; filter: FigureFilter }) {
  const opened = await openMovement(ctx, args.slug);
  const { movement, scope } = opened;
  const { filter } = args;
  const { db } = ctx.app;
  const where = filterFor(opened, filter);
  const seen = where.seen ?? null;
  const indicators = movement.doc.indicators.filter(
    (one) => !isComputed(one) && (seen === null || scope.subtree.size > 0 || maySeeIndicator(scope, one)),
  );
  const [counts, rows, missing] = await Promise.all([
    valueCounts(db, where),
    valuesOf(db, {
      ...where,
      ...(filter.state ? { states: [filter.state] } : {}),
      limit: figurePageSize,
      offset: (filter.page - 1) * figurePageSize,
    }),
    missingUnits(ctx, opened, filter),
  ]);
  const before = await valuesOf(db, {
    programmeId: movement.id,
    unitIds: [...new Set(rows.map((row) => row.unitId))],
    indicatorIds: [...new Set(rows.map((row) => row.indicatorId))],
    periods: [...new Set(rows.map((row) => yearBefore(row.period)))],
  });
  const total = filter.state ? counts[filter.state] : Object.values(counts).reduce((sum, one) => sum + one, 0);
  return {
    slug: movement.slug,
    name: movement.doc.shortName,
    filter,
    rows: rows.map((row) => listRow(opened, row, before, Number(isoDateLocal(ctx.now).slice(0, 4)))),
    counts,
    total,
    missing,
    manages: mayManage(scope).allow,
    options: {
      periods: openPeriods(movement.doc, indicators, isoDateLocal(ctx.now)).map((key) => ({
        value: key,
        label: periodName(key),
      })),
      indicators: indicators.map((one) => ({ value: one.id, label: one.shortName })),
      classes: movement.doc.classes
        .filter((one) => scope.participants.some((unit) => unit.classId === one.id))
        .map((one) => ({ value: one.id, label: one.name })),
      units: scope.participants
        .filter((unit) => seen === null || seen.indicatorIds.length > 0 || maySeeUnit(scope, unit.id).allow)
        .map((unit) => ({ value: unit.id, label: unit.name })),
    },
  };
}

function listRow({ movement, scope }: Opened, row: ValueRow, before: ValueRow[], present: number) {
  const indicator = movement.doc.indicators.find((one) => one.id === row.indicatorId);
  const earlier =
    before.find(
      (one) =>
        one.unitId === row.unitId && one.indicatorId === row.indicatorId && one.period === yearBefore(row.period),
    ) ?? null;
  const base = {
    id: row.id,
    version: row.version,
    unitName: row.unitName,
    period: periodName(row.period),
    state: row.state,
    complete: row.completedAt !== null,
    corrected: row.official !== null && row.state !== 'locked',
    evidence: row.evidence,
    note: row.note,
  };
  if (!indicator)
    return { ...base, name: row.indicatorId, shown: '', before: null, target: null, judged: null, hints: [], can: [] };
  const year = periodYear(row.period);
  const classId = scope.participants.find((unit) => unit.id === row.unitId)?.classId ?? null;
  const found = indicator.incomplete ? null : targetFor(indicator, classId, year);
  const own = found?.own && found.target.year === year ? found.target : null;
  const verify = mayVerify(scope, indicator, row.unitId).allow;
  return {
    ...base,
    name: indicator.shortName,
    shown: partsText(indicator, row),
    before: earlier && partsText(indicator, earlier),
    target: found?.own ? `${targetText(indicator, found.target)} (${found.target.year})` : null,
    judged: own && !addsUpStill(indicator, own, year, present) ? judge(indicator, own, row.value).state : null,
    hints: hints(indicator, row, earlier),
    can: [
      ...(verify && stateProblem('verify', row.state) === null ? ['verify'] : []),
      ...(verify && stateProblem('return', row.state) === null ? ['return'] : []),
      ...(mayManage(scope).allow && stateProblem('lock', row.state) === null ? ['lock'] : []),
    ],
  };
}

/** All figures that a filter means and the reader may see, for an act on all of them; at most 1,000. */
export async function figuresOfFilter(ctx: Ctx, args: { slug: string; filter: FigureFilter }): Promise<FigureRef[]> {
  const opened = await openMovement(ctx, args.slug);
  const { filter } = args;
  const rows = await valuesOf(ctx.app.db, {
    ...filterFor(opened, filter),
    ...(filter.state ? { states: [filter.state] } : {}),
    limit: mostAtOnce,
  });
  return rows.map(({ id, version }) => ({ id, version }));
}
