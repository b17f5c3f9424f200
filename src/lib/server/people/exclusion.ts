/**
 * Both directions of one rule (K26-2b): who organises or judges does not enter, who entered does not organise or judge.
 * Both sides take the same lock before they look, so that an appointment and an entry at the same moment cannot slip
 * past one another.
 */
import { type Kysely, sql } from 'kysely';
import {
  appointmentConflicts,
  type EntryAuthor,
  type ExclusionFinding,
  isExcludedRole,
  type RoleHolder,
} from '#lib/domain/entry/exclusion.ts';
import type { Programme } from '#lib/domain/programme/types.ts';
import type { DB, GrantedRole } from '../platform/db/schema.ts';

/** Held until the transaction ends. Take it before reading roles or authors that the rule compares. */
export const lockExclusion = (db: Kysely<DB>, programmeId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`exclusion:${programmeId}`}, 0))`.execute(db);

/**
 * Persons whose role in this programme keeps them from being authors: grants in force at `now` or later, not revoked. One row
 * a grant, as `domain/entry/exclusion.ts: excludedAuthors` takes them.
 */
export async function excludedRoleHolders(db: Kysely<DB>, programmeId: string, now: Date): Promise<RoleHolder[]> {
  const programme = await db.selectFrom('programme').select('doc').where('id', '=', programmeId).executeTakeFirst();
  if (programme?.doc.kind !== 'contest') return [];
  const roles = programme.doc.eligibility.excludedRoles.filter((role): role is GrantedRole => role !== 'author');
  if (roles.length === 0) return [];
  return db
    .selectFrom('role_grant')
    .innerJoin('person', 'person.id', 'role_grant.person_id')
    .leftJoin('unit', 'unit.id', 'person.unit_id')
    .select([
      'person.id as personId',
      'person.full_name as fullName',
      'person.email',
      'role_grant.role',
      'unit.name as workplace',
    ])
    .where('role_grant.role', 'in', roles)
    .where((eb) => eb.or([eb('role_grant.programme_id', '=', programmeId), eb('role_grant.programme_id', 'is', null)]))
    .where('role_grant.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('role_grant.valid_to', 'is', null), eb('role_grant.valid_to', '>=', now)]))
    .execute();
}

interface Appointee {
  personId: string;
  fullName: string;
  email: string | null;
  workplace: string | null;
}

/** Authors of the programme who are or may be this person: by account, address or name. */
async function authorsLike(
  db: Kysely<DB>,
  programmeId: string,
  person: Appointee,
  folded: string,
): Promise<EntryAuthor[]> {
  const rows = await db
    .selectFrom('entry')
    .innerJoin('entry_author as a', 'a.entry_id', 'entry.id')
    .select([
      'entry.id',
      'entry.code',
      'entry.title',
      'entry.state',
      'a.person_id as personId',
      'a.full_name as fullName',
      'a.email',
      'a.workplace',
      'a.confirmed_at as confirmedAt',
      'a.declined_at as declinedAt',
    ])
    .where('entry.programme_id', '=', programmeId)
    .where((eb) =>
      eb.or([
        eb('a.person_id', '=', person.personId),
        ...(person.email ? [eb('a.email', '=', person.email)] : []),
        // narrowed in the database, compared with the one folding in the rule
        eb(sql`lower(unaccent(a.full_name))`, '=', sql`lower(unaccent(${person.fullName}))`),
        eb(sql`lower(unaccent(a.full_name))`, '=', folded),
      ]),
    )
    .orderBy('entry.code')
    .execute();
  // Who begins an entry for themselves is its author even before the authors are written down.
  const begun = await db
    .selectFrom('entry')
    .select(['id', 'code', 'title', 'state'])
    .where('programme_id', '=', programmeId)
    .where('created_by', '=', person.personId)
    .where('on_behalf', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('entry_author').select('id').whereRef('entry_id', '=', 'entry.id'))),
    )
    .execute();
  return [
    ...rows.map(({ id, code, title, state, ...author }) => ({ ...author, entry: { id, code, title, state } })),
    ...begun.map((entry) => ({ ...person, confirmedAt: new Date(0), declinedAt: null, entry })),
  ];
}

/**
 * What stands against giving this person the role: entries that name the person as author. Call it after `lockExclusion`.
 * A role without a programme holds in all of them.
 */
export async function appointmentFindings(
  db: Kysely<DB>,
  args: { person: Appointee & { folded: string }; role: GrantedRole; programmes: { id: string; doc: Programme }[] },
): Promise<ExclusionFinding[]> {
  const found: ExclusionFinding[] = [];
  for (const programme of args.programmes) {
    if (!isExcludedRole(programme.doc, args.role)) continue;
    const authors = await authorsLike(db, programme.id, args.person, args.person.folded);
    found.push(...appointmentConflicts(programme.doc, { ...args.person, role: args.role }, authors));
  }
  return found;
}
