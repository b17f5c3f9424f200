/** What the public sees of the gallery (K24-4): works on show, found, filtered and in the visitor's order. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type GalleryFilter, galleryPageSize, searchWords } from '#lib/domain/gallery/filter.ts';
import { compareVi } from '#lib/domain/kernel/text.ts';
import type { DB } from '../platform/db/schema.ts';
import { one } from '../platform/db/sql.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { shuffled } from './order.ts';
import { type Pictures, picturesOf } from './pictures.ts';
import { prizesOf } from './prizes.ts';

/** A work as lists show it. */
export interface GalleryCard extends Pictures {
  code: string;
  title: string;
  authors: string[];
  unit: string | null;
  /** length of the video */
  seconds: number | null;
  /** names of prizes, once the results are published */
  prizes: string[];
}

interface Choice {
  value: string;
  label: string;
  /** works that one would see with it */
  count: number;
}

export interface GalleryPage {
  cards: GalleryCard[];
  /** works that match */
  total: number;
  /** works on show */
  all: number;
  /** the page that is shown: the last one when more was asked for */
  page: number;
  topics: Choice[];
  units: Choice[];
}

type Scope = { programmeId: string; filter: Pick<GalleryFilter, 'topic' | 'unit' | 'search'> };

const shown = (programmeId: string) => sql`i.programme_id = ${programmeId} and i.withdrawn_at is null`;

// Letters and digits only, so nothing in a word means something to a regular expression. Short syllables are whole words, else
// "số" would find every "sống"; longer ones may be unfinished.
const pattern = (word: string) => `\\m${word}${word.length <= 3 ? '\\M' : ''}`;

/** Works with all the words, or with this code. */
function searched(search: string): RawBuilder<unknown> {
  const words = searchWords(search);
  if (words.length === 0) return search === '' ? sql`true` : sql`false`;
  const all = sql.join(
    words.map((word) => sql`i.folded ~ ${pattern(word)}`),
    sql` and `,
  );
  return sql`((${all}) or i.code = ${search.toUpperCase()})`;
}

const ofTopic = (topic: string) => (topic ? sql`${topic} = any(i.topics)` : sql`true`);
const ofUnit = (unit: string) => (unit ? sql`i.unit_id = ${unit}` : sql`true`);

const matching = ({ programmeId, filter }: Scope) =>
  sql`${shown(programmeId)} and ${searched(filter.search)} and ${ofTopic(filter.topic)} and ${ofUnit(filter.unit)}`;

interface CardRow {
  entry_id: string;
  code: string;
  title: string;
  authors: { name: string }[];
  unit_name: string | null;
  file_id: string;
  duration: string | null;
}

const cardColumns = sql`i.entry_id, i.code, i.title, i.authors, i.unit_name, i.file_id, i.duration`;

async function cardsOf(db: Kysely<DB>, programme: StoredProgramme, rows: CardRow[]): Promise<GalleryCard[]> {
  const [pictures, prizes] = await Promise.all([
    picturesOf(
      db,
      rows.map((row) => row.file_id),
    ),
    prizesOf(
      db,
      programme,
      rows.map((row) => row.entry_id),
    ),
  ]);
  return rows.map((row) => ({
    code: row.code,
    title: row.title,
    authors: row.authors.map((author) => author.name),
    unit: row.unit_name,
    seconds: row.duration === null ? null : Number(row.duration),
    prizes: prizes.get(row.entry_id) ?? [],
    ...(pictures.get(row.file_id) ?? { poster: false, light: false }),
  }));
}

/** How many works match, and what could be chosen besides: each filter counts within the others. One query. */
async function countMatches(db: Kysely<DB>, programme: StoredProgramme, filter: Scope['filter']) {
  const { rows } = await sql<{
    all: number;
    total: number;
    topics: { id: string; n: number }[];
    units: { id: string; name: string; n: number }[];
  }>`
    with found as materialized (
      select i.topics, i.unit_id, i.unit_name, ${searched(filter.search)} as matches,
             ${ofTopic(filter.topic)} as of_topic, ${ofUnit(filter.unit)} as of_unit
      from gallery_item i where ${shown(programme.id)}
    )
    select (select count(*) from found)::int as all,
      (select count(*) from found where matches and of_topic and of_unit)::int as total,
      (select coalesce(jsonb_agg(t), '[]') from (
        select topic as id, count(*)::int as n from found, unnest(topics) as topic where matches and of_unit group by topic) t) as topics,
      (select coalesce(jsonb_agg(u), '[]') from (
        select unit_id as id, min(unit_name) as name, count(*)::int as n from found
        where matches and of_topic and unit_id is not null group by unit_id) u) as units`.execute(db);
  const { all, total, topics, units } = one(rows);
  const count = new Map(topics.map((topic) => [topic.id, topic.n]));
  return {
    all,
    total,
    topics: programme.doc.topics.items
      .map(({ id, name }) => ({ value: id, label: name, count: count.get(id) ?? 0 }))
      .filter(({ value, count }) => count > 0 || value === filter.topic),
    units: units
      .map(({ id, name, n }) => ({ value: id, label: name, count: n }))
      .sort((a, b) => compareVi(a.label, b.label)),
  };
}

