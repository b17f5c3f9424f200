import { buffer } from 'node:stream/consumers';
import type { Kysely } from 'kysely';
import { stripMetadata } from '#lib/domain/file/stripMetadata.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { App } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';

export interface ExamplePhoto {
  fileId: string;
  name: string;
  caption: string;
  consentSaid: boolean;
  state: 'uploading' | 'quarantine' | 'ready' | 'rejected';
  ready: boolean;
  /** why it was refused */
  message: string | null;
  size: number;
}

/** The pictures of an example that were not taken out, in order. */
export async function photosOf(db: Kysely<DB>, exampleId: string): Promise<ExamplePhoto[]> {
  const rows = await db
    .selectFrom('good_example_photo as p')
    .innerJoin('file as f', 'f.id', 'p.file_id')
    .select(['p.file_id as fileId', 'p.caption', 'p.consent_said as consentSaid', 'f.name', 'f.state', 'f.size'])
    .select(['f.declared_size as declared', 'f.reject_message as message'])
    .where('p.example_id', '=', exampleId)
    .where('p.removed_at', 'is', null)
    .orderBy('p.position')
    .orderBy('p.file_id')
    .execute();
  return rows.map(({ declared, size, ...row }) => ({ ...row, ready: row.state === 'ready', size: size ?? declared }));
}

/** A picture of a published example as everyone may have it. */
export interface PublicPhoto {
  media: 'image/jpeg' | 'image/png';
  etag: string;
  read(): Promise<Uint8Array>;
}

/**
 * A picture of an example that is published now, without place, time and device; null for anything else, be there such a picture
 * or not.
 */
export async function publicPhoto(
  app: App,
  args: { slug: string; code: string; fileId: string },
): Promise<PublicPhoto | null> {
  if (!isUuid(args.fileId)) return null;
  const row = await app.db
    .selectFrom('good_example_photo as p')
    .innerJoin('good_example as e', 'e.id', 'p.example_id')
    .innerJoin('programme as g', 'g.id', 'e.programme_id')
    .innerJoin('file as f', 'f.id', 'p.file_id')
    .select(['f.storage_key', 'f.media', 'f.sha256', 'f.id'])
    .where('p.file_id', '=', args.fileId)
    .where('p.removed_at', 'is', null)
    .where('p.consent_said', '=', true)
    .where('e.state', '=', 'published')
    .where('e.code', '=', args.code.toUpperCase())
    .where('g.slug', '=', args.slug)
    .where('g.status', '<>', 'draft')
    .where('f.state', '=', 'ready')
    .executeTakeFirst();
  if (!row?.storage_key || (row.media !== 'image/jpeg' && row.media !== 'image/png')) return null;
  const { storage_key: key, media } = row;
  return {
    media,
    // the content of a file never changes; the mark says that it is the version without traces
    etag: `"${row.sha256 ?? row.id}-s1"`,
    read: async () => stripMetadata(new Uint8Array(await buffer(app.files.openNode(key))), media),
  };
}
