import { type Kysely, sql } from 'kysely';
import type { DB, RenditionKind } from '../platform/db/schema.ts';
import type { StorageKey } from '../platform/files/store.ts';

/** What was made of a video for showing it. */
export interface Rendition {
  key: StorageKey;
  media: string;
  /** bytes */
  bytes: number;
  width: number;
  height: number;
  /** null: a still picture */
  seconds: number | null;
  madeAt: Date;
}

/** `fast`: the original with its index in front and without traces of its maker; `low`: 480p for slow lines. What is not there was not made, or is not needed. */
export interface Renditions {
  poster?: Rendition;
  posterSmall?: Rendition;
  low?: Rendition;
  fast?: Rendition;
}

export const renditionKinds: readonly RenditionKind[] = ['poster-small', 'poster', 'fast', 'low'];
const names = { poster: 'poster', 'poster-small': 'posterSmall', low: 'low', fast: 'fast' } as const;

/** What there is of these files, by file id; a file of which nothing was made is left out. */
export async function renditionsOf(db: Kysely<DB>, fileIds: readonly string[]): Promise<Map<string, Renditions>> {
  const found = new Map<string, Renditions>();
  if (fileIds.length === 0) return found;
  const rows = await db
    .selectFrom('file_rendition')
    .selectAll()
    .where('file_id', 'in', [...fileIds])
    .where('state', '=', 'ready')
    .execute();
  for (const row of rows) {
    const of = found.get(row.file_id) ?? {};
    of[names[row.kind]] = {
      key: row.storage_key!,
      media: row.media!,
      bytes: row.bytes!,
      width: row.width!,
      height: row.height!,
      seconds: row.seconds === null ? null : Number(row.seconds),
      madeAt: row.made_at!,
    };
    found.set(row.file_id, of);
  }
  return found;
}

/**
 * Has pictures and light versions of a video made, in the transaction in which it turns out that it will be shown. What is there
 * already is not made again.
 */
export async function queueRenditions(tx: { db: Kysely<DB> }, fileId: string): Promise<void> {
  const { rows } = await sql`
    insert into file_rendition (file_id, kind, state)
    select file.id, k, 'waiting' from file, unnest(${sql.val([...renditionKinds])}::text[]) as k
     where id = ${fileId} and state = 'ready' and file.kind = 'video'
    on conflict (file_id, kind) do update set state = 'waiting', problem = null
     where file_rendition.state in ('failed', 'unavailable')
    returning kind`.execute(tx.db);
  if (rows.length === 0) return;
  // One queue: however many workers there are, one video at a time, so that the pages keep their cores.
  await sql`
    select graphile_worker.add_job('file.renditions', payload => ${JSON.stringify({ id: fileId })}::json,
      queue_name => 'file.renditions', max_attempts => 4, job_key => ${`file.renditions:${fileId}`}::text)`.execute(
    tx.db,
  );
}

/** Forgets what was made of a file that goes, in the transaction in which it goes. @returns the contents to delete after the commit */
export async function forgetRenditions(db: Kysely<DB>, fileId: string): Promise<StorageKey[]> {
  // From now on nothing more can be added to it.
  await db.selectFrom('file').select('id').where('id', '=', fileId).forUpdate().execute();
  const rows = await db.deleteFrom('file_rendition').where('file_id', '=', fileId).returning('storage_key').execute();
  return rows.flatMap((row) => row.storage_key ?? []);
}

/**
 * Videos that are shown, or will be: on show in a gallery, or handed in for the requirement that a gallery shows; of which
 * something was not made yet.
 */
export async function videosWithoutRenditions(db: Kysely<DB>): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select f.id, f.name from file f
     where f.state = 'ready' and f.kind = 'video' and f.storage_key is not null
       and (exists (select from gallery_item g where g.file_id = f.id and g.withdrawn_at is null)
         or exists (select from entry_file ef
                      join entry e on e.id = ef.entry_id
                      join programme p on p.id = e.programme_id
                     where ef.file_id = f.id and ef.removed_at is null
                       and p.doc #>> '{gallery,video,stage}' = ef.stage
                       and p.doc #>> '{gallery,video,requirementId}' = ef.requirement_id))
       and ${sql.val(renditionKinds.length)} > (
         select count(*) from file_rendition r where r.file_id = f.id and r.state in ('ready', 'needless'))
     order by f.ready_at, f.id`.execute(db);
  return rows;
}
