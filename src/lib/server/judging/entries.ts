import type { Kysely } from 'kysely';
import type { EntryState } from '#lib/domain/entry/states.ts';
import type { DB } from '../platform/db/schema.ts';
import type { JudgingRound } from './rounds.ts';

/** An entry of a round without anything about who made it. */
export interface RoundEntry {
  id: string;
  code: string;
  title: string;
  pillar: string | null;
  state: EntryState;
  submittedAt: Date | null;
  /** place in the drawn order of presentation */
  position: number | null;
}

/** States in which an entry has left the contest; its sheets count no more. */
export const gone: EntryState[] = ['withdrawn', 'disqualified'];

/**
 * The entries of a round in order of presentation, else of code: those waiting to be judged, and, once their state has moved
 * on, those that were assigned.
 */
export async function roundEntries(
  db: Kysely<DB>,
  { programme, round, entryState }: JudgingRound,
): Promise<RoundEntry[]> {
  const rows = await db
    .selectFrom('entry as e')
    .leftJoin('presentation_order as o', (join) =>
      join
        .onRef('o.entry_id', '=', 'e.id')
        .onRef('o.programme_id', '=', 'e.programme_id')
        .on('o.round_id', '=', round.id),
    )
    .select(['e.id', 'e.code', 'e.title', 'e.pillar', 'e.state', 'e.submitted_at', 'o.position'])
    .where('e.programme_id', '=', programme.id)
    .where('e.state', 'not in', gone)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('e.state', '=', entryState),
        exists(
          selectFrom('assignment as a')
            .select('a.id')
            .whereRef('a.entry_id', '=', 'e.id')
            .where('a.round_id', '=', round.id)
            .where('a.withdrawn_at', 'is', null),
        ),
      ]),
    )
    .orderBy('o.position')
    .orderBy('e.code')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code ?? '',
    title: row.title,
    pillar: row.pillar,
    state: row.state,
    submittedAt: row.submitted_at,
    position: row.position,
  }));
}
