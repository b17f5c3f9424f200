/** What an entry shows of itself to others: as it was handed in last, for many entries in a fixed number of queries. */
import { type Kysely, sql } from 'kysely';
import type { FormValues } from '#lib/domain/entry/fields.ts';
import type { EntryState } from '#lib/domain/entry/states.ts';
import type { DB } from '../platform/db/schema.ts';
import { authorsSent, formOf, lastHandedIn } from './facts.ts';
import { lastSubmittedAt } from './move.ts';

export interface SentEntry {
  id: string;
  code: string;
  state: EntryState;
  title: string;
  authors: { name: string; workplace: string | null }[];
  topics: string[];
  unitId: string | null;
  unitName: string | null;
  submittedAt: Date | null;
  values: FormValues;
  /** ids of the files that were handed in; null where nothing is frozen: those that are there now */
  files: string[] | null;
}

/**
 * Entries by what was handed in at a stage: authors may have typed on, and that is nobody's to read. In the order of codes.
 * Entries without a code were never handed in and are left out.
 */
export async function sentEntries(
  db: Kysely<DB>,
  entryIds: readonly string[],
  stage: 'submission' | 'refinement' = 'submission',
): Promise<SentEntry[]> {
  if (entryIds.length === 0) return [];
  const ids = [...entryIds];
  const entries = await db
    .selectFrom('entry as e')
    .leftJoin('unit as u', 'u.id', 'e.unit_id')
    .select(['e.id', 'e.code', 'e.state', 'e.title', 'e.topics', 'e.unit_id', 'u.name as unitName', 'e.form'])
    .select(lastSubmittedAt.as('last'))
    .where('e.id', 'in', ids)
    .where('e.code', 'is not', null)
    .orderBy('e.code')
    .execute();
  const authors = await db
    .selectFrom('entry_author')
    .selectAll()
    .where('entry_id', 'in', ids)
    .orderBy('position')
    .execute();
  const sent = await lastHandedIn(db, ids, stage);
  return entries.map((entry) => {
    const own = sent.get(entry.id);
    const rows = authors.filter((author) => author.entry_id === entry.id);
    return {
      id: entry.id,
      code: entry.code ?? '',
      state: entry.state,
      title: own?.title ?? entry.title,
      authors: authorsSent(own, rows)
        .filter((author) => author.declinedAt === null)
        .map((author) => ({ name: author.fullName, workplace: author.workplace })),
      topics: own?.topics ?? entry.topics,
      unitId: entry.unit_id,
      unitName: entry.unitName,
      submittedAt: entry.last,
      values: own?.values ?? formOf(entry.form, stage),
      files: own?.files?.map((file) => file.id) ?? null,
    };
  });
}

/** Ids of a programme's entries in some states, in the order of codes. */
export async function entriesIn(db: Kysely<DB>, programmeId: string, states: readonly EntryState[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from entry where programme_id = ${programmeId} and code is not null and state = any(${states}::text[])
     order by code`.execute(db);
  return rows.map((row) => row.id);
}
