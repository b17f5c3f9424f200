import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { VideoFacts } from '#lib/domain/file/requirement.ts';
import type { App } from '../platform/ctx.ts';
import type { RenditionKind } from '../platform/db/schema.ts';
import { findFfmpeg } from '../platform/files/ffmpeg.ts';
import {
  discard,
  type Made,
  makeFast,
  makeLow,
  makePoster,
  makeSmallPoster,
  type VideoSource,
} from '../platform/files/render.ts';
import { renditionKinds } from './renditions.ts';

const makers = { poster: makePoster, 'poster-small': makeSmallPoster, low: makeLow, fast: makeFast };

type RenditionOutcome = 'ready' | 'needless' | 'unavailable' | 'failed';

interface Outcome {
  kind: RenditionKind;
  state: RenditionOutcome;
  problem?: string;
}

/** Writes down how it went. What is made belongs to the file only if the file is still there and nobody was quicker. */
async function keep(app: App, fileId: string, outcome: Outcome, made?: Made & { key: string }): Promise<boolean> {
  return app.db.transaction().execute(async (db) => {
    const file = await db.selectFrom('file').select('id').where('id', '=', fileId).forShare().executeTakeFirst();
    if (!file) return false;
    const values = {
      state: outcome.state,
      problem: outcome.problem ?? null,
      storage_key: made?.key ?? null,
      media: made?.media ?? null,
      bytes: made?.bytes ?? null,
      width: made?.width ?? null,
      height: made?.height ?? null,
      seconds: made?.seconds == null ? null : made.seconds.toFixed(3),
      made_at: made ? app.clock.now() : null,
    };
    const row = await db
      .insertInto('file_rendition')
      .values({ file_id: fileId, kind: outcome.kind, ...values })
      .onConflict((conflict) =>
        conflict.columns(['file_id', 'kind']).doUpdateSet(values).where('file_rendition.state', '<>', 'ready'),
      )
      .returning('kind')
      .executeTakeFirst();
    return row !== undefined;
  });
}

async function sourceOf(app: App, fileId: string): Promise<VideoSource | null> {
  const row = await app.db
    .selectFrom('file')
    .select(['storage_key', 'media', 'size', 'facts'])
    .where('id', '=', fileId)
    .where('state', '=', 'ready')
    .where('kind', '=', 'video')
    .executeTakeFirst();
  const video = (row?.facts as { video?: VideoFacts } | undefined)?.video;
  if (!row?.storage_key || !row.media || !row.size || !video?.seconds || !video.width || !video.height) return null;
  const { seconds, width, height } = video;
  return { path: app.files.pathOf(row.storage_key), media: row.media, size: row.size, seconds, width, height };
}

/**
 * Makes of a video what is missing: pictures, the fast version, the light one; each by itself, so that one failure leaves the
 * others. Without ffmpeg that is written down and nothing fails: the original is shown.
 * @returns how each went; empty when there is no such video (any more)
 */
export async function makeRenditions(app: App, fileId: string, signal?: AbortSignal): Promise<Outcome[]> {
  const source = await sourceOf(app, fileId);
  if (!source) return [];
  const there = await app.db
    .selectFrom('file_rendition')
    .select('kind')
    .where('file_id', '=', fileId)
    .where('state', 'in', ['ready', 'needless'])
    .execute();
  const missing = renditionKinds.filter((kind) => !there.some((row) => row.kind === kind));
  const ffmpeg = missing.length > 0 ? await findFfmpeg() : null;
  const outcomes: Outcome[] = [];
  for (const kind of missing) {
    if (!ffmpeg) {
      const outcome: Outcome = { kind, state: 'unavailable' };
      await keep(app, fileId, outcome);
      outcomes.push(outcome);
      continue;
    }
    // On the disk of the store, so that what is good is taken over without copying; what a killed process leaves is swept there.
    const out = path.join(app.files.root, 'incoming', `${randomUUID()}.${kind}`);
    try {
      const made = await makers[kind]({ ffmpeg, signal }, source, out);
      const outcome: Outcome = { kind, state: made ? 'ready' : 'needless' };
      const key = app.files.newKey();
      if (made) await app.files.adopt(out, key);
      if (!(await keep(app, fileId, outcome, made ? { ...made, key } : undefined)) && made) await app.files.delete(key);
      outcomes.push(outcome);
    } catch (error) {
      // the worker stops: that says nothing about the video
      signal?.throwIfAborted();
      const outcome: Outcome = {
        kind,
        state: 'failed',
        problem: error instanceof Error ? error.message : String(error),
      };
      await keep(app, fileId, outcome);
      outcomes.push(outcome);
    } finally {
      await discard(out);
    }
  }
  return outcomes;
}

/** Job `file.renditions`. @throws when something failed, so that it is tried again */
export async function renditionsJob(app: App, fileId: string, signal?: AbortSignal): Promise<void> {
  const failed = (await makeRenditions(app, fileId, signal)).filter((outcome) => outcome.state === 'failed');
  if (failed.length === 0) return;
  app.log.warn({ fileId, failed }, 'renditions failed');
  throw new Error(failed.map(({ kind, problem }) => `${kind}: ${problem}`).join('; '));
}
