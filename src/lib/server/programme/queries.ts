import type { Kysely } from 'kysely';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { DB, ProgrammeStatus } from '../platform/db/schema.ts';

/** A programme with its document, as every page and use case receives it. The document is shared: never change it in place. */
export interface StoredProgramme {
  id: string;
  slug: string;
  code: string;
  status: ProgrammeStatus;
  version: number;
  publishedAt: Date | null;
  createdAt: Date;
  doc: ContestProgramme;
}

const columns = ['id', 'slug', 'code', 'status', 'version', 'published_at', 'created_at'] as const;

interface Head {
  id: string;
  slug: string;
  code: string;
  status: ProgrammeStatus;
  version: number;
  published_at: Date | null;
  created_at: Date;
}

// A document is some 40 kB of JSON and is read by nearly every page: one parse a version. A version never changes once it
// is committed; inside a transaction it may still be rolled back, so nothing is remembered there.
const remembered = new Map<string, { version: number; doc: ContestProgramme }>();
const mostRemembered = 50;

async function withDocs(db: Kysely<DB>, heads: Head[]): Promise<StoredProgramme[]> {
  const docs = new Map<string, ContestProgramme>();
  for (const head of heads) {
    const known = db.isTransaction ? undefined : remembered.get(head.id);
    if (known?.version === head.version) docs.set(head.id, known.doc);
  }
  const missing = heads.filter((head) => !docs.has(head.id)).map((head) => head.id);
  if (missing.length > 0) {
    const rows = await db.selectFrom('programme').select(['id', 'version', 'doc']).where('id', 'in', missing).execute();
    for (const row of rows) {
      docs.set(row.id, row.doc);
      if (db.isTransaction) continue;
      if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value as string);
      remembered.set(row.id, { version: row.version, doc: row.doc });
    }
  }
  return heads.flatMap((head) => {
    const doc = docs.get(head.id);
    if (!doc) return [];
    return [
      {
        id: head.id,
        slug: head.slug,
        code: head.code,
        status: head.status,
        version: head.version,
        publishedAt: head.published_at,
        createdAt: head.created_at,
        doc,
      },
    ];
  });
}

/** A programme by its address, whatever its status; null when there is none. Visitors must be given only published ones. */
export async function programmeBySlug(db: Kysely<DB>, slug: string): Promise<StoredProgramme | null> {
  const heads = await db.selectFrom('programme').select(columns).where('slug', '=', slug).execute();
  return (await withDocs(db, heads))[0] ?? null;
}

/** A programme by its id, whatever its status; null when there is none. */
export async function programmeById(db: Kysely<DB>, id: string): Promise<StoredProgramme | null> {
  const heads = await db.selectFrom('programme').select(columns).where('id', '=', id).execute();
  return (await withDocs(db, heads))[0] ?? null;
}

/** What visitors may see: published and closed programmes, the newest first. */
export async function publicProgrammes(db: Kysely<DB>): Promise<StoredProgramme[]> {
  const heads = await db
    .selectFrom('programme')
    .select(columns)
    .where('status', '<>', 'draft')
    .orderBy('published_at', 'desc')
    .orderBy('slug')
    .execute();
  return withDocs(db, heads);
}

/** A published or closed programme by its address; null for drafts and unknown addresses alike. */
export async function publicProgrammeBySlug(db: Kysely<DB>, slug: string): Promise<StoredProgramme | null> {
  const programme = await programmeBySlug(db, slug);
  return programme && programme.status !== 'draft' ? programme : null;
}

/** All programmes, drafts included, the newest first. For people who run them. */
export async function listProgrammes(db: Kysely<DB>, ids?: string[]): Promise<StoredProgramme[]> {
  if (ids?.length === 0) return [];
  let query = db.selectFrom('programme').select(columns).orderBy('created_at', 'desc').orderBy('slug');
  if (ids) query = query.where('id', 'in', ids);
  return withDocs(db, await query.execute());
}
