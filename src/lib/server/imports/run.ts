import type { SheetLine } from '#lib/domain/imports/format.ts';
import { countRows, type RowReport } from '#lib/domain/imports/outcome.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { mayOpen, movementScope } from '../movement/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import { actorOfPerson } from '../platform/auth/sessions.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import { movementById } from '../programme/queries.ts';
import { type ImportJob, importById, linesOf } from './jobs.ts';
import { type ImportKind, repeatedLines } from './kind.ts';
import { kindOf } from './registry.ts';

/** So many lines in one transaction: after a fault at most these are done again. */
export const batchSize = 200;

/** Lines that are done, after which a restart goes on. Holds the job; null: it is not to go on. */
async function doneUntil(tx: Tx, job: ImportJob): Promise<number | null> {
  const held = await tx.db
    .selectFrom('import_job')
    .select(['state', 'done'])
    .where('id', '=', job.id)
    .forUpdate()
    .executeTakeFirst();
  return held && (held.state === 'queued' || held.state === 'running') ? held.done : null;
}

async function writeRows(tx: Tx, ctx: Ctx, job: ImportJob, rows: RowReport[], done: number): Promise<void> {
  await tx.db
    .insertInto('import_row')
    .values(
      rows.map((row) => ({
        ...row,
        job_id: job.id,
        label: row.label.slice(0, 500),
        message: row.message.slice(0, 2000),
      })),
    )
    .execute();
  const ends = done === job.total;
  await tx.db
    .updateTable('import_job')
    .set({ done, state: ends ? 'done' : 'running', ...(ends ? { finished_at: ctx.now } : {}) })
    .where('id', '=', job.id)
    .execute();
}

/** The rights of who confirmed, as they are now: a role that was lost meanwhile counts no more. */
async function scopeNow(ctx: Ctx, programmeId: string) {
  const movement = await movementById(ctx.app.db, programmeId);
  if (!movement) return null;
  const scope = await movementScope(ctx, movement);
  return { movement, scope, open: mayOpen(ctx, scope).allow };
}

/** One batch in one transaction. @returns whether there may be more */
async function runBatch(
  app: App,
  job: ImportJob,
  kind: ImportKind,
  lines: SheetLine[],
  repeated: Map<number, number>,
): Promise<boolean> {
  const actor = job.createdBy && (await actorOfPerson(app.db, job.createdBy));
  if (!actor || !job.programmeId)
    throw new RuleError({ code: 'import.nobody', message: 'Người gửi tệp không còn tài khoản.' });
  const ctx: Ctx = { app, actor, now: app.clock.now(), requestId: job.id, channel: 'job', ip: null };
  const now = await scopeNow(ctx, job.programmeId);
  if (!now) throw new RuleError({ code: 'import.nowhere', message: 'Phong trào không còn.' });
  const init = {
    act: 'import.batch',
    programmeId: job.programmeId,
    subject: { kind: 'import', id: job.id },
    summary: `Nhập tệp ${job.fileName}`,
  };
  return act(ctx, init, async (tx) => {
    const from = await doneUntil(tx, job);
    if (from === null || from >= lines.length) {
      tx.note({ summary: `Nhập tệp ${job.fileName}: không còn dòng nào để nhập` });
      return false;
    }
    const batch = lines.slice(from, from + batchSize);
    const { movement, scope, open } = now;
    const rows = open
      ? await kind.apply(tx, ctx, { movement, scope, unitId: job.unitId, period: job.period, repeated }, batch, false)
      : batch.map(
          (line): RowReport => ({
            line: line.line,
            outcome: 'refused',
            field: null,
            label: line.cells.unitName ?? '',
            message: 'Bạn không còn quyền làm việc trong phong trào này.',
          }),
        );
    await writeRows(tx, ctx, job, rows, from + batch.length);
    const counts = countRows(rows);
    tx.note({
      summary: `Nhập tệp ${job.fileName}, dòng ${from + 1}–${from + batch.length}/${job.total}: ${counts.created} mới, ${counts.changed} sửa, ${counts.refused} không nhận`,
      changes: { ...counts },
    });
    return from + batch.length < lines.length;
  });
}

/** A fault ends the run with a sentence for the person, who can let it go on after the last batch. */
async function fail(app: App, job: ImportJob, problem: unknown): Promise<void> {
  const refusal = problem instanceof RuleError;
  if (!refusal) app.log.error({ err: problem, job: job.id }, 'import');
  await app.db
    .updateTable('import_job')
    .set({
      state: 'failed',
      finished_at: app.clock.now(),
      message: refusal
        ? problem.message
        : 'Hệ thống gặp sự cố khi nhập. Các dòng đã nhập vẫn giữ nguyên; hãy bấm chạy tiếp.',
    })
    .where('id', '=', job.id)
    .where('state', 'in', ['queued', 'running'])
    .execute();
}

/**
 * Job `import.run`: takes a confirmed file in, batch by batch. After a kill it goes on behind the last batch that was committed, so no
 * line is done twice or left out. @throws Error when the worker stops: the next one goes on
 */
export async function runImport(app: App, jobId: string, signal?: AbortSignal): Promise<void> {
  const job = await importById(app.db, jobId);
  const kind = job && kindOf(job.kind);
  if (!job || !kind || (job.state !== 'queued' && job.state !== 'running')) return;
  const lines = await linesOf(app.db, job);
  const repeated = repeatedLines(kind, lines);
  for (let more = true; more; ) {
    if (signal?.aborted) throw new Error('the worker stops');
    try {
      more = await runBatch(app, job, kind, lines, repeated);
    } catch (problem) {
      await fail(app, job, problem);
      return;
    }
  }
}
