import type { Kysely } from 'kysely';
import { renditionsOf } from '../file/renditions.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StorageKey } from '../platform/files/store.ts';

/** What can be asked for of a work on show: the last part of `/thu-vien/tep/[code]/[what]`. */
type GalleryMedia = 'video' | 'video-480' | 'poster' | 'poster-nho';

interface StoredMedia {
  kind: 'file';
  key: StorageKey;
  /** bytes */
  size: number;
  media: string;
  /** "cds24-00042-480p.mp4": tells which work, not what its author called the file */
  name: string;
  etag: string;
  modified: Date;
}

/** A work without a picture of its own: its title is shown. */
interface MissingPoster {
  kind: 'title';
  title: string;
  contest: string;
  upright: boolean;
}

const extensions: Record<string, string> = {
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'image/jpeg': 'jpg',
};

/**
 * Video or picture of a work that is on show now; null for anything else, be there such an entry or not. Where no light version was
 * made, `video-480` is null, too: a player offers it only when it is there (`renditionsOf`).
 * @param args.code in any case: "cds24-00042"
 */
export async function galleryMedia(
  db: Kysely<DB>,
  args: { code: string; what: string },
): Promise<StoredMedia | MissingPoster | null> {
  const what = args.what as GalleryMedia;
  if (!['video', 'video-480', 'poster', 'poster-nho'].includes(what) || !/^[\w-]{1,40}$/.test(args.code)) return null;
  const item = await db
    .selectFrom('gallery_item as g')
    .innerJoin('programme as p', 'p.id', 'g.programme_id')
    .innerJoin('file as f', 'f.id', 'g.file_id')
    .select([
      'g.code',
      'g.title',
      'p.doc',
      'f.id',
      'f.storage_key',
      'f.size',
      'f.media',
      'f.sha256',
      'f.ready_at',
      'f.facts',
    ])
    .where('g.code', '=', args.code.toUpperCase())
    .where('g.withdrawn_at', 'is', null)
    .where('p.status', '<>', 'draft')
    .where('f.state', '=', 'ready')
    .executeTakeFirst();
  if (!item) return null;
  const made = (await renditionsOf(db, [item.id])).get(item.id) ?? {};
  const chosen = {
    video: made.fast,
    'video-480': made.low,
    poster: made.poster,
    'poster-nho': made.posterSmall ?? made.poster,
  }[what];
  const name = (media: string, suffix = '') => `${item.code.toLowerCase()}${suffix}.${extensions[media] ?? 'mp4'}`;
  if (chosen) {
    const { key, bytes, media, madeAt } = chosen;
    const suffix = { video: '', 'video-480': '-480p', poster: '', 'poster-nho': '-nho' }[what];
    // a content never changes under its key
    const etag = key.slice(3);
    return { kind: 'file', key, size: bytes, media, name: name(media, suffix), etag, modified: madeAt };
  }
  if (what === 'video-480') return null;
  if (what === 'video') {
    if (!item.storage_key || !item.size || !item.media) return null;
    const { storage_key: key, size, media } = item;
    const modified = item.ready_at ?? new Date(0);
    return { kind: 'file', key, size, media, name: name(media), etag: item.sha256 ?? item.id, modified };
  }
  const video = (item.facts as { video?: { width?: number | null; height?: number | null } }).video;
  const upright = (video?.height ?? 0) > (video?.width ?? 0);
  return { kind: 'title', title: item.title, contest: item.doc.shortName, upright };
}
