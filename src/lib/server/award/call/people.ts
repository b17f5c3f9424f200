import type { Kysely } from 'kysely';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { DB } from '../../platform/db/schema.ts';
import { nominators } from '../nominators.ts';
import { awardPeople, type Recipient } from '../people.ts';
import type { StoredCall } from '../scope.ts';

/** Coordinators and award officers of every unit that may nominate. */
export async function nominatingPeople(db: Kysely<DB>, call: StoredCall, now: Date): Promise<Recipient[]> {
  const units = await nominators(db, call, isoDateLocal(now));
  const people = await awardPeople(
    db,
    units.map((unit) => unit.id),
    now,
  );
  return units.flatMap((unit) => people.of(unit.id, ['unit-coordinator', 'award-officer']));
}
