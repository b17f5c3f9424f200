import type { Kysely } from 'kysely';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import { participantsAmong, type UnitOnDay, unitsBeneath, unitsOn } from '../movement/units.ts';
import type { DB } from '../platform/db/schema.ts';
import { anyById } from '../programme/queries.ts';
import type { StoredCall } from './scope.ts';

/** A unit that may nominate in a call. Class of the movement: null where the call has none or the unit was named by its code. */
export interface Nominator extends UnitOnDay {
  classId: string | null;
  className: string;
}

/**
 * Which of some units may nominate, in their order: the classes of the movement that the call names, and single units. A call that names
 * none is open to all who take part; one without a movement to everything beneath whoever decides.
 */
export function nominatorsAmong(
  { doc }: Pick<StoredCall, 'doc'>,
  movement: MovementProgramme | null,
  units: UnitOnDay[],
): Nominator[] {
  const { classIds, units: codes } = doc.nominators;
  const everyone = classIds.length === 0 && codes.length === 0;
  const classes = movement ? new Map(participantsAmong(movement, units).map((one) => [one.id, one])) : null;
  const root = units.find((unit) => unit.code === doc.authority.unit);
  const beneath = everyone && !classes && root ? unitsBeneath(units, root.id) : null;
  return units.flatMap((unit) => {
    const found = classes?.get(unit.id);
    const named =
      codes.includes(unit.code) || (found && (everyone || classIds.includes(found.classId))) || beneath?.has(unit.id);
    return named ? [{ ...unit, classId: found?.classId ?? null, className: found?.className ?? '' }] : [];
  });
}

/** Who may nominate on a day, sorted by name. @param day ISO day */
export async function nominators(
  db: Kysely<DB>,
  call: Pick<StoredCall, 'doc' | 'programmeId'>,
  day: string,
): Promise<Nominator[]> {
  const [units, programme] = await Promise.all([
    unitsOn(db, day),
    call.programmeId === null ? null : anyById(db, call.programmeId),
  ]);
  return nominatorsAmong(call, programme?.doc.kind === 'movement' ? programme.doc : null, units);
}
