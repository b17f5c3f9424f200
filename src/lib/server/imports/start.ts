import {
  countRows,
  type OutcomeCounts,
  type RowOutcome,
  type RowReport,
  rowOutcomes,
} from '#lib/domain/imports/outcome.ts';
import { forbidden, RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { parsePeriod } from '#lib/domain/movement/periods.ts';
import { requireRunning } from '../indicator/rows.ts';
import { openMovement, openUnitMovement } from '../movement/room.ts';
import { mayEnterFor, mayImport } from '../movement/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type ImportJob, linesOf, type OpenImport, openImport, storedLines } from './jobs.ts';
import { type ImportFrame, type ImportKind, lookingTx, repeatedLines } from './kind.ts';
import { readSheet } from './read.ts';
import { kindOf } from './registry.ts';

/** What cannot be done with a file now. */
const importRefusal = (message: string, hint?: string) =>
  new RuleError({ code: 'import.state', status: 409, message, ...(hint ? { hint } : {}) });

/**
 * Reads a file and keeps its lines; nothing of it is taken over before the preview is confirmed. An earlier preview of the same person
 * in the movement is forgotten.
 * @throws RuleError with field `file`
 * @returns the job's id, for `importPreview`
 */
export async function startImport(
  ctx: Ctx,
  args: { slug: string; unitId?: string; period: string; file: { name: string; bytes: Uint8Array } | null },
): Promise<string> {
  const { movement, scope } = args.unitId
    ? await openUnitMovement(ctx, { slug: args.slug, unitId: args.unitId })
    : await openMovement(ctx, args.slug);
  requireAllowed(args.unitId ? mayEnterFor(scope, args.unitId) : mayImport(scope));
  requireRunning(movement);
  if (!args.file || args.file.bytes.length === 0)
    throw new RuleError({ code: 'file.none', message: 'Hãy chọn một tệp.', field: 'file' });
  const period = parsePeriod(args.period) ? args.period : '';
  const read = await readSheet(args.file.bytes, { slug: movement.slug, name: movement.doc.shortName, period });
  const fileName = clean(args.file.name).slice(0, 200) || 'tệp';
  const init = {
    act: 'import.read',
    programmeId: movement.id,
    summary: `Tải tệp ${fileName} lên để xem trước (${read.lines.length} dòng)`,
  };
  return act(ctx, init, async (tx) => {
    await tx.db
      .deleteFrom('import_job')
      .where('created_by', '=', ctx.actor.id)
      .where('programme_id', '=', movement.id)
      .where('state', '=', 'preview')
      .execute();
    const { id } = await tx.db
      .insertInto('import_job')
      .values({
        kind: read.kind.format.kind,
        programme_id: movement.id,
        unit_id: args.unitId ?? null,
        file_name: fileName,
        lines: JSON.stringify(storedLines(read.lines, read.columns)),
        options: JSON.stringify({
          period,
          columns: read.columns.join('\n'),
          unknown: read.unknown.map((one) => [...clean(one)].slice(0, 60).join('')).join('\n'),
        }),
        state: 'preview',
        total: read.lines.length,
        created_by: ctx.actor.id,
        created_at: ctx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    tx.note({ subject: { kind: 'import', id } });
    return id;
  });
}

/** What a job's lines are read as, for the rights of now. */
async function frameOf(
  ctx: Ctx,
  { movement, scope, job }: Pick<OpenImport, 'movement' | 'scope' | 'job'>,
): Promise<{ kind: ImportKind; frame: ImportFrame; lines: Awaited<ReturnType<typeof linesOf>> }> {
  const kind = kindOf(job.kind);
  if (!kind) throw new Error(`no import of ${job.kind}`);
  const lines = await linesOf(ctx.app.db, job);
  const { unitId, period } = job;
  return { kind, frame: { movement, scope, unitId, period, repeated: repeatedLines(kind, lines) }, lines };
}

export interface ImportPreview {
  job: ImportJob;
  counts: OutcomeCounts;
  /** the first rows of each outcome */
  shown: Record<RowOutcome, RowReport[]>;
}

export const shownRows = 50;

/** The first rows of each outcome. */
export const firstRows = (rows: readonly RowReport[]): Record<RowOutcome, RowReport[]> =>
  Object.fromEntries(
    rowOutcomes.map((outcome) => [outcome, rows.filter((row) => row.outcome === outcome).slice(0, shownRows)]),
  ) as Record<RowOutcome, RowReport[]>;

/** What a file would do, row by row, by the data and the rights of this moment. Nothing is written. */
export async function importPreview(ctx: Ctx, opened: OpenImport): Promise<ImportPreview> {
  const { kind, frame, lines } = await frameOf(ctx, opened);
  const rows = await ctx.app.db.transaction().execute((db) => kind.apply(lookingTx(db), ctx, frame, lines, true));
  return { job: opened.job, counts: countRows(rows), shown: firstRows(rows) };
}

const init = (name: string, { movement, job }: OpenImport, summary: string) => ({
  act: `import.${name}`,
  programmeId: movement.id,
  subject: { kind: 'import', id: job.id },
  summary: `${summary} ${job.fileName} (${job.total} dòng)`,
});

/** @throws RuleError 'forbidden' when the job is not the actor's to go on with */
async function openMine(ctx: Ctx, args: { slug: string; jobId: string; unitId?: string }): Promise<OpenImport> {
  const opened = await openImport(ctx, args);
  if (!opened.mine) throw forbidden('Chỉ người gửi tệp tiếp tục hoặc dừng được lần nhập này.');
  return opened;
}

/**
 * Lets a file in after its preview, or lets one go on that was stopped by a fault: a background job takes its lines in batches.
 * @throws RuleError 'import.state' when it runs already, or another file of the same person does
 */
export async function confirmImport(ctx: Ctx, args: { slug: string; jobId: string; unitId?: string }): Promise<void> {
  const opened = await openMine(ctx, args);
  requireAllowed(mayImport(opened.scope));
  requireRunning(opened.movement);
  await act(ctx, init('confirm', opened, 'Xác nhận nhập tệp'), (tx) => queueImport(tx, ctx, opened.job));
}

/** Puts a job that was looked at in the queue, inside the act of who confirms. @throws RuleError 'import.state' */
export async function queueImport(tx: Tx, ctx: Ctx, job: Pick<ImportJob, 'id' | 'programmeId'>): Promise<void> {
  // two confirmations of one person wait for each other here
  await tx.db.selectFrom('person').select('id').where('id', '=', ctx.actor.id).forUpdate().execute();
  const other = await tx.db
    .selectFrom('import_job')
    .select('file_name')
    .where('created_by', '=', ctx.actor.id)
    .where('programme_id', 'is not distinct from', job.programmeId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  if (other)
    throw importRefusal(
      `Tệp ${other.file_name} của bạn đang được nhập. Mỗi lần chỉ nhập một tệp: hãy chờ tệp đó xong.`,
    );
  const { numUpdatedRows } = await tx.db
    .updateTable('import_job')
    .set({ state: 'queued', message: null, started_at: ctx.now, finished_at: null })
    .where('id', '=', job.id)
    .where('state', 'in', ['preview', 'failed'])
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    throw importRefusal('Tệp này đã được nhập hoặc đã dừng.', 'Hãy tải tệp lên lại nếu còn cần.');
  await tx.job('import.run', { id: job.id }, { key: `import:${job.id}` });
}

/** Stops a file after the batch that is under way; what came in stays. A preview is forgotten. @throws RuleError 'import.state' */
export async function cancelImport(ctx: Ctx, args: { slug: string; jobId: string; unitId?: string }): Promise<void> {
  const opened = await openMine(ctx, args);
  await act(ctx, init('cancel', opened, 'Dừng nhập tệp'), (tx) => stopImport(tx, ctx, opened.job.id));
}

/** Stops a job inside the act of who sent it; a preview is forgotten. @throws RuleError 'import.state' */
export async function stopImport(tx: Tx, ctx: Ctx, jobId: string): Promise<void> {
  const job = await tx.db
    .selectFrom('import_job')
    .select('state')
    .where('id', '=', jobId)
    .forUpdate()
    .executeTakeFirst();
  if (job?.state === 'preview') await tx.db.deleteFrom('import_job').where('id', '=', jobId).execute();
  else if (job?.state === 'queued' || job?.state === 'running')
    await tx.db
      .updateTable('import_job')
      .set({
        state: 'cancelled',
        finished_at: ctx.now,
        message: 'Người gửi đã dừng. Các dòng đã nhập vẫn giữ nguyên.',
      })
      .where('id', '=', jobId)
      .execute();
  else throw importRefusal('Lần nhập này đã kết thúc, không còn gì để dừng.');
}
