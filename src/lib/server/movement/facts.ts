import { type Kysely, sql } from 'kysely';
import type { MovementFacts } from '#lib/domain/movement/freeze.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredMovement } from '../programme/queries.ts';

/** What has already happened under a movement: decides what is frozen and what a change does to units. */
export async function movementFacts(db: Kysely<DB>, movement: StoredMovement, now: Date): Promise<MovementFacts> {
  const id = movement.id;
  const [figures, given, counts] = await Promise.all([
    sql<{ id: string; entered: number; locked: number }>`
      select indicator_id as id, count(*)::int as entered, count(official_version)::int as locked
        from indicator_value where programme_id = ${id} group by indicator_id`.execute(db),
    sql<{ id: string; total: number; begun: number; submitted: number; accepted: number; open: number }>`
      select rule_id as id, count(*)::int as total,
             count(*) filter (where state <> 'not-started')::int as begun,
             count(first_submitted_at)::int as submitted,
             count(accepted_at)::int as accepted,
             count(*) filter (where state in ('not-started', 'draft', 'returned') and exempted_at is null)::int as open
        from obligation where programme_id = ${id} group by rule_id`.execute(db),
    sql<{ reports: number; examples: number; summaries: number }>`
      select (select count(*) from obligation where programme_id = ${id} and state = 'accepted')::int as reports,
             (select count(*) from good_example where programme_id = ${id} and state = 'published')::int as examples,
             (select count(*) from summary_report where programme_id = ${id} and state = 'final')::int as summaries`.execute(
      db,
    ),
  ]);
  const byId = <R extends { id: string }>(rows: R[]) =>
    Object.fromEntries(rows.map(({ id: key, ...rest }) => [key, rest]));
  return {
    now,
    published: movement.status !== 'draft',
    figures: byId(figures.rows),
    obligations: byId(given.rows),
    reportsAccepted: counts.rows[0]?.reports ?? 0,
    examplesPublished: counts.rows[0]?.examples ?? 0,
    summaries: counts.rows[0]?.summaries ?? 0,
  };
}
