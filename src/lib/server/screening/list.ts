/** The secretariat's list of entries: one query a page, whatever the number of rows, authors, verdicts and scores. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { addDays, startOfDay } from '#lib/domain/kernel/time.ts';
import type { EntryFilter, SortKey } from '#lib/domain/screening/filter.ts';
import type { DB } from '../platform/db/schema.ts';

export interface ListedEntry {
  id: string;
  code: string | null;
  title: string;
  state: EntryState;
  pillar: string | null;
  topics: string[];
  unitId: string | null;
  unitName: string | null;
  authors: string;
  submittedAt: Date | null;
  version: number;
  /** verdicts of the secretariat that still count */
  passed: number;
  failed: number;
  asked: number;
  /** the unit's place in its order */
  unitRank: number | null;
  /** sheets signed, of those assigned */
  signed: number;
  assigned: number;
  /** mean of the last round that is closed; decimal text */
  score: string | null;
  rank: number | null;
}

export const listPageSize = 50;

type Scope = { programmeId: string; filter: EntryFilter };

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** With and without diacritics, in either place of the tone mark (hoá, hóa): what people type is folded as what is stored. */
function matches(q: string): RawBuilder<unknown> {
  const folded = like(fold(q));
  return sql`(e.folded like ${folded} or e.code ilike ${like(q)}
    or exists (select 1 from entry_author a where a.entry_id = e.id and lower(unaccent(a.full_name)) like ${folded}))`;
}

const current = sql`c.at >= e.submitted_at`;

/** The conditions of a filter. Drafts belong to their authors and stand in no list. */
function conditions({ programmeId, filter }: Scope): RawBuilder<unknown> {
  const parts = [sql`e.programme_id = ${programmeId} and e.state <> 'draft' and e.code is not null`];
  if (filter.q) parts.push(matches(filter.q));
  if (filter.states.length > 0) parts.push(sql`e.state = any(${filter.states}::text[])`);
  if (filter.pillar) parts.push(sql`e.pillar = ${filter.pillar}`);
  if (filter.topic) parts.push(sql`${filter.topic} = any(e.topics)`);
  if (filter.unit === 'none') parts.push(sql`e.unit_id is null`);
  else if (filter.unit)
    parts.push(sql`e.unit_id in (
      with recursive tree as (select id from unit where id = ${filter.unit}
        union select u.id from unit u join tree on u.parent_id = tree.id) select id from tree)`);
  if (filter.day) {
    const from = startOfDay(filter.day);
    parts.push(sql`e.submitted_at >= ${from} and e.submitted_at < ${addDays(from, 1)}`);
  }
  const decided = sql`exists (select 1 from check_decision c where c.entry_id = e.id and ${current})`;
  if (filter.check === 'todo') parts.push(sql`e.state = 'submitted' and not ${decided}`);
  if (filter.check === 'doing') parts.push(sql`e.state = 'submitted' and ${decided}`);
  if (filter.check === 'problem')
    parts.push(
      sql`exists (select 1 from check_decision c where c.entry_id = e.id and c.verdict <> 'pass' and ${current})`,
    );
  if (filter.check === 'done')
    parts.push(sql`e.state in ('eligible', 'shortlisted', 'not-shortlisted', 'awarded', 'not-awarded')`);
  return sql.join(parts, sql` and `);
}

const orders: Record<SortKey, RawBuilder<unknown>> = {
  code: sql`e.code`,
  title: sql`e.title collate "vi-x-icu"`,
  unit: sql`u.name collate "vi-x-icu"`,
  state: sql`e.state`,
  submitted: sql`e.submitted_at`,
  score: sql`rr.score`,
};

const orderOf = ({ sort, down }: EntryFilter): RawBuilder<unknown> =>
  sql`${orders[sort]} ${down ? sql`desc` : sql`asc`} nulls last, e.code, e.id`;

// The round that was closed last: its score is the one people ask for.
const closedRound = (programmeId: string) => sql`(select s.round_id from round_state s
  where s.programme_id = ${programmeId} and s.state = 'closed' order by s.closed_at desc limit 1)`;

