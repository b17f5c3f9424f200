import type { Kysely } from 'kysely';
import type { DB, SessionKind } from '../db/schema.ts';
import type { Actor, Grant } from '../policy.ts';
import { hashSecret, newSecret } from './tokens.ts';

export const sessionCookie = 'lantoa_phien';

/** Sessions guard real people, so they live in real time even when a rehearsal moves the clock. */
const lifetimeMs = 14 * 24 * 3600 * 1000;
const touchEveryMs = 10 * 60 * 1000;

export async function createSession(
  db: Kysely<DB>,
  personId: string,
  from: { ip: string | null; userAgent: string | null },
  kind: SessionKind = 'full',
): Promise<string> {
  const secret = newSecret();
  const now = new Date();
  await db
    .insertInto('session')
    .values({
      token_hash: hashSecret(secret),
      person_id: personId,
      created_at: now,
      seen_at: now,
      expires_at: new Date(now.getTime() + lifetimeMs),
      ip: from.ip,
      user_agent: from.userAgent?.slice(0, 300) ?? null,
      kind,
    })
    .execute();
  return secret;
}

export const endSession = (db: Kysely<DB>, secret: string) =>
  db.deleteFrom('session').where('token_hash', '=', hashSecret(secret)).execute();

export const endAllSessions = (db: Kysely<DB>, personId: string) =>
  db.deleteFrom('session').where('person_id', '=', personId).execute();

const personQuery = (db: Kysely<DB>) =>
  db
    .selectFrom('person')
    .where('person.disabled_at', 'is', null)
    .select(['person.id', 'person.full_name', 'person.email', 'person.email_confirmed_at', 'person.unit_id']);

const grantsOf = async (db: Kysely<DB>, personId: string): Promise<Grant[]> => {
  const rows = await db
    .selectFrom('role_grant')
    .select(['role', 'programme_id', 'unit_id', 'valid_from', 'valid_to'])
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .execute();
  return rows.map((g) => ({
    role: g.role,
    programmeId: g.programme_id,
    unitId: g.unit_id,
    validFrom: g.valid_from,
    validTo: g.valid_to,
  }));
};

type PersonRow = {
  id: string;
  full_name: string;
  email: string | null;
  email_confirmed_at: Date | null;
  unit_id: string | null;
};

const toActor = (p: PersonRow, grants: Grant[]): Actor => ({
  kind: 'person',
  id: p.id,
  name: p.full_name,
  email: p.email,
  emailConfirmed: p.email_confirmed_at !== null,
  unitId: p.unit_id,
  grants,
});

/** The session behind a cookie and its person, or null when it is unknown, ended or expired. */
export async function sessionOf(db: Kysely<DB>, secret: string): Promise<{ actor: Actor; kind: SessionKind } | null> {
  const now = new Date();
  const row = await personQuery(db)
    .innerJoin('session', 'session.person_id', 'person.id')
    .where('session.token_hash', '=', hashSecret(secret))
    .where('session.expires_at', '>', now)
    .select(['session.seen_at', 'session.kind'])
    .executeTakeFirst();
  if (!row) return null;
  if (now.getTime() - row.seen_at.getTime() > touchEveryMs) {
    await db.updateTable('session').set({ seen_at: now }).where('token_hash', '=', hashSecret(secret)).execute();
  }
  // A voter proved an address, and typed no password: what needs a role needs a sign-in.
  return { actor: toActor(row, row.kind === 'voter' ? [] : await grantsOf(db, row.id)), kind: row.kind };
}

/** The person who signed in with this cookie; null for a voter, too, who did not. */
export async function actorOfSession(db: Kysely<DB>, secret: string): Promise<Actor | null> {
  const session = await sessionOf(db, secret);
  return session?.kind === 'full' ? session.actor : null;
}

/** The actor for a person id: command line, jobs and the season simulator act through it. */
export async function actorOfPerson(db: Kysely<DB>, personId: string): Promise<Actor | null> {
  const row = await personQuery(db).where('person.id', '=', personId).executeTakeFirst();
  return row ? toActor(row, await grantsOf(db, row.id)) : null;
}