/** A page of works on show, with what they can be filtered by. @param seed the order, of `visitorSeed` */
export async function galleryPage(
  db: Kysely<DB>,
  programme: StoredProgramme,
  { filter, seed }: { filter: GalleryFilter; seed: string },
): Promise<GalleryPage> {
  const counted = await countMatches(db, programme, filter);
  const page = Math.min(filter.page, Math.max(1, Math.ceil(counted.total / galleryPageSize)));
  const { rows } =
    counted.total === 0
      ? { rows: [] }
      : await sql<CardRow>`
          select ${cardColumns} from gallery_item i
          where ${matching({ programmeId: programme.id, filter })}
          order by ${shuffled(seed)}
          limit ${galleryPageSize} offset ${(page - 1) * galleryPageSize}`.execute(db);
  return { ...counted, page, cards: await cardsOf(db, programme, rows) };
}

/** Codes of the works on show: lists elsewhere lead to these. */
export async function shownCodes(db: Kysely<DB>, programmeId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('gallery_item')
    .select('code')
    .where('programme_id', '=', programmeId)
    .where('withdrawn_at', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.code));
}

/** Some works on show in a shuffled order: beside a work those of its topics, elsewhere any. */
export async function someWorks(
  db: Kysely<DB>,
  programme: StoredProgramme,
  { seed, count, beside }: { seed: string; count: number; beside?: { entryId: string; topics: string[] } },
): Promise<GalleryCard[]> {
  const only = beside ? sql`i.entry_id <> ${beside.entryId} and i.topics && ${beside.topics}::text[]` : sql`true`;
  const { rows } = await sql<CardRow>`
    select ${cardColumns} from gallery_item i where ${shown(programme.id)} and ${only}
    order by ${shuffled(seed)} limit ${count}`.execute(db);
  return cardsOf(db, programme, rows);
}

/**
 * The work before or after another in the visitor's order within a filter, and the page of the list where it stands. After
 * the last comes the first. null when the work is not among them or alone.
 */
export async function neighbour(
  db: Kysely<DB>,
  args: Scope & { code: string; seed: string; step: 1 | -1 },
): Promise<{ code: string; page: number } | null> {
  const { rows } = await sql<{ code: string; place: number }>`
    with placed as (
      select i.code, row_number() over (order by ${shuffled(args.seed)})::int - 1 as place, count(*) over ()::int as total
      from gallery_item i where ${matching(args)}
    )
    select p.code, p.place from placed p, placed here
    where here.code = ${args.code} and here.total > 1
      and p.place = (here.place + ${args.step} + here.total) % here.total`.execute(db);
  const found = rows[0];
  return found ? { code: found.code, page: Math.floor(found.place / galleryPageSize) + 1 } : null;
}

/** A work as its page shows it. */
export interface GalleryItem extends Pictures {
  entryId: string;
  programmeId: string;
  code: string;
  title: string;
  authors: { name: string; workplace: string | null }[];
  unit: { id: string | null; name: string } | null;
  topics: string[];
  summary: string;
  fileId: string;
  seconds: number | null;
  postedAt: Date;
  prizes: string[];
}

/** A work by its code, whichever letters are capital; 'withdrawn' when it is no longer shown, null when it never was. */
export async function galleryItem(
  db: Kysely<DB>,
  { programme, code }: { programme: StoredProgramme; code: string },
): Promise<GalleryItem | 'withdrawn' | null> {
  const row = await db
    .selectFrom('gallery_item')
    .selectAll()
    .where('programme_id', '=', programme.id)
    .where('code', '=', code.toUpperCase())
    .executeTakeFirst();
  if (!row) return null;
  if (row.withdrawn_at) return 'withdrawn';
  const [pictures, prizes] = await Promise.all([
    picturesOf(db, [row.file_id]),
    prizesOf(db, programme, [row.entry_id]),
  ]);
  return {
    entryId: row.entry_id,
    programmeId: row.programme_id,
    code: row.code,
    title: row.title,
    authors: row.authors,
    unit: row.unit_name ? { id: row.unit_id, name: row.unit_name } : null,
    topics: row.topics,
    summary: row.summary,
    fileId: row.file_id,
    seconds: row.duration === null ? null : Number(row.duration),
    postedAt: row.posted_at,
    prizes: prizes.get(row.entry_id) ?? [],
    ...(pictures.get(row.file_id) ?? { poster: false, light: false }),
  };
}

/** How many works a programme shows. */
export async function countShown(db: Kysely<DB>, programmeId: string): Promise<number> {
  const { n } = await db
    .selectFrom('gallery_item')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('programme_id', '=', programmeId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirstOrThrow();
  return n;
}
