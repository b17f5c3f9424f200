import { type Kysely, sql } from 'kysely';
import { fold } from '#lib/domain/kernel/text.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { openMovement } from './room.ts';
import { mayOversee } from './scope.ts';

interface Coordinator {
  grantId: string;
  personId: string;
  unitId: string;
  fullName: string;
  position: string | null;
  email: string | null;
  phone: string | null;
  from: Date;
  to: Date | null;
  /** has not set a password yet: the invitation waits */
  invited: boolean;
}

/** A unit that takes part, with whoever enters and hands in for it. */
interface CoordinatedUnit {
  id: string;
  code: string;
  name: string;
  className: string;
  coordinators: Coordinator[];
}

/** Who coordinates a unit in a movement now or later: for this movement, or in everything. */
async function coordinatorsIn(db: Kysely<DB>, args: { programmeId: string; now: Date }): Promise<Coordinator[]> {
  const { rows } = await sql<Coordinator>`
    select g.id as "grantId", p.id as "personId", g.unit_id as "unitId", p.full_name as "fullName", p.position, p.email, p.phone,
           g.valid_from as "from", g.valid_to as "to", p.password_hash is null as invited
      from role_grant g join person p on p.id = g.person_id
     where g.role = 'unit-coordinator' and g.unit_id is not null and g.revoked_at is null and p.disabled_at is null
       and (g.programme_id is null or g.programme_id = ${args.programmeId}::uuid)
       and (g.valid_to is null or g.valid_to >= ${args.now})
     order by p.full_name collate "vi-x-icu", g.id`.execute(db);
  return rows;
}

export interface CoordinatorFilter {
  /** id of a class of subjects; '' for all */
  classId: string;
  /** part of a unit's or a person's name */
  q: string;
  /** only units that nobody coordinates */
  missing: boolean;
}

/** The filter in the address of the list and of its workbook. */
export const readCoordinatorFilter = (params: URLSearchParams): CoordinatorFilter => ({
  classId: params.get('doi-tuong')?.slice(0, 100) ?? '',
  q: params.get('tim')?.slice(0, 200) ?? '',
  missing: params.has('thieu'),
});

/**
 * The units that take part today with their coordinators; units without one stand first, because nobody will enter anything for
 * them.
 * @throws RuleError 'not-found' for those who do not oversee the movement
 */
export async function coordinatedUnits(ctx: Ctx, args: { slug: string; filter: CoordinatorFilter }) {
  const { movement, scope } = await openMovement(ctx, args.slug);
  requireAllowed(mayOversee(scope));
  const people = Map.groupBy(
    await coordinatorsIn(ctx.app.db, { programmeId: movement.id, now: ctx.now }),
    (one) => one.unitId,
  );
  const all = scope.participants.map(
    ({ id, code, name, classId, className }): CoordinatedUnit & { classId: string } => ({
      id,
      code,
      name,
      classId,
      className,
      coordinators: people.get(id) ?? [],
    }),
  );
  const { classId, q, missing } = args.filter;
  const words = fold(q);
  const shown = all.filter(
    (unit) =>
      (classId === '' || unit.classId === classId) &&
      (!missing || unit.coordinators.length === 0) &&
      (words === '' ||
        [unit.name, ...unit.coordinators.map((one) => one.fullName)].some((t) => fold(t).includes(words))),
  );
  return {
    movementId: movement.id,
    shortName: movement.doc.shortName,
    classes: movement.doc.classes
      .filter((one) => one.units !== null)
      .map(({ id, name }) => ({ value: id, label: name })),
    total: all.length,
    missing: all.filter((unit) => unit.coordinators.length === 0).length,
    units: [...shown].sort((a, b) => Math.sign(a.coordinators.length) - Math.sign(b.coordinators.length)),
  };
}
