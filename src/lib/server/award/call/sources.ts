import type { Kysely } from 'kysely';
import type { CheckSources } from '#lib/domain/award/check.ts';
import type { AwardCall } from '#lib/domain/award/types.ts';
import { eligibleForms } from '#lib/domain/catalogue/eligible.ts';
import type { LawVersion } from '#lib/domain/catalogue/types.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { MovementProgramme } from '#lib/domain/movement/types.ts';
import type { Choice } from '#lib/domain/programme/editor/describe.ts';
import { lawOn, lawsOf } from '../../catalogue/queries.ts';
import { unitsOn } from '../../movement/units.ts';
import type { DB } from '../../platform/db/schema.ts';
import { type AnyProgramme, anyById } from '../../programme/queries.ts';
import type { StoredCall } from '../scope.ts';

/** Everything that a call is judged by and its forms offer. */
export interface CallSources extends CheckSources {
  law: LawVersion;
  programme: AnyProgramme | null;
  unitChoices: Choice[];
}

export const movementOf = (programme: AnyProgramme | null): MovementProgramme | null =>
  programme?.doc.kind === 'movement' ? programme.doc : null;

/** What forms law and plan let an occasion of a movement give; null where there is none. */
export function eligibleIn(
  law: LawVersion,
  movement: MovementProgramme | null,
  { occasion: { kind } }: Pick<AwardCall, 'occasion'>,
) {
  return movement && kind !== 'contest' && kind !== 'single' ? eligibleForms(law, { movement, occasion: kind }) : null;
}

/** By the law of the day on which the call opens. */
export async function callSources(
  db: Kysely<DB>,
  call: Pick<StoredCall, 'doc' | 'programmeId'>,
  now: Date,
): Promise<CallSources> {
  const [laws, units, programme] = await Promise.all([
    lawsOf(db),
    unitsOn(db, isoDateLocal(now)),
    call.programmeId === null ? null : anyById(db, call.programmeId),
  ]);
  const law = lawOn(laws, isoDateLocal(call.doc.opensAt));
  const movement = movementOf(programme);
  return {
    law,
    movement,
    programme,
    eligible: eligibleIn(law, movement, call.doc),
    units: new Set(units.map((unit) => unit.code)),
    unitChoices: units.map((unit) => ({ value: unit.code, label: unit.name })),
  };
}
