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

export interface Receiver {
  entryId: string;
  email: string;
  name: string;
  personId: string | null;
}

/**
 * Whom a message about an entry goes to: each author who has an address, and the person who entered it on behalf of people
 * without one. One query for all entries.
 */
export async function receiversOf(db: Kysely<DB>, entryIds: string[]): Promise<Map<string, Receiver[]>> {
  if (entryIds.length === 0) return new Map();
  const authors = await authorsOf(db, entryIds);
  const creators = await db
    .selectFrom('entry as e')
    .innerJoin('person as p', 'p.id', 'e.created_by')
    .select(['e.id as entryId', 'p.email', 'p.full_name as name', 'p.id as personId'])
    .where('e.id', 'in', entryIds)
    .where('e.on_behalf', '=', true)
    .execute();
  const all: Receiver[] = [...authors.values()]
    .flat()
    .flatMap(({ entryId, email, fullName, personId }) => (email ? [{ entryId, email, name: fullName, personId }] : []));
  for (const { email, ...creator } of creators) if (email) all.push({ ...creator, email });
  const unique = new Map(all.toReversed().map((receiver) => [`${receiver.entryId} ${receiver.email}`, receiver]));
  return Map.groupBy([...unique.values()].toReversed(), (receiver) => receiver.entryId);
}
