import { type Kysely, sql } from 'kysely';
import type { Addressee } from '../message/letter.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredMovement } from '../programme/queries.ts';

type Person = Addressee & { personId: string };

interface Holder extends Person {
  unitId: string | null;
  programmeId: string | null;
  role: 'unit-coordinator' | 'secretary';
}

export interface MovementPeople {
  /** who coordinates a unit in this movement */
  coordinators(unitId: string): Person[];
  /** who follows the movement up: its secretaries; without any the coordinators of the standing unit */
  standing: Person[];
}

/** Who is written to in some movements, with one query for all of them. Whoever has no address is not written to. */
export async function peopleOf(
  db: Kysely<DB>,
  movements: Pick<StoredMovement, 'id' | 'doc'>[],
  now: Date,
): Promise<Map<string, MovementPeople>> {
  const { rows } = await sql<Holder & { unitCode: string | null }>`
    select distinct p.id as "personId", p.full_name as "fullName", p.email, g.unit_id as "unitId",
           g.programme_id as "programmeId", g.role, u.code as "unitCode"
      from role_grant g join person p on p.id = g.person_id left join unit u on u.id = g.unit_id
     where g.role in ('unit-coordinator', 'secretary') and g.revoked_at is null
       and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to >= ${now})
       and p.disabled_at is null and p.email is not null
       and (g.programme_id is null or g.programme_id = any (${movements.map((one) => one.id)}::uuid[]))`.execute(db);
  const byUnit = Map.groupBy(
    rows.filter((row) => row.role === 'unit-coordinator'),
    (row) => row.unitId,
  );
  return new Map(
    movements.map((movement) => {
      const here = (row: Holder) => row.programmeId === null || row.programmeId === movement.id;
      const secretaries = rows.filter((row) => row.role === 'secretary' && row.programmeId === movement.id);
      const home = rows.filter((row) => row.unitCode === movement.doc.standingUnit && here(row));
      const people: MovementPeople = {
        coordinators: (unitId) => (byUnit.get(unitId) ?? []).filter(here),
        standing: secretaries.length > 0 ? secretaries : home,
      };
      return [movement.id, people];
    }),
  );
}
