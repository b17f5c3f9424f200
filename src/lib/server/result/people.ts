import type { Kysely } from 'kysely';
import type { DB } from '../platform/db/schema.ts';

export interface AuthorRow {
  id: string;
  entryId: string;
  personId: string | null;
  fullName: string;
  email: string | null;
  workplace: string | null;
  position: number;
}

/** The authors of entries, in their order; those who declined to be authors are none. One query. */
export async function authorsOf(db: Kysely<DB>, entryIds: string[]): Promise<Map<string, AuthorRow[]>> {
  if (entryIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('entry_author as a')
    .leftJoin('person as p', 'p.id', 'a.person_id')
    .select([
      'a.id',
      'a.entry_id as entryId',
      'a.person_id as personId',
      'a.full_name as fullName',
      'a.workplace',
      'a.position',
      'a.email',
      'p.email as accountEmail',
    ])
    .where('a.entry_id', 'in', entryIds)
    .where('a.declined_at', 'is', null)
    .orderBy('a.entry_id')
    .orderBy('a.position')
    .execute();
  return Map.groupBy(
    rows.map(({ accountEmail, ...row }) => ({ ...row, email: accountEmail ?? row.email })),
    (row) => row.entryId,
  );
}
