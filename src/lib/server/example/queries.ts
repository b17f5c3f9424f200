import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ExampleKind, ExampleState, ReplicaState } from '#lib/domain/example/states.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import type { DB } from '../platform/db/schema.ts';

export interface ExampleSummary {
  id: string;
  code: string;
  kind: ExampleKind;
  title: string;
  summary: string;
  contentId: string | null;
  state: ExampleState;
  reason: string | null;
  unitId: string;
  unitName: string;
  submittedAt: Date | null;
  publishedAt: Date | null;
  updatedAt: Date;
  /** units that do the same and were confirmed */
  replicas: number;
  /** units that say so and wait */
  waiting: number;
  /** the first picture */
  photo: { fileId: string; caption: string } | null;
}

const summaries = (where: RawBuilder<unknown>, order: RawBuilder<unknown>, limit = 500, offset = 0) => sql<
  ExampleSummary & { total: number }
>`
  select e.id, e.code, e.kind, e.title, e.summary, e.content_id as "contentId", e.state, e.reason,
         e.unit_id as "unitId", u.name as "unitName",
         e.submitted_at as "submittedAt", e.published_at as "publishedAt", e.updated_at as "updatedAt",
         coalesce(r.confirmed, 0)::int as replicas, coalesce(r.said, 0)::int as waiting,
         p.photo, (count(*) over ())::int as total
    from good_example e
    join unit u on u.id = e.unit_id
    left join lateral (
      select count(*) filter (where state = 'confirmed') as confirmed, count(*) filter (where state = 'said') as said
        from good_example_replica where example_id = e.id) r on true
    left join lateral (
      select jsonb_build_object('fileId', ph.file_id, 'caption', ph.caption) as photo
        from good_example_photo ph join file f on f.id = ph.file_id and f.state = 'ready'
       where ph.example_id = e.id and ph.removed_at is null and ph.consent_said
       order by ph.position, ph.file_id limit 1) p on true
   where ${where}
   order by ${order}
   limit ${limit} offset ${offset}`;

