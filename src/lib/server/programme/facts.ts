import { type Kysely, sql } from 'kysely';
import type { ProgrammeFacts } from '#lib/domain/programme/freeze.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from './queries.ts';

/** What has already happened under a programme: decides which parts are frozen and what a change does to people. */
export async function programmeFacts(db: Kysely<DB>, programme: StoredProgramme, now: Date): Promise<ProgrammeFacts> {
  const [entries, rounds, decisions] = await Promise.all([
    db
      .selectFrom('entry')
      .select((eb) => [
        eb.fn.countAll<number>().filterWhere('state', '<>', 'withdrawn').as('started'),
        eb.fn
          .countAll<number>()
          .filterWhere('submitted_at', 'is not', null)
          .filterWhere('state', '<>', 'withdrawn')
          .as('submitted'),
        eb.fn.countAll<number>().filterWhere('refined_at', 'is not', null).as('refined'),
      ])
      .where('programme_id', '=', programme.id)
      .executeTakeFirstOrThrow(),
    sql<{ round_id: string; state: 'pending' | 'open' | 'closed'; assignments: number; signed: number }>`
      select r.round_id,
             coalesce(s.state, 'pending') as state,
             coalesce(c.assignments, 0) as assignments,
             coalesce(c.signed, 0) as signed
        from unnest(${programme.doc.rounds.map((round) => round.id)}::text[]) as r (round_id)
        left join round_state s on s.programme_id = ${programme.id} and s.round_id = r.round_id
        left join (
          select a.round_id, count(*)::int as assignments, count(t.assignment_id)::int as signed
            from assignment a left join score_sheet t on t.assignment_id = a.id and t.state = 'signed'
           where a.programme_id = ${programme.id} and a.withdrawn_at is null
           group by a.round_id) c on c.round_id = r.round_id`.execute(db),
    sql<{ finalists: boolean; results: boolean; awards: number; frozen: boolean }>`
      select exists (select from decision where programme_id = ${programme.id} and kind = 'finalists') as finalists,
             exists (select from decision where programme_id = ${programme.id} and kind = 'results' and published_at is not null) as results,
             exists (select from interaction_freeze where programme_id = ${programme.id}) as frozen,
             (select count(*) from award where programme_id = ${programme.id} and revoked_at is null)::int as awards`.execute(
      db,
    ),
  ]);
  const decided = decisions.rows[0];
  return {
    now,
    published: programme.status !== 'draft',
    entriesStarted: Number(entries.started),
    entriesSubmitted: Number(entries.submitted),
    entriesRefined: Number(entries.refined),
    rounds: Object.fromEntries(
      rounds.rows.map((r) => [r.round_id, { state: r.state, assignments: r.assignments, sheetsSigned: r.signed }]),
    ),
    finalistsDecided: decided?.finalists ?? false,
    awardsDecided: decided?.awards ?? 0,
    resultsPublished: decided?.results ?? false,
    interactionsFrozen: decided?.frozen ?? false,
  };
}
