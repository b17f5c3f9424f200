import type { Kysely } from 'kysely';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import type { DB, ProgrammeDocument, ProgrammeKind, ProgrammeStatus } from '../platform/db/schema.ts';

/** A programme with its document, as every page and use case receives it. The document is shared: never change it in place. */
export interface StoredProgramme<D extends ProgrammeDocument = ContestProgramme> {
  id: string;
  slug: string;
  code: string;
  status: ProgrammeStatus;
  version: number;
  publishedAt: Date | null;
  createdAt: Date;
  doc: D;
}

export type StoredMovement = StoredProgramme<MovementProgramme>;
/** A contest or a movement: what the engine works on where the kind makes no difference. */
export type AnyProgramme = StoredProgramme<ProgrammeDocument>;

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
const remembered = new Map<string, { version: number; doc: ProgrammeDocument }>();
const mostRemembered = 50;

async function withDocs<D extends ProgrammeDocument>(db: Kysely<DB>, heads: Head[]): Promise<StoredProgramme<D>[]> {
  const docs = new Map<string, ProgrammeDocument>();
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
        // `kind` of the row, by which every query here asks, is the kind of its document
        doc: doc as D,
      },
    ];
  });
}

/** The queries of one kind of programme, or of both; contests and movements never meet in one list by accident. */
function queriesOf<D extends ProgrammeDocument>(...kinds: (ProgrammeKind & D['kind'])[]) {
  const heads = (db: Kysely<DB>) => db.selectFrom('programme').select(columns).where('kind', 'in', kinds);
  const one = async (db: Kysely<DB>, column: 'id' | 'slug', value: string): Promise<StoredProgramme<D> | null> =>
    (await withDocs<D>(db, await heads(db).where(column, '=', value).execute()))[0] ?? null;
  return {
    bySlug: (db: Kysely<DB>, slug: string) => one(db, 'slug', slug),
    byId: (db: Kysely<DB>, id: string) => one(db, 'id', id),
    shown: async (db: Kysely<DB>) =>
      withDocs<D>(
        db,
        await heads(db).where('status', '<>', 'draft').orderBy('published_at', 'desc').orderBy('slug').execute(),
      ),
    shownBySlug: async (db: Kysely<DB>, slug: string) => {
      const programme = await one(db, 'slug', slug);
      return programme && programme.status !== 'draft' ? programme : null;
    },
    list: async (db: Kysely<DB>, ids?: string[]): Promise<StoredProgramme<D>[]> => {
      if (ids?.length === 0) return [];
      const query = heads(db).orderBy('created_at', 'desc').orderBy('slug');
      return withDocs<D>(db, await (ids ? query.where('id', 'in', ids) : query).execute());
    },
  };
}

/** A contest or a movement by its id, for what both have: tasks, mails. Null when there is none. */
export async function anyProgrammeById(db: Kysely<DB>, id: string): Promise<StoredProgramme<ProgrammeDocument> | null> {
  const heads = await db.selectFrom('programme').select(columns).where('id', '=', id).execute();
  return (await withDocs<ProgrammeDocument>(db, heads))[0] ?? null;
}

const contests = queriesOf<ContestProgramme>('contest');
const movements = queriesOf<MovementProgramme>('movement');
const both = queriesOf<ProgrammeDocument>('contest', 'movement');

/** A contest or a movement by its address, whatever its status; null when there is none. */
export const anyBySlug = both.bySlug;
/** A contest or a movement by its id, whatever its status; null when there is none. */
export const anyById = both.byId;
/** All contests and movements, drafts included, the newest first; only some when ids are given. For people who run them. */
export const listAny = both.list;

/** A contest by its address, whatever its status; null when there is none. Visitors must be given only published ones. */
export const programmeBySlug = contests.bySlug;
/** A contest by its id, whatever its status; null when there is none. */
export const programmeById = contests.byId;
/** What visitors may see: published and closed contests, the newest first. */
export const publicProgrammes = contests.shown;
/** A published or closed contest by its address; null for drafts and unknown addresses alike. */
export const publicProgrammeBySlug = contests.shownBySlug;
/** All contests, drafts included, the newest first; only some when ids are given. For people who run them. */
export const listProgrammes = contests.list;

/** A movement by its address, whatever its status; null when there is none. Visitors must be given only published ones. */
export const movementBySlug = movements.bySlug;
/** A movement by its id, whatever its status; null when there is none. */
export const movementById = movements.byId;
/** Where the public reads the rules of a contest or a movement; citations of clauses lead there. */
export const rulesAddress = ({ slug, doc }: Pick<StoredProgramme<ProgrammeDocument>, 'slug' | 'doc'>): string =>
  doc.kind === 'movement' ? `/phong-trao/${slug}/noi-dung` : `/cuoc-thi/${slug}/the-le`;

/** What visitors may see: published and closed movements, the newest first. */
export const publicMovements = movements.shown;
/** A published or closed movement by its address; null for drafts and unknown addresses alike. */
export const publicMovementBySlug = movements.shownBySlug;
/** All movements, drafts included, the newest first; only some when ids are given. For people who run them. */
export const listMovements = movements.list;
