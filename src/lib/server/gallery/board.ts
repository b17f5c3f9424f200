/** What the secretariat sees of the gallery: what is on show, what waits and for what, what was taken off. */
import { type Kysely, sql } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { canProgramme } from '../programme/policy.ts';
import { programmeBySlug, type StoredProgramme } from '../programme/queries.ts';
import { canGallery } from './policy.ts';
import { showHindrances, shownStates } from './post.ts';

export interface GalleryRow {
  id: string;
  code: string;
  title: string;
  authors: string;
  state: 'shown' | 'waiting' | 'withdrawn';
  postedAt: Date | null;
  postedBy: string | null;
  withdrawn: { at: Date; by: string | null; reason: string } | null;
  /** what stands against showing it now */
  why: string[];
}

/** Every work that was chosen, in the order of codes, with where it stands. */
export async function galleryBoard(db: Kysely<DB>, programme: StoredProgramme, now: Date): Promise<GalleryRow[]> {
  const rows = await db
    .selectFrom('entry as e')
    .leftJoin('gallery_item as g', 'g.entry_id', 'e.id')
    .leftJoin('person as p', 'p.id', 'g.posted_by')
    .leftJoin('person as w', 'w.id', 'g.withdrawn_by')
    .select([
      'e.id',
      'e.code',
      'e.title',
      'g.posted_at',
      'p.full_name as postedBy',
      'g.withdrawn_at',
      'w.full_name as withdrawnBy',
      'g.withdrawn_reason',
      sql<string | null>`(select string_agg(a.full_name, ', ' order by a.position) from entry_author a
        where a.entry_id = e.id and a.declined_at is null)`.as('authors'),
    ])
    .where('e.programme_id', '=', programme.id)
    .where('e.state', 'in', shownStates)
    .orderBy('e.code')
    .execute();
  const why = await showHindrances(
    db,
    programme,
    rows.map((row) => row.id),
    now,
  );
  return rows.map((row) => ({
    id: row.id,
    code: row.code ?? '',
    title: row.title,
    authors: row.authors ?? '',
    state: row.posted_at === null ? 'waiting' : row.withdrawn_at === null ? 'shown' : 'withdrawn',
    postedAt: row.posted_at,
    postedBy: row.postedBy,
    withdrawn: row.withdrawn_at && {
      at: row.withdrawn_at,
      by: row.withdrawnBy,
      reason: row.withdrawn_reason ?? '',
    },
    why: why.get(row.id) ?? [],
  }));
}

/** The gallery's room. @throws 403 to the rest of the staff, 404 to others and where the programme has no gallery */
export async function openGalleryRoom(ctx: Ctx, slug: string): Promise<StoredProgramme> {
  const programme = await programmeBySlug(ctx.app.db, slug);
  if (!programme) throw notFound('Chương trình này');
  requireAllowed(canProgramme(ctx, 'programme.open', programme.id));
  if (!programme.doc.gallery) throw notFound('Trang này');
  requireAllowed(canGallery(ctx, 'gallery.read', programme.id));
  return programme;
}
