/** Who would judge in their own matter: nominees who sit in a council that votes, who sign for the unit, who decide. */
import { type Kysely, sql } from 'kysely';
import { fold } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { DB } from '../platform/db/schema.ts';

/** Somebody who votes on nominations of a unit or decides them. */
export interface Seat {
  as: 'council' | 'leader';
  /** null: no seat in a council */
  memberId: string | null;
  councilId: string | null;
  councilName: string | null;
  personId: string;
  name: string;
  unitId: string;
  unitCode: string;
}

/** Council members and leaders of some units at a moment. One query. */
export async function interestedIn(
  db: Kysely<DB>,
  args: { unitCodes: string[]; unitIds: string[]; now: Date },
): Promise<Seat[]> {
  const day = isoDateLocal(args.now);
  const { rows } = await sql<Seat>`
    with at as (select id, code from unit where code = any(${args.unitCodes}) or id = any(${args.unitIds}::uuid[]))
    select 'council' as "as", m.id as "memberId", c.id as "councilId", c.name as "councilName", p.id as "personId",
           p.full_name as name, u.id as "unitId", u.code as "unitCode"
      from at u join council c on c.unit_id = u.id join council_member m on m.council_id = c.id join person p on p.id = m.person_id
     where ${day}::date <@ daterange(c.valid_from, c.valid_to, '[]')
       and ${day}::date <@ daterange(m.valid_from, m.valid_to, '[]')
    union all
    select distinct 'leader', null::uuid, null::uuid, null::text, p.id, p.full_name, u.id, u.code
      from at u join role_grant g on g.unit_id = u.id and g.role = 'leader' join person p on p.id = g.person_id
     where g.revoked_at is null and g.valid_from <= ${args.now} and (g.valid_to is null or g.valid_to >= ${args.now})
     order by name, "personId"`.execute(db);
  return rows;
}

/** Whether a nominee is a person: by account, or by name alone, which has to be confirmed. */
export function isNominee(
  nominee: { personIds: ReadonlySet<string>; name: string },
  person: { personId: string | null; name: string },
): 'surely' | 'perhaps' | null {
  if (person.personId !== null && nominee.personIds.has(person.personId)) return 'surely';
  return fold(nominee.name) === fold(person.name) ? 'perhaps' : null;
}
