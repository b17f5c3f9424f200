import { type Kysely, sql } from 'kysely';
import type { Addressee } from '../message/letter.ts';
import type { DB } from '../platform/db/schema.ts';

type AwardRole = 'unit-coordinator' | 'award-officer' | 'leader';
export type Recipient = Addressee & { personId: string };

/** Who works in commendation for which unit, by unit and role. */
export interface AwardPeople {
  of(unitId: string | null, roles: readonly AwardRole[]): Recipient[];
}

/** Everyone with a role of commendation in some units, with one query. Whoever has no address is not written to. */
export async function awardPeople(db: Kysely<DB>, unitIds: readonly string[], now: Date): Promise<AwardPeople> {
  const { rows } = await sql<Recipient & { unitId: string; role: AwardRole }>`
    select distinct p.id as "personId", p.full_name as "fullName", p.email, g.unit_id as "unitId", g.role
      from role_grant g join person p on p.id = g.person_id
     where g.role in ('unit-coordinator', 'award-officer', 'leader') and g.revoked_at is null
       and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to >= ${now})
       and p.disabled_at is null and p.email is not null
       and g.unit_id = any (${[...new Set(unitIds)]}::uuid[])`.execute(db);
  return {
    of: (unitId, roles) => [
      ...new Map(
        rows
          .filter((row) => row.unitId === unitId && roles.includes(row.role))
          .map(({ personId, fullName, email }) => [personId, { personId, fullName, email }]),
      ).values(),
    ],
  };
}
