import { type Kysely, sql } from 'kysely';
import type { SheetLine } from '#lib/domain/imports/format.ts';
import { type ImportState, keptDays, type OutcomeCounts, previewDays } from '#lib/domain/imports/outcome.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { addDays } from '#lib/domain/kernel/time.ts';
import { openMovement } from '../movement/room.ts';
import type { MovementScope } from '../movement/scope.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredMovement } from '../programme/queries.ts';

/** A file on its way in, without its lines. */
export interface ImportJob {
  id: string;
  kind: string;
  programmeId: string | null;
  unitId: string | null;
  fileName: string;
  state: ImportState;
  total: number;
  done: number;
  message: string | null;
  period: string;
  columns: string[];
  unknown: string[];
  createdBy: string | null;
  createdByName: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** its lines are still there */
  kept: boolean;
  counts: OutcomeCounts;
}

const list = (text: string | undefined): string[] => (text ? text.split('\n') : []);

async function jobsWhere(db: Kysely<DB>, where: ReturnType<typeof sql>, limit: number): Promise<ImportJob[]> {
  const { rows } = await sql<Omit<ImportJob, 'period' | 'columns' | 'unknown'> & { options: Record<string, string> }>`
    select j.id, j.kind, j.programme_id as "programmeId", j.unit_id as "unitId", j.file_name as "fileName", j.state, j.total,
           j.done, j.message, j.options, j.created_by as "createdBy", coalesce(p.full_name, '') as "createdByName",
           j.created_at as "createdAt", j.started_at as "startedAt", j.finished_at as "finishedAt",
           jsonb_array_length(j.lines) > 0 as kept,
           (select jsonb_build_object('created', count(*) filter (where r.outcome = 'created'),
                    'changed', count(*) filter (where r.outcome = 'changed'), 'same', count(*) filter (where r.outcome = 'same'),
                    'refused', count(*) filter (where r.outcome = 'refused'))
              from import_row r where r.job_id = j.id) as counts
      from import_job j left join person p on p.id = j.created_by
     where ${where} order by j.created_at desc, j.id limit ${limit}`.execute(db);
  return rows.map(({ options, ...row }) => ({
    ...row,
    period: options.period ?? '',
    columns: list(options.columns),
    unknown: list(options.unknown),
  }));
}

/** A job by its id, whoever asks. */
export const importById = async (db: Kysely<DB>, id: string): Promise<ImportJob | null> =>
  isUuid(id) ? ((await jobsWhere(db, sql`j.id = ${id}`, 1))[0] ?? null) : null;

/** Lines of a job from one on, as they were read. */
export async function linesOf(db: Kysely<DB>, job: Pick<ImportJob, 'id' | 'columns'>): Promise<SheetLine[]> {
  const { lines } = await db
    .selectFrom('import_job')
    .select('lines')
    .where('id', '=', job.id)
    .executeTakeFirstOrThrow();
  return lines.map(([line, ...cells]) => ({
    line: Number(line),
    cells: Object.fromEntries(job.columns.map((key, i) => [key, cells[i] ?? ''])),
  }));
}

/** Lines as they are stored: the number in the file, then the cells in the order of the columns. */
export const storedLines = (lines: readonly SheetLine[], columns: readonly string[]): string[][] =>
  lines.map((line) => [String(line.line), ...columns.map((key) => line.cells[key] ?? '')]);

export interface OpenImport {
  movement: StoredMovement;
  scope: MovementScope;
  job: ImportJob;
  /** the reader sent the file */
  mine: boolean;
}

/**
 * A file for whoever sent it, and for the standing unit to look at.
 * @throws RuleError 'not-found' for everyone else
 */
export async function openImport(
  ctx: Ctx,
  args: { slug: string; jobId: string; unitId?: string },
): Promise<OpenImport> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const job = await importById(ctx.app.db, args.jobId);
  const mine = job !== null && job.createdBy !== null && job.createdBy === ctx.actor.id;
  if (!job || job.programmeId !== movement.id || !(mine || scope.manages)) throw notFound('Lần nhập này');
  if (args.unitId && job.unitId !== args.unitId) throw notFound('Lần nhập này');
  return { movement, scope, job, mine };
}

/** The latest files of a movement: one's own, and all of them for the standing unit. */
export const importsOf = (
  ctx: Ctx,
  args: { movementId: string; scope: MovementScope; unitId?: string },
): Promise<ImportJob[]> =>
  jobsWhere(
    ctx.app.db,
    sql`j.programme_id = ${args.movementId}
        and (j.created_by = ${ctx.actor.id}::uuid or (${args.scope.manages} and j.state <> 'preview'))
        ${args.unitId ? sql`and j.unit_id = ${args.unitId}::uuid` : sql``}`,
    50,
  );

/** The latest files for the register of awards: one's own, and all of them for who keeps all of it. */
export const registerImports = (ctx: Ctx, all: boolean): Promise<ImportJob[]> =>
  jobsWhere(
    ctx.app.db,
    sql`j.kind = 'awards' and (j.created_by = ${ctx.actor.id}::uuid or (${all} and j.state <> 'preview'))`,
    50,
  );

/** Forgets the lines of files that came in long ago, and previews that nobody confirmed. What became of each line stays. */
export async function forgetImports(app: App): Promise<void> {
  const now = app.clock.now();
  await app.db
    .deleteFrom('import_job')
    .where('state', '=', 'preview')
    .where('created_at', '<', addDays(now, -previewDays))
    .execute();
  await app.db
    .updateTable('import_job')
    .set({ lines: JSON.stringify([]) })
    .where('state', 'in', ['done', 'failed', 'cancelled'])
    .where('finished_at', '<', addDays(now, -keptDays))
    .where(sql<boolean>`jsonb_array_length(lines) > 0`)
    .execute();
}
