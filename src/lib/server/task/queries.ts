import type { Kysely } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { addDays, isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { PlanTask } from '#lib/domain/programme/types.ts';
import { SOON_DAYS, type TaskState } from '#lib/domain/task/task.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, ProgrammeDocument } from '../platform/db/schema.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { canTask } from './policy.ts';

export interface TaskRow {
  id: string;
  programmeId: string;
  planTaskId: string | null;
  title: string;
  detail: string;
  clause: string | null;
  agency: string;
  ownerId: string | null;
  ownerName: string | null;
  startsOn: string | null;
  dueOn: string | null;
  state: TaskState;
  /** ISO day */
  doneOn: string | null;
  version: number;
  updatedAt: Date;
}

const rows = (db: Kysely<DB>) =>
  db
    .selectFrom('task as t')
    .leftJoin('person as p', 'p.id', 't.owner_id')
    .select([
      't.id',
      't.programme_id as programmeId',
      't.plan_task_id as planTaskId',
      't.title',
      't.detail',
      't.clause',
      't.agency',
      't.owner_id as ownerId',
      'p.full_name as ownerName',
      't.starts_on as startsOn',
      't.due_on as dueOn',
      't.state',
      't.done_at as doneAt',
      't.version',
      't.updated_at as updatedAt',
    ]);

const shown = ({ doneAt, ...row }: Omit<TaskRow, 'doneOn'> & { doneAt: Date | null }): TaskRow => ({
  ...row,
  doneOn: doneAt ? isoDateLocal(doneAt) : null,
});

export interface TaskFilter {
  /** `open`: neither done nor given up; `overdue`, `soon`: open and near its day */
  show: 'open' | 'overdue' | 'soon' | 'done' | 'all';
  agency: string;
  owner: string;
}

/** Tasks of a programme: by due day, those without a day last. */
export async function tasksOf(
  ctx: Ctx,
  args: { programmeId: string; filter?: Partial<TaskFilter> },
): Promise<TaskRow[]> {
  requireAllowed(canTask(ctx, 'view', args));
  const { show = 'all', agency = '', owner = '' } = args.filter ?? {};
  const today = isoDateLocal(ctx.now);
  let query = rows(ctx.app.db).where('t.programme_id', '=', args.programmeId);
  if (show === 'done') query = query.where('t.state', '=', 'done');
  else if (show !== 'all') query = query.where('t.state', 'in', ['todo', 'doing']);
  if (show === 'overdue') query = query.where('t.due_on', '<', today);
  if (show === 'soon') query = query.where('t.due_on', '>=', today).where('t.due_on', '<=', addDays(today, SOON_DAYS));
  if (agency) query = query.where('t.agency', '=', agency);
  if (owner === 'none') query = query.where('t.owner_id', 'is', null);
  else if (isUuid(owner)) query = query.where('t.owner_id', '=', owner);
  const found = await query
    .orderBy('t.due_on', (o) => o.asc().nullsLast())
    .orderBy('t.agency', (o) => o.collate('vi-x-icu'))
    .orderBy('t.id')
    .execute();
  return found.map(shown);
}

/** Open tasks that one person has to do, in all programmes, with the programme's short name. */
export async function tasksOfPerson(
  db: Kysely<DB>,
  personId: string,
  options: { all?: boolean } = {},
): Promise<(TaskRow & { programme: { slug: string; shortName: string } })[]> {
  let query = rows(db)
    .innerJoin('programme as g', 'g.id', 't.programme_id')
    .select(['g.slug', 'g.doc'])
    .where('t.owner_id', '=', personId);
  if (!options.all) query = query.where('t.state', 'in', ['todo', 'doing']);
  const found = await query
    .orderBy('t.due_on', (o) => o.asc().nullsLast())
    .orderBy('t.id')
    .execute();
  return found.map(({ slug, doc, ...row }) => ({ ...shown(row), programme: { slug, shortName: doc.shortName } }));
}

/** How many open tasks a person has and how many are overdue, for the navigation and duties. */
export async function openTasksIn(
  db: Kysely<DB>,
  args: { programmeId: string; ownerId: string; today: string },
): Promise<{ open: number; overdue: number; nextDue: string | null }> {
  const row = await db
    .selectFrom('task')
    .select((eb) => [
      eb.fn.countAll<number>().as('open'),
      eb.fn.countAll<number>().filterWhere('due_on', '<', args.today).as('overdue'),
      eb.fn.min('due_on').as('nextDue'),
    ])
    .where('programme_id', '=', args.programmeId)
    .where('owner_id', '=', args.ownerId)
    .where('state', 'in', ['todo', 'doing'])
    .executeTakeFirstOrThrow();
  return { open: Number(row.open), overdue: Number(row.overdue), nextDue: row.nextDue };
}

export interface TaskStep {
  at: Date;
  byName: string;
  what: string;
  note: string | null;
}

/** One task with its history, for whoever may see it. @throws RuleError 'not-found' */
export async function taskPage(
  ctx: Ctx,
  taskId: string,
): Promise<{ task: TaskRow; steps: TaskStep[]; may: { manage: Decision; report: Decision } }> {
  const row = isUuid(taskId) ? await rows(ctx.app.db).where('t.id', '=', taskId).executeTakeFirst() : undefined;
  if (!row) throw notFound('Việc này');
  const task = shown(row);
  requireAllowed(canTask(ctx, 'view', task));
  const steps = await ctx.app.db
    .selectFrom('task_event')
    .select(['at', 'by_name as byName', 'what', 'note'])
    .where('task_id', '=', task.id)
    .orderBy('id', 'desc')
    .execute();
  return { task, steps, may: { manage: canTask(ctx, 'manage', task), report: canTask(ctx, 'report', task) } };
}

/** Tasks that the plan prints and that are not on the list yet. */
export async function planTasksMissing(
  db: Kysely<DB>,
  programme: StoredProgramme<ProgrammeDocument>,
): Promise<PlanTask[]> {
  const wanted = programme.doc.tasks ?? [];
  if (wanted.length === 0) return [];
  const held = await db
    .selectFrom('task')
    .select('plan_task_id')
    .where('programme_id', '=', programme.id)
    .where('plan_task_id', 'is not', null)
    .execute();
  const known = new Set(held.map((row) => row.plan_task_id));
  return wanted.filter((task) => !known.has(task.id));
}

/** Who can be given a task: people with a role in the programme, and the coordinators of units. */
export async function possibleOwners(
  db: Kysely<DB>,
  args: { programmeId: string; now: Date },
): Promise<{ id: string; name: string; unitName: string | null; coordinator: boolean }[]> {
  const found = await db
    .selectFrom('role_grant as g')
    .innerJoin('person as p', 'p.id', 'g.person_id')
    .leftJoin('unit as u', (join) => join.on((eb) => eb('u.id', '=', eb.fn.coalesce('g.unit_id', 'p.unit_id'))))
    .select((eb) => [
      'p.id',
      'p.full_name as name',
      eb.fn.min('u.name').as('unitName'),
      eb.fn('bool_and', [eb('g.role', '=', 'unit-coordinator')]).as('coordinator'),
    ])
    .where('g.revoked_at', 'is', null)
    .where('g.role', 'not in', ['auditor', 'admin'])
    .where('p.disabled_at', 'is', null)
    .where((eb) => eb.or([eb('g.valid_to', 'is', null), eb('g.valid_to', '>=', args.now)]))
    .where((eb) => eb.or([eb('g.programme_id', '=', args.programmeId), eb('g.role', '=', 'unit-coordinator')]))
    .groupBy(['p.id', 'p.full_name'])
    .orderBy('p.full_name', (o) => o.collate('vi-x-icu'))
    .execute();
  return found.map((row) => ({ ...row, coordinator: row.coordinator === true }));
}
