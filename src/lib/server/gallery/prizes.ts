import type { Kysely } from 'kysely';
import type { DB } from '../platform/db/schema.ts';
import type { StoredProgramme } from '../programme/queries.ts';

/** Names of the prizes of works, highest first, side prizes too; nothing before the results are published. */
export async function prizesOf(
  db: Kysely<DB>,
  programme: StoredProgramme,
  entryIds: string[],
): Promise<Map<string, string[]>> {
  const prizes = new Map<string, string[]>();
  if (entryIds.length === 0) return prizes;
  const rows = await db
    .selectFrom('award as a')
    .innerJoin('decision as d', (join) =>
      join
        .onRef('d.programme_id', '=', 'a.programme_id')
        .on('d.kind', '=', 'results')
        .on('d.published_at', 'is not', null),
    )
    .select(['a.entry_id', 'a.tier_id'])
    .where('a.entry_id', 'in', entryIds)
    .where('a.revoked_at', 'is', null)
    .execute();
  for (const tier of programme.doc.prizes.tiers)
    for (const row of rows)
      if (row.tier_id === tier.id) prizes.set(row.entry_id, [...(prizes.get(row.entry_id) ?? []), tier.name]);
  return prizes;
}
