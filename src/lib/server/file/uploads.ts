import { type Kysely, sql } from 'kysely';
import type { FileStateResponse, StartUploadRequest } from '#lib/domain/file/api.ts';
import { cleanFileName } from '#lib/domain/file/kind.ts';
import { judgeDeclared } from '#lib/domain/file/requirement.ts';
import { forbidden, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { act } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB, Row } from '../platform/db/schema.ts';
import { checkFile } from '../platform/files/check.ts';
import type { FinishedUpload } from '../platform/files/tus.ts';
import { isSignedIn } from '../platform/policy.ts';
import { purposes } from './purposes.ts';

/**
 * Makes a place for a file that is about to be uploaded, when policy and requirement allow it. What can be judged before
 * the first byte (size, kind by name) is judged here.
 * @throws RuleError with the reason; code of `uploadProblems` for what the file itself is refused for
 */
export async function startUpload(
  ctx: Ctx,
  request: StartUploadRequest,
): Promise<{ fileId: string; maxBytes: number }> {
  if (!isSignedIn(ctx.actor)) throw forbidden('Hãy đăng nhập để tải tệp lên.');
  // the name comes from a form: 'constructor' is no purpose
  const rules = Object.hasOwn(purposes, request.purpose) ? purposes[request.purpose] : undefined;
  if (!rules) throw notFound();
  const name = cleanFileName(request.name);
  const rule = await rules.authorise(ctx, request.target, { name, size: request.size });
  const problem = judgeDeclared({ name, bytes: request.size }, rule).find((f) => f.severity === 'error');
  if (problem)
    throw new RuleError({
      code: problem.code,
      message: problem.message,
      ...(rule.clause ? { clause: rule.clause } : {}),
    });
  const fileId = await act(
    ctx,
    {
      act: 'file.begin',
      summary: `Bắt đầu tải lên tệp “${name}” cho mục “${rule.label}”`,
      changes: { name, size: request.size, target: request.target },
    },
    async (tx) => {
      const row = await tx.db
        .insertInto('file')
        .values({
          purpose: request.purpose,
          owner_id: ctx.actor.id,
          name,
          declared_size: request.size,
          state: 'uploading',
          target: JSON.stringify(request.target),
          created_at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await rules.attach(tx, ctx, row.id, request.target);
      tx.note({
        summary: `Bắt đầu tải lên tệp “${name}” cho mục “${rule.label}”`,
        subject: { kind: 'file', id: row.id },
      });
      return row.id;
    },
  );
  return { fileId, maxBytes: rule.maxBytes };
}

/** May this upload go on? The row must be waiting for bytes, and be the actor's own. */
export async function uploadInProgress(ctx: Ctx, fileId: string): Promise<Row<'file'> | null> {
  const row = await ctx.app.db.selectFrom('file').selectAll().where('id', '=', fileId).executeTakeFirst();
  return row && isSignedIn(ctx.actor) && row.owner_id === ctx.actor.id ? row : null;
}

/**
 * The bytes are on the disk: the row goes to quarantine and the check is queued, in one transaction. Called again for the
 * same file after a crash it does nothing more. @returns false when the file is no longer wanted
 */
export async function receiveUpload(app: App, upload: FinishedUpload): Promise<boolean> {
  return app.db.transaction().execute(async (db) => {
    const row = await db.selectFrom('file').selectAll().where('id', '=', upload.fileId).forUpdate().executeTakeFirst();
    if (!row || (row.owner_id ?? '') !== upload.ownerId) return false;
    if (row.state !== 'uploading') return row.storage_key === upload.key;
    await db
      .updateTable('file')
      .set({ state: 'quarantine', size: upload.size, storage_key: upload.key, sha256: upload.sha256 })
      .where('id', '=', row.id)
      .execute();
    await queueCheck(db, row.id);
    return true;
  });
}

const queueCheck = (db: Kysely<DB>, id: string) =>
  sql`select graphile_worker.add_job('file.check', payload => ${JSON.stringify({ id })}::json, job_key => ${`file.check:${id}`}::text)`.execute(
    db,
  );

/** The upload was given up: nothing of it stays but the line in the log. */
export async function cancelUpload(app: App, fileId: string): Promise<void> {
  await app.db.transaction().execute(async (db) => {
    const row = await db
      .selectFrom('file')
      .selectAll()
      .where('id', '=', fileId)
      .where('state', '=', 'uploading')
      .forUpdate()
      .executeTakeFirst();
    if (!row) return;
    await purposes[row.purpose]?.detach(db, fileId);
    await db.deleteFrom('file').where('id', '=', fileId).execute();
  });
}

// longer than the upload server waits for a client to come back (7 days)
const forgottenAfterMs = 8 * 24 * 3_600_000;

/** Places for files whose bytes never came: the page was closed before the first byte, or the process died in a plain form. */
export async function forgetStaleUploads(app: App): Promise<void> {
  const rows = await app.db
    .selectFrom('file')
    .select('id')
    .where('state', '=', 'uploading')
    .where('created_at', '<', new Date(app.clock.now().getTime() - forgottenAfterMs))
    .execute();
  for (const { id } of rows) await cancelUpload(app, id);
}

/** Job `file.check`: quarantine → ready or rejected, by content. A file whose owner is gone is rejected. */
export async function checkUploaded(app: App, fileId: string): Promise<void> {
  const row = await app.db
    .selectFrom('file')
    .selectAll()
    .where('id', '=', fileId)
    .where('state', '=', 'quarantine')
    .executeTakeFirst();
  if (!row?.storage_key) return;
  const rule = await purposes[row.purpose]?.rule(app.db, row);
  const result = rule
    ? await checkFile({ path: app.files.pathOf(row.storage_key), declaredName: row.name, requirement: rule })
    : ({ ok: false, code: 'file.refused', message: 'Mục nhận tệp này không còn.' } as const);
  const sha256 = row.sha256 ?? (await app.files.digest(row.storage_key));
  await app.db.transaction().execute(async (db) => {
    const changed = await db
      .updateTable('file')
      .set(
        result.ok
          ? {
              state: 'ready',
              kind: result.kind,
              media: result.media,
              facts: JSON.stringify(result.facts),
              sha256,
              ready_at: app.clock.now(),
            }
          : { state: 'rejected', reject_code: result.code, reject_message: result.message, sha256 },
      )
      .where('id', '=', fileId)
      .where('state', '=', 'quarantine')
      .returning('id')
      .executeTakeFirst();
    if (changed && result.ok) await purposes[row.purpose]?.ready?.(db, row);
  });
  // a refused file is never served; its bytes go, its row says why
  if (!result.ok) await app.files.delete(row.storage_key);
}

/** How far a file is, for its owner. @throws 404 for anyone else */
export async function uploadState(ctx: Ctx, fileId: string): Promise<FileStateResponse> {
  const row = await uploadInProgress(ctx, fileId);
  if (!row) throw notFound('Tệp này');
  const facts = row.facts as { warnings?: FileStateResponse['warnings'] };
  return {
    state: row.state,
    message: row.reject_message,
    ...(facts.warnings?.length ? { warnings: facts.warnings } : {}),
  };
}

/** A ready file that the actor may read now, or null: not there, not ready and not allowed look the same. */
export async function readableFile(ctx: Ctx, fileId: string): Promise<(Row<'file'> & { storage_key: string }) | null> {
  const row = await ctx.app.db
    .selectFrom('file')
    .selectAll()
    .where('id', '=', fileId)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  if (!row?.storage_key) return null;
  const allowed = await purposes[row.purpose]?.mayRead(ctx, row);
  return allowed ? { ...row, storage_key: row.storage_key } : null;
}
