import { buffer } from 'node:stream/consumers';
import type { Kysely } from 'kysely';
import { renditionsOf } from '../file/renditions.ts';
import type { App } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';

/** What was made of a work's video besides the video. */
export interface Pictures {
  /** there is a still picture */
  poster: boolean;
  /** there is a version for slow lines */
  light: boolean;
}

/** Which renditions the videos of works have, by the id of the video's file. */
export async function picturesOf(db: Kysely<DB>, fileIds: string[]): Promise<Map<string, Pictures>> {
  const made = await renditionsOf(db, fileIds);
  return new Map(
    fileIds.map((id) => {
      const { poster, low } = made.get(id) ?? {};
      return [id, { poster: poster !== undefined, light: low !== undefined }];
    }),
  );
}

/** The still picture of a video, for drawing; null when there is none. */
export async function stillOf(
  app: App,
  fileId: string,
): Promise<{ key: string; media: string; read: () => Promise<Buffer> } | null> {
  const { poster } = (await renditionsOf(app.db, [fileId])).get(fileId) ?? {};
  return poster
    ? { key: poster.key, media: poster.media, read: async () => buffer(app.files.openNode(poster.key)) }
    : null;
}
