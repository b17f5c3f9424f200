import type { SheetLine } from '#lib/domain/imports/format.ts';
import { countRows, type RowReport } from '#lib/domain/imports/outcome.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { mayOpen, movementScope } from '../movement/scope.ts';
import { act, type Tx } from '../platform/act.ts';
import { actorOfPerson } from '../platform/auth/sessions.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import { movementById } from '../programme/queries.ts';
import { awardsImport } from '../register/import.ts';
import { type ImportJob, importById, linesOf } from './jobs.ts';
import { type BatchKind, type ImportKind, repeatedLines } from './kind.ts';
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

/** What a job does with a batch, by the rights that who confirmed has now: a role that was lost meanwhile counts no more. */
type TakeIn = (
  tx: Tx,
  ctx: Ctx,
  job: ImportJob,
  repeated: Map<number, number>,
  batch: SheetLine[],
) => Promise<RowReport[]>;

const ofMovement =
  (kind: ImportKind): TakeIn =>
  async (tx, ctx, job, repeated, batch) => {
    const movement = job.programmeId && (await movementById(tx.db, job.programmeId));
    if (!movement) throw new RuleError({ code: 'import.nowhere', message: 'Phong trào không còn.' });
    const scope = await movementScope(ctx, movement);
    if (mayOpen(ctx, scope).allow)
      return kind.apply(tx, ctx, { movement, scope, unitId: job.unitId, period: job.period, repeated }, batch, false);
    return batch.map(
      (line): RowReport => ({
        line: line.line,
        outcome: 'refused',
        field: null,
        label: line.cells.unitName ?? '',
        message: 'Bạn không còn quyền làm việc trong phong trào này.',
      }),
    );
  };

const ofRegister =
  (kind: BatchKind): TakeIn =>
  (tx, ctx, job, repeated, batch) =>
    kind.apply(tx, ctx, { jobId: job.id, repeated }, batch, false);

/** One batch in one transaction. @returns whether there may be more */
async function runBatch(
  app: App,
  job: ImportJob,
  takeIn: TakeIn,
  lines: SheetLine[],
  repeated: Map<number, number>,
): Promise<boolean> {
  const actor = job.createdBy && (await actorOfPerson(app.db, job.createdBy));
  if (!actor) throw new RuleError({ code: 'import.nobody', message: 'Người gửi tệp không còn tài khoản.' });
  const ctx: Ctx = { app, actor, now: app.clock.now(), requestId: job.id, channel: 'job', ip: null };
  const init = {
    act: 'import.batch',
    ...(job.programmeId ? { programmeId: job.programmeId } : {}),
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
    const rows = await takeIn(tx, ctx, job, repeated, batch);
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
  if (!job || (job.state !== 'queued' && job.state !== 'running')) return;
  const kind = kindOf(job.kind);
  const takeIn = kind ? ofMovement(kind) : job.kind === 'awards' ? ofRegister(awardsImport) : null;
  if (!takeIn) return;
  const lines = await linesOf(app.db, job);
  const repeated = repeatedLines(kind ?? awardsImport, lines);
  for (let more = true; more; ) {
    if (signal?.aborted) throw new Error('the worker stops');
    try {
      more = await runBatch(app, job, takeIn, lines, repeated);
    } catch (problem) {
      await fail(app, job, problem);
      return;
    }
  }
}
