/** The standing agency's list of what it screens: one query a page, in the order of the closed list. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { type AgencyFilter, finalName, type SheetState } from '#lib/domain/screening/agency.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { screeningClosedAt } from './agencySheet.ts';

export const boardPageSize = 50;

export interface BoardRow {
  id: string;
  no: number;
  code: string;
  title: string;
  authors: string;
  unit: string | null;
  state: EntryState;
  sheet: SheetState;
  passed: number;
  failed: number;
  byName: string | null;
  at: Date | null;
}

export interface BoardCounts {
  total: number;
  todo: number;
  doing: number;
  choose: number;
  refuse: number;
}

const sheetSql = sql<SheetState>`coalesce(r.decision, case when r.items is null or (r.items = '{}' and r.reason is null) then 'todo' else 'doing' end)`;

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

const listed = (programmeId: string) => sql`entry_list_line l
  join entry e on e.id = l.entry_id and e.state not in ('draft', 'withdrawn', 'disqualified')
  left join agency_review r on r.entry_id = e.id
  where l.programme_id = ${programmeId}`;

function conditions({ q, state }: AgencyFilter): RawBuilder<unknown> {
  const parts = [sql`true`];
  if (state) parts.push(sql`${sheetSql} = ${state}`);
  if (q) {
    const folded = like(fold(q));
    parts.push(sql`(e.folded like ${folded} or l.code ilike ${like(q)}
      or exists (select 1 from entry_author a where a.entry_id = e.id and lower(unaccent(a.full_name)) like ${folded}))`);
  }
  return sql.join(parts, sql` and `);
}

type Scope = { programmeId: string; filter: AgencyFilter };

/** One page of the board. */
export async function agencyBoard(
  db: Kysely<DB>,
  { programmeId, filter }: Scope,
): Promise<{ rows: BoardRow[]; total: number }> {
  const { rows } = await sql<BoardRow & { total: number }>`
    select e.id, l.no, l.code, l.title, l.unit, e.state, ${sheetSql} as sheet, r.at, p.full_name as "byName",
           (select string_agg(a->>'name', ', ') from jsonb_array_elements(l.authors) a) as authors,
           (select count(*) from jsonb_each(r.items) i where i.value->>'verdict' = 'pass')::int as passed,
           (select count(*) from jsonb_each(r.items) i where i.value->>'verdict' = 'fail')::int as failed,
           count(*) over ()::int as total
      from (select l.no as line, e.id as entry from ${listed(programmeId)} and ${conditions(filter)}) x
      join entry_list_line l on l.programme_id = ${programmeId} and l.no = x.line
      join entry e on e.id = x.entry
      left join agency_review r on r.entry_id = e.id
      left join person p on p.id = r.by_id
     order by l.no limit ${boardPageSize} offset ${(filter.page - 1) * boardPageSize}`.execute(db);
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** How far the screening has come. */
export async function agencyCounts(db: Kysely<DB>, programmeId: string): Promise<BoardCounts> {
  const { rows } = await sql<{ sheet: SheetState; n: number }>`
    select ${sheetSql} as sheet, count(*)::int as n from ${listed(programmeId)} group by 1`.execute(db);
  const of = (sheet: SheetState) => rows.find((row) => row.sheet === sheet)?.n ?? 0;
  return {
    total: rows.reduce((sum, row) => sum + row.n, 0),
    todo: of('todo'),
    doing: of('doing'),
    choose: of('choose'),
    refuse: of('refuse'),
  };
}

/** The records before and after one in the order of the board, its place, and the next that waits for a decision. */
export async function agencyNeighbours(
  db: Kysely<DB>,
  { programmeId, filter, entryId }: Scope & { entryId: string },
): Promise<{ previous: string | null; next: string | null; place: number; total: number } | null> {
  const { rows } = await sql<{ previous: string | null; next: string | null; place: number; total: number }>`
    select previous, next, place::int as place, total::int as total from (
      select e.id, lag(e.id) over w as previous, lead(e.id) over w as next, row_number() over w as place,
             count(*) over () as total
        from ${listed(programmeId)} and (${conditions(filter)} or e.id = ${entryId})
      window w as (order by l.no)) x where id = ${entryId}`.execute(db);
  return rows[0] ?? null;
}

/** The first entry after this one that nobody has decided, from the top again when there is none below. */
export async function nextUndecided(
  db: Kysely<DB>,
  programmeId: string,
  entryId: string | null,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select e.id from ${listed(programmeId)} and r.decision is null and e.id is distinct from ${entryId}
     order by l.no < coalesce((select no from entry_list_line where entry_id = ${entryId}), 0), l.no limit 1`.execute(
    db,
  );
  return rows[0]?.id ?? null;
}

/** Where the screening stands, for the overviews of others. */
export async function screeningStanding(db: Kysely<DB>, { id, doc }: StoredProgramme) {
  const [counts, closedAt] = await Promise.all([agencyCounts(db, id), screeningClosedAt(db, id)]);
  return { ...counts, closedAt, into: finalName(doc) };
}
