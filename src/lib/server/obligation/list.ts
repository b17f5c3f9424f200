/** The obligations of one movement for those who follow it up and those who receive, and of one unit for the unit. */
import type { Kysely } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { comparePeriods, periodName, periodYear } from '#lib/domain/movement/periods.ts';
import type { MovementProgramme, ObligationRule } from '#lib/domain/movement/types.ts';
import { hasOpened, opensAt } from '#lib/domain/obligation/due.ts';
import {
  byUrgency,
  countGroups,
  type GroupCounts,
  groupsOf,
  type ListFilter,
  nameMatches,
} from '#lib/domain/obligation/filter.ts';
import { isOpen } from '#lib/domain/obligation/states.ts';
import { openMovement } from '../movement/room.ts';
import {
  type MovementScope,
  mayAccept,
  mayManage,
  mayReadReport,
  maySeeUnit,
  movementScope,
} from '../movement/scope.ts';
import { clustersOn } from '../people/clusters.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { publicMovements, type StoredMovement } from '../programme/queries.ts';
import { obligationsOfPerson } from './person.ts';
import { type ObligationRow, obligationsOf } from './queries.ts';

export const listPageSize = 50;

/** An obligation as lists show it. */
export interface ListedObligation extends ObligationRow {
  /** null where the document no longer has the rule */
  rule: ObligationRule | null;
  ruleName: string;
  periodName: string;
  classId: string;
  className: string;
}

export const ruleOf = (doc: MovementProgramme, ruleId: string): ObligationRule | null =>
  doc.obligations.find((rule) => rule.id === ruleId) ?? null;

const described = (row: ObligationRow, movement: StoredMovement, scope: MovementScope): ListedObligation => {
  const rule = ruleOf(movement.doc, row.ruleId);
  const unit = scope.participants.find((one) => one.id === row.unitId);
  return {
    ...row,
    rule,
    ruleName: rule?.name ?? 'Việc đã bỏ khỏi kế hoạch',
    periodName: periodName(row.period),
    classId: unit?.classId ?? '',
    className: unit?.className ?? 'Không còn tham gia',
  };
};

/** Whether the actor may read of it: overseers, the unit and those above it, and all receivers of the rule. */
export const mayReadObligation = (scope: MovementScope, rule: ObligationRule | null, unitId: string): boolean =>
  (rule ? mayReadReport(scope, rule, unitId) : maySeeUnit(scope, unitId)).allow;

async function periodsWith(db: Kysely<DB>, programmeId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('obligation')
    .select('period')
    .distinct()
    .where('programme_id', '=', programmeId)
    .execute();
  return rows.map((row) => row.period).sort((a, b) => comparePeriods(b, a));
}

/** The year whose periods are shown when the address says nothing: the present one, else the nearest that has any. */
function presentYear(periods: string[], now: Date): number {
  const year = Number(isoDateLocal(now).slice(0, 4));
  const years = [...new Set(periods.map(periodYear))];
  return years.sort((a, b) => Math.abs(a - year) - Math.abs(b - year))[0] ?? year;
}

async function visible(ctx: Ctx, movement: StoredMovement, scope: MovementScope, filter: ListFilter) {
  const [periods, clusters] = await Promise.all([
    periodsWith(ctx.app.db, movement.id),
    clustersOn(ctx.app.db, isoDateLocal(ctx.now)),
  ]);
  const cluster = filter.cluster ? (clusters.find((one) => one.clusterId === filter.cluster)?.unitIds ?? []) : null;
  const year = presentYear(periods, ctx.now);
  const rows = await obligationsOf(ctx.app.db, {
    programmeIds: [movement.id],
    ...(filter.period === '' ? { year } : filter.period === 'all' ? {} : { period: filter.period }),
    ...(filter.rule ? { ruleId: filter.rule } : {}),
  });
  const classes = new Map(scope.participants.map((unit) => [unit.id, unit]));
  const rules = new Map(movement.doc.obligations.map((rule) => [rule.id, rule]));
  const seen = rows
    .filter((row) => mayReadObligation(scope, rules.get(row.ruleId) ?? null, row.unitId))
    .filter((row) => !filter.class || (classes.get(row.unitId)?.classId ?? '') === filter.class)
    .filter((row) => cluster?.includes(row.unitId) ?? true)
    .filter((row) => !filter.q || nameMatches(row.unitFolded, filter.q));
  return { periods, clusters, year, seen };
}

/** The filtered rows, the most urgent first, without pages. */
async function filtered(ctx: Ctx, slug: string, filter: ListFilter) {
  const { movement, scope } = await openMovement(ctx, slug);
  const { periods, clusters, year, seen } = await visible(ctx, movement, scope, filter);
  const rows = seen
    .filter((row) => !filter.group || groupsOf(row, ctx.now).includes(filter.group))
    .sort(byUrgency(ctx.now));
  return { movement, scope, periods, clusters, year, seen, rows };
}

