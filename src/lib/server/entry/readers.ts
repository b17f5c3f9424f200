import type { Kysely } from 'kysely';
import type { Addressee } from '../message/letter.ts';
import type { DB } from '../platform/db/schema.ts';

export interface Reader extends Addressee {
  /** has no address of the author but of the person who entered on their behalf */
  forOthers: boolean;
}

/**
 * Who reads a mail about each of these entries: its authors who have an address, and, where somebody entered on behalf of a
 * citizen, that person too.
 */
export async function readersOf(db: Kysely<DB>, entryIds: readonly string[]): Promise<Map<string, Reader[]>> {
  const readers = new Map<string, Reader[]>(entryIds.map((id) => [id, []]));
  if (entryIds.length === 0) return readers;
  const authors = await db
    .selectFrom('entry_author as a')
    .leftJoin('person as p', 'p.id', 'a.person_id')
    .select(['a.entry_id', 'a.person_id', 'a.full_name'])
    .select((eb) => eb.fn.coalesce('p.email', 'a.email').as('email'))
    .where('a.entry_id', 'in', [...entryIds])
    .where('a.declined_at', 'is', null)
    .orderBy('a.position')
    .execute();
  const creators = await db
    .selectFrom('entry as e')
    .innerJoin('person as p', 'p.id', 'e.created_by')
    .select(['e.id as entry_id', 'p.id as person_id', 'p.full_name', 'p.email', 'e.on_behalf'])
    .where('e.id', 'in', [...entryIds])
    .execute();
  const rows = [
    ...authors.map((row) => ({ ...row, forOthers: false, wanted: true })),
    ...creators.map((row) => ({ ...row, forOthers: row.on_behalf, wanted: row.on_behalf })),
  ];
  for (const row of rows) {
    const list = readers.get(row.entry_id);
    if (!list || !row.email || !row.wanted || list.some((one) => one.email === row.email)) continue;
    list.push({ personId: row.person_id, fullName: row.full_name, email: row.email, forOthers: row.forOthers });
  }
  return readers;
}
