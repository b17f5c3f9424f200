import type { Kysely } from 'kysely';
import type { DB } from '../platform/db/schema.ts';

/** What was made of a work's video besides the video. */
export interface Pictures {
  /** there is a still picture */
  poster: boolean;
  /** there is a version for slow lines */
  light: boolean;
}

/** Which renditions the videos of works have, by the id of the video's file. */
export async function picturesOf(_db: Kysely<DB>, fileIds: string[]): Promise<Map<string, Pictures>> {
  return new Map(fileIds.map((id) => [id, { poster: false, light: false }]));
}