const and = (parts: RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join(parts, sql` and `);

/** Every word of the question stands somewhere in name or summary, with or without diacritics, in any order. */
const wordsOf = (text: string): RawBuilder<unknown>[] =>
  fold(text)
    .split(' ')
    .filter(Boolean)
    .slice(0, 10)
    .map((word) => sql`e.folded like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);

/**
 * Published examples of a movement, the latest first: for the public pages, the summary report and nominations.
 * @param args.from, args.to instants of publication, both included
 */
export async function publishedExamples(
  db: Kysely<DB>,
  args: {
    programmeId: string;
    contentId?: string;
    unitId?: string;
    /** without those of this unit */
    notOf?: string;
    text?: string;
    from?: Date;
    to?: Date;
    limit?: number;
    offset?: number;
  },
): Promise<{ examples: ExampleSummary[]; total: number }> {
  const { programmeId, contentId, unitId, notOf, text = '', from, to, limit = 500, offset = 0 } = args;
  const { rows } = await summaries(
    and([
      sql`e.programme_id = ${programmeId} and e.state = 'published'`,
      ...(contentId ? [sql`e.content_id = ${contentId}`] : []),
      ...(unitId ? [isUuid(unitId) ? sql`e.unit_id = ${unitId}` : sql`false`] : []),
      ...(notOf ? [sql`e.unit_id <> ${notOf}`] : []),
      ...(from ? [sql`e.published_at >= ${from}`] : []),
      ...(to ? [sql`e.published_at <= ${to}`] : []),
      ...wordsOf(text),
    ]),
    sql`e.published_at desc, e.code`,
    limit,
    offset,
  ).execute(db);
  return { examples: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** Units with a published example, for a filter. */
export const unitsWithExamples = async (db: Kysely<DB>, programmeId: string): Promise<{ id: string; name: string }[]> =>
  db
    .selectFrom('unit as u')
    .select(['u.id', 'u.name'])
    .where('u.id', 'in', (eb) =>
      eb
        .selectFrom('good_example')
        .select('unit_id')
        .where('programme_id', '=', programmeId)
        .where('state', '=', 'published'),
    )
    .orderBy('u.name', (o) => o.collate('vi-x-icu'))
    .execute();

/** How many examples everyone may read. */
export async function countPublished(db: Kysely<DB>, programmeId: string): Promise<number> {
  const { count } = await db
    .selectFrom('good_example')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('programme_id', '=', programmeId)
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Everything that one unit wrote, whatever its state, what was touched last first. */
export const examplesOfUnit = async (
  db: Kysely<DB>,
  args: { programmeId: string; unitId: string },
): Promise<ExampleSummary[]> =>
  (
    await summaries(
      sql`e.programme_id = ${args.programmeId} and e.unit_id = ${args.unitId}`,
      sql`e.updated_at desc, e.code`,
    ).execute(db)
  ).rows;

export interface ReviewFilter {
  state: ExampleState | 'all' | 'spreading';
  contentId: string;
  text: string;
}

/** What was handed in, for those who review it: what waits longest first. `spreading`: a unit's word waits to be confirmed. */
export async function examplesToReview(
  db: Kysely<DB>,
  args: { programmeId: string; filter: ReviewFilter; limit: number; offset: number },
): Promise<{ examples: ExampleSummary[]; total: number }> {
  const { state, contentId, text } = args.filter;
  const { rows } = await summaries(
    and([
      sql`e.programme_id = ${args.programmeId} and e.submitted_at is not null`,
      ...(state === 'spreading' ? [sql`r.said > 0`] : state === 'all' ? [] : [sql`e.state = ${state}`]),
      ...(contentId ? [sql`e.content_id = ${contentId}`] : []),
      ...wordsOf(text),
    ]),
    sql`e.state = 'submitted' desc, e.submitted_at, e.code`,
    args.limit,
    args.offset,
  ).execute(db);
  return { examples: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** How many examples wait for the standing unit, and how many units' words. */
export async function waitingForReview(
  db: Kysely<DB>,
  programmeId: string,
): Promise<{ submitted: number; replicas: number }> {
  const { rows } = await sql<{ submitted: number; replicas: number }>`
    select (select count(*) from good_example where programme_id = ${programmeId} and state = 'submitted')::int as submitted,
           (select count(*) from good_example_replica r join good_example e on e.id = r.example_id
             where e.programme_id = ${programmeId} and e.state = 'published' and r.state = 'said')::int as replicas`.execute(
    db,
  );
  return rows[0] ?? { submitted: 0, replicas: 0 };
}

export interface Replica {
  unitId: string;
  unitName: string;
  since: string | null;
  note: string;
  state: ReplicaState;
  at: Date;
}

/** Units that say that they do what an example shows; `confirmed` only: for everyone. */
export const replicasOf = (db: Kysely<DB>, exampleId: string, only?: ReplicaState): Promise<Replica[]> => {
  const query = db
    .selectFrom('good_example_replica as r')
    .innerJoin('unit as u', 'u.id', 'r.unit_id')
    .select(['r.unit_id as unitId', 'u.name as unitName', 'r.since', 'r.note', 'r.state', 'r.at'])
    .where('r.example_id', '=', exampleId);
  return (only ? query.where('r.state', '=', only) : query)
    .orderBy((eb) => eb('r.state', '=', 'said'), 'desc')
    .orderBy('r.at')
    .execute();
};

/** What one unit said of the published examples of a movement, by example. */
export async function saidBy(
  db: Kysely<DB>,
  args: { programmeId: string; unitId: string },
): Promise<Map<string, ReplicaState>> {
  const rows = await db
    .selectFrom('good_example_replica as r')
    .innerJoin('good_example as e', 'e.id', 'r.example_id')
    .select(['r.example_id', 'r.state'])
    .where('e.programme_id', '=', args.programmeId)
    .where('r.unit_id', '=', args.unitId)
    .execute();
  return new Map(rows.map((row) => [row.example_id, row.state]));
}

/** The history of an example, the latest first. */
export const stepsOf = (db: Kysely<DB>, exampleId: string) =>
  db
    .selectFrom('good_example_event')
    .select(['at', 'by_name as byName', 'what', 'reason'])
    .where('example_id', '=', exampleId)
    .orderBy('id', 'desc')
    .execute();

/** One published example by its code in any case; null for all others, be they there or not. */
export const publishedByCode = async (db: Kysely<DB>, args: { programmeId: string; code: string }) =>
  (await db
    .selectFrom('good_example as e')
    .innerJoin('unit as u', 'u.id', 'e.unit_id')
    .selectAll('e')
    .select('u.name as unitName')
    .where('e.programme_id', '=', args.programmeId)
    .where('e.code', '=', args.code.toUpperCase())
    .where('e.state', '=', 'published')
    .executeTakeFirst()) ?? null;
