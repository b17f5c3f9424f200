/** The secretariat's first page: intake by day, unit, pillar and topic (K26-1), and what waits for whom. */
import { type Kysely, sql } from 'kysely';
import { periodOf } from '#lib/domain/entry/deadline.ts';
import type { EntryState } from '#lib/domain/entry/states.ts';
import { addDays, isoDateLocal, startOfDay, TIME_ZONE } from '#lib/domain/kernel/time.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';

export interface UnitCount {
  unitId: string | null;
  name: string | null;
  total: number;
  /** with the unit, chosen or not */
  withUnit: number;
  /** at the province */
  forwarded: number;
}

export interface Overview {
  states: Partial<Record<EntryState, number>>;
  /** entries that were handed in, whatever became of them */
  submitted: number;
  /** people behind them, each counted once, as in the closing report */
  authors: number;
  byDay: { day: string; count: number }[];
  byUnit: UnitCount[];
  byPillar: { id: string; name: string; count: number }[];
  byTopic: { id: string; name: string; count: number }[];
  todo: {
    unchecked: number;
    /** checked in part */
    doing: number;
    /** verdict "không đạt" or "cần hỏi" that nobody has acted on */
    problems: number;
    returned: number;
    unitsWaiting: number;
    withUnits: number;
    conflicts: number;
  };
}

// Out of the contest, but not forgotten: numbers about entries in the contest leave them out.
const inContest = sql`e.code is not null and e.state not in ('draft', 'withdrawn', 'disqualified')`;

/** All numbers of the page, in five queries whatever the number of entries. */
export async function overview(db: Kysely<DB>, programme: StoredProgramme, now: Date): Promise<Overview> {
  const id = programme.id;
  const [states, days, units, kinds, work] = await Promise.all([
    sql<{ state: EntryState; count: number }>`
      select state, count(*)::int as count from entry where programme_id = ${id} group by state`.execute(db),
    sql<{ day: string; count: number }>`
      select to_char(e.first_at at time zone ${TIME_ZONE}, 'YYYY-MM-DD') as day, count(*)::int as count
        from (select coalesce((select min(s.at) from entry_submission s where s.entry_id = e.id), e.submitted_at) as first_at
                from entry e where e.programme_id = ${id} and e.code is not null and e.state <> 'draft') e
       where e.first_at is not null group by 1 order by 1`.execute(db),
    sql<UnitCount>`
      select e.unit_id as "unitId", u.name, count(*)::int as total,
             count(*) filter (where e.state = 'with-unit')::int as "withUnit",
             count(*) filter (where e.state not in ('with-unit', 'returned'))::int as forwarded
        from entry e left join unit u on u.id = e.unit_id
       where e.programme_id = ${id} and ${inContest}
       group by e.unit_id, u.name order by total desc, u.name collate "vi-x-icu"`.execute(db),
    sql<{ pillar: string | null; topic: string | null; count: number }>`
      select e.pillar, t.topic, count(distinct e.id)::int as count
        from entry e left join lateral unnest(e.topics) as t(topic) on true
       where e.programme_id = ${id} and ${inContest}
       group by grouping sets ((e.pillar), (t.topic))`.execute(db),
    sql<Overview['todo'] & { authors: number }>`
      select count(*) filter (where e.state = 'submitted' and v.rows = 0)::int as unchecked,
             count(*) filter (where e.state = 'submitted' and v.rows > 0)::int as doing,
             count(*) filter (where e.state in ('submitted', 'eligible') and v.problems > 0)::int as problems,
             count(*) filter (where e.state = 'returned')::int as returned,
             count(distinct e.unit_id) filter (where e.state = 'with-unit')::int as "unitsWaiting",
             count(*) filter (where e.state = 'with-unit')::int as "withUnits",
             (select count(distinct coalesce(a.person_id::text, a.email, a.id::text))
                from entry_author a join entry x on x.id = a.entry_id
               where x.programme_id = ${id} and x.code is not null and x.state <> 'draft' and a.declined_at is null)::int as authors,
             (select count(*) from conflict c join entry x on x.id = c.entry_id
               where c.programme_id = ${id} and c.lifted_at is null
                 and exists (select 1 from assignment a where a.entry_id = c.entry_id and a.judge_id = c.judge_id
                               and a.withdrawn_at is null))::int as conflicts
        from entry e
        cross join lateral (select count(*) as rows, count(*) filter (where c.verdict <> 'pass') as problems
          from check_decision c where c.entry_id = e.id and c.at >= e.submitted_at) v
       where e.programme_id = ${id}`.execute(db),
  ]);
  const { authors, ...todo } = work.rows[0]!;
  const count = (test: (row: (typeof kinds.rows)[number]) => boolean) => kinds.rows.find(test)?.count ?? 0;
  const { pillars, topics } = programme.doc;
  const byState = Object.fromEntries(states.rows.map((row) => [row.state, row.count]));
  return {
    states: byState,
    submitted: states.rows.reduce((n, row) => n + (row.state === 'draft' ? 0 : row.count), 0),
    authors,
    byDay: fillDays(days.rows, programme, now),
    byUnit: units.rows,
    byPillar: pillars.items.map((p) => ({ ...p, count: count((row) => row.pillar === p.id) })),
    byTopic: topics.items.map((t) => ({ ...t, count: count((row) => row.topic === t.id) })),
    todo,
  };
}

/** Every day of intake until today, days without an entry included: a gap is news, too. */
function fillDays(
  rows: readonly { day: string; count: number }[],
  { doc }: StoredProgramme,
  now: Date,
): { day: string; count: number }[] {
  const intake = periodOf(doc, 'intake');
  if (!intake) return [...rows];
  const counts = new Map(rows.map((row) => [row.day, row.count]));
  const first = isoDateLocal(intake.from);
  const end = isoDateLocal(new Date(Math.min(now.getTime(), new Date(intake.to).getTime())));
  const days: { day: string; count: number }[] = [];
  for (let day = first; day <= end && days.length < 400; day = isoDateLocal(addDays(startOfDay(day), 1)))
    days.push({ day, count: counts.get(day) ?? 0 });
  return days;
}

/** Units that hold entries which the province has not seen, the fullest first. */
export const waitingUnits = (units: readonly UnitCount[]): UnitCount[] =>
  units.filter((unit) => unit.unitId !== null && unit.withUnit > 0).toSorted((a, b) => b.withUnit - a.withUnit);
