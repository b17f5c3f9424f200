import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { UploadTarget } from '#lib/domain/file/api.ts';
import type { FilePurpose } from '#lib/domain/file/kind.ts';
import { checkUploaded, receiveUpload, startUpload } from '#lib/server/file/uploads.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { sampleDocx, samplePdf } from '#programmes/samples/samples.ts';
import type { World } from './world.ts';

export interface SampleFile {
  name: string;
  bytes: Buffer;
}

const samples = new Map<string, Buffer>();

/** A sample video that ships with the programmes; each entry gets a copy of its own in the store. */
export function video(ctx: Ctx, name: string, sample: string = 'video-ok.mp4'): SampleFile {
  const bytes = samples.get(sample) ?? readFileSync(join(ctx.app.config.root, 'programmes', 'samples', sample));
  samples.set(sample, bytes);
  return { name, bytes };
}

export const wordFile = (name: string, paragraphs: string[]): SampleFile => ({ name, bytes: sampleDocx(paragraphs) });
export const pdfFile = (name: string, line: string): SampleFile => ({ name, bytes: samplePdf(line) });

/** Uploads as the browser does, bytes in one piece, and waits for the check. @returns the id of the ready file */
export async function upload(ctx: Ctx, purpose: FilePurpose, target: UploadTarget, file: SampleFile): Promise<string> {
  const { fileId, checked } = await begin(ctx, purpose, target, file);
  await checked;
  return fileId;
}

/**
 * The same for a file of an entry, but the check runs while the season goes on, as the worker does it; whoever hands the
 * entry in waits for it with `world.checked`.
 */
export async function uploadLater(world: World, ctx: Ctx, target: UploadTarget, file: SampleFile): Promise<void> {
  const { checked } = await begin(ctx, 'entry', target, file);
  world.checking(target.entryId!, checked);
}

async function begin(ctx: Ctx, purpose: FilePurpose, target: UploadTarget, file: SampleFile) {
  const { fileId } = await startUpload(ctx, { purpose, name: file.name, size: file.bytes.length, target });
  const stored = await ctx.app.files.put(Readable.from([file.bytes]));
  await receiveUpload(ctx.app, { fileId, ownerId: ctx.actor.id!, ...stored });
  return { fileId, checked: check(ctx, fileId, file) };
}

async function check({ app }: Ctx, fileId: string, file: SampleFile): Promise<void> {
  await checkUploaded(app, fileId);
  const row = await app.db
    .selectFrom('file')
    .select(['state', 'reject_message'])
    .where('id', '=', fileId)
    .executeTakeFirstOrThrow();
  if (row.state !== 'ready') throw new Error(`${file.name} was refused: ${row.reject_message}`);
}