/** The overview of a movement's obligations. @throws RuleError 'not-found' for those who have no work there */
export async function obligationOverview(ctx: Ctx, args: { slug: string; filter: ListFilter }) {
  const { filter } = args;
  const { movement, scope, periods, clusters, year, seen, rows } = await filtered(ctx, args.slug, filter);
  const classOf = new Map(scope.participants.map((unit) => [unit.id, unit.classId]));
  const byClass = Map.groupBy(seen, (row) => classOf.get(row.unitId) ?? '');
  const classes: { id: string; name: string; counts: GroupCounts }[] = [
    ...movement.doc.classes.map(({ id, name }) => ({ id, name })),
    { id: '', name: 'Không còn tham gia' },
  ].flatMap((one) => {
    const its = byClass.get(one.id);
    return its ? [{ ...one, counts: countGroups(its, ctx.now) }] : [];
  });
  const shown = rows.slice((filter.page - 1) * listPageSize, filter.page * listPageSize);
  return {
    movement: { slug: movement.slug, name: movement.doc.name, status: movement.status },
    rules: movement.doc.obligations.map(({ id, name, clause }) => ({ id, name, clause })),
    classNames: movement.doc.classes.filter((one) => one.units).map(({ id, name }) => ({ id, name })),
    clusters: clusters.map(({ clusterId, name }) => ({ id: clusterId, name })),
    periods: periods.map((key) => ({ key, name: periodName(key) })),
    year,
    counts: countGroups(seen, ctx.now),
    classes,
    total: rows.length,
    rows: shown.map((row) => {
      const one = described(row, movement, scope);
      return { ...one, mayAccept: one.rule !== null && mayAccept(scope, one.rule, one.unitId).allow };
    }),
    mayManage: mayManage(scope).allow,
  };
}

/** The same rows for a file that an office goes on with. */
export async function obligationExport(
  ctx: Ctx,
  args: { slug: string; filter: ListFilter },
): Promise<ListedObligation[]> {
  const { movement, scope, rows } = await filtered(ctx, args.slug, args.filter);
  return rows.map((row) => described(row, movement, scope));
}

/** Ids of all rows of a filter, for acts on many. */
export const obligationIds = async (ctx: Ctx, args: { slug: string; filter: ListFilter }): Promise<string[]> =>
  (await filtered(ctx, args.slug, args.filter)).rows.map((row) => row.id);

/** One obligation of a movement and what the actor may do with it. @throws RuleError 'not-found' */
export async function openObligation(ctx: Ctx, args: { slug: string; obligationId: string }) {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const [row] = isUuid(args.obligationId)
    ? await obligationsOf(ctx.app.db, { programmeIds: [movement.id], ids: [args.obligationId] })
    : [];
  if (!row) throw notFound('Việc phải nộp này');
  const obligation = described(row, movement, scope);
  if (!mayReadObligation(scope, obligation.rule, row.unitId)) throw notFound('Việc phải nộp này');
  return { movement, scope, obligation };
}

export interface UnitObligation extends ListedObligation {
  movement: { slug: string; shortName: string };
  /** stands on the list as something to do */
  opened: boolean;
  opensAt: Date;
  /** the actor hands in for the unit */
  mine: boolean;
}

/**
 * What a unit has to do in all movements that take it in, the most urgent first.
 * @throws RuleError 'not-found' where none of it is the reader's business
 */
export async function unitObligations(ctx: Ctx, args: { unitId: string; slug?: string }) {
  const movements = (await publicMovements(ctx.app.db)).filter((one) => !args.slug || one.slug === args.slug);
  const scoped = await Promise.all(
    movements.map(async (movement) => ({ movement, scope: await movementScope(ctx, movement) })),
  );
  const mine = scoped.filter(({ scope }) => maySeeUnit(scope, args.unitId).allow);
  if (scoped.length > 0 && mine.length === 0) throw notFound('Đơn vị này');
  const rows =
    mine.length === 0
      ? []
      : await obligationsOf(ctx.app.db, {
          programmeIds: mine.map(({ movement }) => movement.id),
          unitIds: [args.unitId],
        });
  const byId = new Map(mine.map((one) => [one.movement.id, one]));
  const obligations = rows.flatMap((row): UnitObligation[] => {
    const found = byId.get(row.programmeId);
    if (!found) return [];
    const { movement, scope } = found;
    const one = described(row, movement, scope);
    const opens = one.rule ? opensAt(one.rule, row.dueAt) : row.dueAt;
    return [
      {
        ...one,
        movement: { slug: movement.slug, shortName: movement.doc.shortName },
        opened: hasOpened(one.rule, row, ctx.now),
        opensAt: opens,
        mine: scope.own.has(args.unitId),
      },
    ];
  });
  return {
    obligations: obligations.sort(byUrgency(ctx.now)),
    movements: mine
      .map(({ movement, scope }) => ({
        slug: movement.slug,
        name: movement.doc.name,
        shortName: movement.doc.shortName,
        from: movement.doc.from,
        to: movement.doc.to,
        closed: movement.status === 'closed',
        className: scope.participants.find((unit) => unit.id === args.unitId)?.className ?? null,
      }))
      .filter((one) => one.className !== null || obligations.some((row) => row.movement.slug === one.slug)),
  };
}

/**
 * What the actor has to hand in now for the units that they coordinate, by the rule of the units' own lists, the most urgent first.
 * `units`: those units that take part anywhere.
 */
export async function ownTodo(ctx: Ctx): Promise<{ todo: UnitObligation[]; units: { id: string; name: string }[] }> {
  const { id: personId } = ctx.actor;
  const rows = personId ? await obligationsOfPerson(ctx.app.db, personId, ctx.now) : [];
  const units = [...new Map(rows.map((row) => [row.unitId, row.unitName]))].map(([id, name]) => ({ id, name }));
  const lists = await Promise.all(units.map(({ id }) => unitObligations(ctx, { unitId: id })));
  const todo = lists.flatMap(({ obligations }) => obligations.filter((one) => one.mine && one.opened && isOpen(one)));
  return { todo: todo.sort(byUrgency(ctx.now)), units };
}
