import type { Kysely } from 'kysely';
import type { Succession, SuccessorLink } from '#lib/domain/movement/succession.ts';
import type { DB } from '../platform/db/schema.ts';

/**
 * Units that had ended before a day, with their successors by code (the last one takes what rounding leaves): for `carryForward`.
 * One query.
 * @param day ISO day
 */
export async function successionOf(db: Kysely<DB>, day: string): Promise<Succession> {
  const links = await db
    .selectFrom('unit_successor as link')
    .innerJoin('unit as old', 'old.id', 'link.unit_id')
    .innerJoin('unit as next', 'next.id', 'link.successor_id')
    .select(['link.unit_id as oldId', 'link.successor_id as unitId', 'link.share'])
    .where('old.valid_to', '<', day)
    .orderBy('next.code')
    .execute();
  const succession = new Map<string, SuccessorLink[]>();
  for (const { oldId, unitId, share } of links)
    succession.set(oldId, [...(succession.get(oldId) ?? []), { unitId, share }]);
  return succession;
}
