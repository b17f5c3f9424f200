import type { Kysely } from 'kysely';
import type { DB, GrantedRole } from '../platform/db/schema.ts';

export interface ProgrammeRole {
  grantId: string;
  personId: string;
  fullName: string;
  position: string | null;
  unitName: string | null;
  role: GrantedRole;
  from: Date;
  to: Date | null;
  /** has not set a password yet: the invitation waits */
  invited: boolean;
}

/** Who holds which role in one programme now or later, by role and name. */
export async function programmeRoles(
  db: Kysely<DB>,
  args: { programmeId: string; now: Date },
): Promise<ProgrammeRole[]> {
  const rows = await db
    .selectFrom('role_grant as g')
    .innerJoin('person as p', 'p.id', 'g.person_id')
    .leftJoin('unit as u', 'u.id', 'p.unit_id')
    .select([
      'g.id as grantId',
      'p.id as personId',
      'p.full_name as fullName',
      'p.position',
      'u.name as unitName',
      'g.role',
      'g.valid_from as from',
      'g.valid_to as to',
      'p.password_hash',
    ])
    .where('g.programme_id', '=', args.programmeId)
    .where('g.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('g.valid_to', 'is', null), eb('g.valid_to', '>=', args.now)]))
    .orderBy('g.role')
    .orderBy('p.full_name', (o) => o.collate('vi-x-icu'))
    .execute();
  return rows.map(({ password_hash, ...row }) => ({ ...row, invited: password_hash === null }));
}
