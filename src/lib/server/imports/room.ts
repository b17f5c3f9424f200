import { isComputed } from '#lib/domain/indicator/check.ts';
import { currentPeriod, openPeriods } from '#lib/domain/indicator/periods.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { comparePeriods, periodName } from '#lib/domain/movement/periods.ts';
import { openMovement, openUnitMovement } from '../movement/room.ts';
import { mayEnterFor, mayImport } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type ImportJob, importsOf } from './jobs.ts';

/** A job as lists show it. */
export type ImportItem = Omit<ImportJob, 'columns' | 'unknown' | 'createdBy'> & { mine: boolean; periodName: string };

const items = (ctx: Ctx, jobs: ImportJob[]): ImportItem[] =>
  jobs.map(({ columns: _columns, unknown: _unknown, createdBy, ...job }) => ({
    ...job,
    mine: createdBy === ctx.actor.id,
    periodName: job.period ? periodName(job.period) : '',
  }));

const option = (period: string) => ({ value: period, label: periodName(period) });

/** Why nothing can be sent in; null when it can. */
const closed = (status: string): string | null =>
  status === 'published'
    ? null
    : status === 'draft'
      ? 'Phong trào chưa công bố, nên chưa nhận tệp nào.'
      : 'Phong trào đã đóng, nên chỉ xuất được, không nhập được nữa.';

/**
 * Files in and out of a movement: what can be chosen, whether the reader may send files in, and the files that came in before.
 * @throws RuleError 'not-found'
 */
export async function importRoom(ctx: Ctx, args: { slug: string }) {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const { doc } = movement;
  const entered = doc.indicators.filter((one) => !isComputed(one));
  const owed = await ctx.app.db
    .selectFrom('obligation')
    .select('period')
    .distinct()
    .where('programme_id', '=', movement.id)
    .execute();
  const open = openPeriods(doc, entered, isoDateLocal(ctx.now));
  const periods = [...new Set([...open, ...owed.map((row) => row.period)])].sort((a, b) => comparePeriods(b, a));
  const may = mayImport(scope);
  return {
    slug: movement.slug,
    name: doc.shortName,
    may: may.allow ? closed(movement.status) : may.reason,
    manages: scope.manages,
    options: {
      periods: periods.map(option),
      figurePeriods: open.map(option),
      classes: doc.classes
        .filter((one) => scope.participants.some((unit) => unit.classId === one.id))
        .map((one) => ({ value: one.id, label: one.name })),
      indicators: entered.map((one) => ({ value: one.id, label: one.shortName })),
      rules: doc.obligations.map((one) => ({ value: one.id, label: one.name })),
    },
    jobs: items(ctx, await importsOf(ctx, { movementId: movement.id, scope })),
  };
}

/** The same for one unit: its template of a period, its files. @throws RuleError 'not-found' */
export async function unitImportRoom(ctx: Ctx, args: { slug: string; unitId: string }) {
  const { movement, scope, unit } = await openUnitMovement(ctx, args);
  const entered = movement.doc.indicators.filter((one) => !isComputed(one) && one.reportedBy.includes(unit.classId));
  const today = isoDateLocal(ctx.now);
  const periods = openPeriods(movement.doc, entered, today);
  const may = mayEnterFor(scope, unit.id);
  return {
    slug: movement.slug,
    unitName: unit.name,
    className: unit.className,
    may: may.allow ? closed(movement.status) : may.reason,
    periods: periods.map(option),
    current: currentPeriod(periods, today),
    jobs: items(ctx, await importsOf(ctx, { movementId: movement.id, scope, unitId: unit.id })),
  };
}
