import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { cleanFileName, type FileKind, type FilePurpose } from '#lib/domain/file/kind.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { Tx } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { checkFile } from '../platform/files/check.ts';

/** bytes; a form with it stays below what the server takes at once */
const maxFormFileBytes = 3_500_000;

export interface StoredFormFile {
  key: string;
  size: number;
  sha256: string;
  name: string;
  kind: FileKind;
  media: string;
}

/**
 * Stores and checks a small file that came with an ordinary form. Whoever calls it deletes the content when the act fails.
 * @throws RuleError with `rule.field`, else `file`
 */
export async function storeFormFile(
  app: App,
  file: File,
  rule: { label: string; accept: FileKind[]; code: string; tooLarge: string; field?: string },
): Promise<StoredFormFile> {
  const refuse = (message: string): never => {
    throw new RuleError({ code: rule.code, message, field: rule.field ?? 'file' });
  };
  if (file.size > maxFormFileBytes) refuse(rule.tooLarge);
  const name = cleanFileName(file.name);
  const stored = await app.files.put(Readable.fromWeb(file.stream() as NodeReadableStream), {
    maxBytes: maxFormFileBytes,
  });
  const check = await checkFile({
    path: app.files.pathOf(stored.key),
    declaredName: name,
    requirement: { label: rule.label, accept: rule.accept, maxBytes: maxFormFileBytes },
  });
  if (check.ok) return { ...stored, name, kind: check.kind, media: check.media };
  await app.files.delete(stored.key);
  return refuse(check.message);
}

/** The row of a file that is stored and checked. @returns its id */
export async function insertFormFile(tx: Tx, ctx: Ctx, purpose: FilePurpose, file: StoredFormFile): Promise<string> {
  const { id } = await tx.db
    .insertInto('file')
    .values({
      purpose,
      owner_id: ctx.actor.id,
      name: file.name,
      declared_size: file.size,
      size: file.size,
      media: file.media,
      kind: file.kind,
      sha256: file.sha256,
      state: 'ready',
      facts: json({}),
      storage_key: file.key,
      created_at: ctx.now,
      ready_at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