const sources = (programmeId: string) => sql`entry e
  left join unit u on u.id = e.unit_id
  left join round_result rr on rr.entry_id = e.id and rr.round_id = ${closedRound(programmeId)}`;

/** One page of the list and the number of all rows. */
export async function entryList(db: Kysely<DB>, scope: Scope): Promise<{ rows: ListedEntry[]; total: number }> {
  const { filter, programmeId } = scope;
  // First which rows, then what stands in them: sub-selects run for one page only.
  const found = await sql<ListedEntry & { total: number }>`
    with page as (
      select e.id, rr.score, rr.rank, u.name as unit_name, count(*) over () as total,
             row_number() over (order by ${orderOf(filter)}) as place
        from ${sources(programmeId)}
       where ${conditions(scope)}
       order by place limit ${listPageSize} offset ${(filter.page - 1) * listPageSize})
    select e.id, e.code, e.title, e.state, e.pillar, e.topics, e.unit_id as "unitId", page.unit_name as "unitName",
           e.submitted_at as "submittedAt", e.version, page.score, page.rank, page.total::int as total,
           coalesce(a.names, '') as authors, v.passed, v.failed, v.asked, r.rank as "unitRank", j.signed, j.assigned
      from page
      join entry e on e.id = page.id
      left join screening_review r on r.entry_id = e.id
      left join lateral (select string_agg(full_name, ', ' order by position) as names
        from entry_author where entry_id = e.id and declined_at is null) a on true
      cross join lateral (select count(*) filter (where verdict = 'pass')::int as passed,
          count(*) filter (where verdict = 'fail')::int as failed, count(*) filter (where verdict = 'ask')::int as asked
        from check_decision c where c.entry_id = e.id and ${current}) v
      cross join lateral (select count(*) filter (where s.state = 'signed')::int as signed, count(*)::int as assigned
        from assignment x left join score_sheet s on s.assignment_id = x.id
        where x.entry_id = e.id and x.withdrawn_at is null) j
     order by page.place`.execute(db);
  const rows = found.rows.map(({ total: _, ...row }) => row);
  return { rows, total: found.rows[0]?.total ?? 0 };
}

/** The records before and after one in the order of the list, its place and the number of all. */
export async function neighbours(
  db: Kysely<DB>,
  scope: Scope & { entryId: string },
): Promise<{ previous: string | null; next: string | null; place: number; total: number } | null> {
  const found = await sql<{ previous: string | null; next: string | null; place: number; total: number }>`
    select previous, next, place::int as place, total::int as total from (
      select e.id, lag(e.id) over w as previous, lead(e.id) over w as next,
             row_number() over w as place, count(*) over () as total
        from ${sources(scope.programmeId)}
       where ${conditions(scope)}
      window w as (order by ${orderOf(scope.filter)})) x
     where id = ${scope.entryId}`.execute(db);
  return found.rows[0] ?? null;
}

/** All rows of a filter, for a file that an office goes on with; the order of the list, without pages. */
export async function entryExport(db: Kysely<DB>, scope: Scope) {
  const found = await sql<{
    code: string;
    title: string;
    state: EntryState;
    pillar: string | null;
    topics: string[];
    unitName: string | null;
    authors: {
      name: string;
      workplace: string | null;
      share: string | null;
      phone: string | null;
      email: string | null;
    }[];
    submittedAt: Date | null;
    letter: string | null;
    score: string | null;
    rank: number | null;
  }>`
    select e.code, e.title, e.state, e.pillar, e.topics, u.name as "unitName", e.submitted_at as "submittedAt",
           rr.score, rr.rank, f.letter_number as letter,
           (select coalesce(jsonb_agg(jsonb_build_object('name', a.full_name, 'workplace', a.workplace,
               'share', a.share::text, 'phone', coalesce(a.phone, p.phone), 'email', a.email) order by a.position), '[]')
              from entry_author a left join person p on p.id = a.person_id
             where a.entry_id = e.id and a.declined_at is null) as authors
      from ${sources(scope.programmeId)}
      left join screening_review r on r.entry_id = e.id
      left join forwarding f on f.id = r.forwarding_id
     where ${conditions(scope)}
     order by ${orderOf(scope.filter)}`.execute(db);
  return found.rows;
}
