import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { DB } from '../db/schema.ts';

export type TokenPurpose = DB['token']['purpose'];

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Only hashes are stored: a stolen database opens no account. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export interface NewToken {
  purpose: TokenPurpose;
  personId: string | null;
  payload?: Record<string, unknown>;
  now: Date;
  /** seconds */
  lifetime: number;
}

/** Makes a one-time secret for a link and stores its hash. */
export async function issueToken(db: Kysely<DB>, token: NewToken): Promise<string> {
  const secret = newSecret();
  await db
    .insertInto('token')
    .values({
      hash: hashSecret(secret),
      purpose: token.purpose,
      person_id: token.personId,
      payload: JSON.stringify(token.payload ?? {}),
      created_at: token.now,
      expires_at: new Date(token.now.getTime() + token.lifetime * 1000),
    })
    .execute();
  return secret;
}

export interface FoundToken {
  hash: string;
  personId: string | null;
  payload: Record<string, unknown>;
  state: 'valid' | 'used' | 'expired';
}

/** Looks a secret up without using it. */
export async function findToken(
  db: Kysely<DB>,
  purpose: TokenPurpose,
  secret: string,
  now: Date,
): Promise<FoundToken | null> {
  const row = await db
    .selectFrom('token')
    .selectAll()
    .where('hash', '=', hashSecret(secret))
    .where('purpose', '=', purpose)
    .executeTakeFirst();
  if (!row) return null;
  return {
    hash: row.hash,
    personId: row.person_id,
    payload: row.payload as Record<string, unknown>,
    state: row.used_at ? 'used' : row.expires_at < now ? 'expired' : 'valid',
  };
}

/** Marks a token used; false when another request used it first. */
export async function useToken(db: Kysely<DB>, hash: string, now: Date): Promise<boolean> {
  const done = await db
    .updateTable('token')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Links of these purposes that were mailed to the person before lose their force. */
export const voidTokens = (db: Kysely<DB>, personId: string, purposes: TokenPurpose[], now: Date) =>
  db
    .updateTable('token')
    .set({ used_at: now })
    .where('person_id', '=', personId)
    .where('purpose', 'in', purposes)
    .where('used_at', 'is', null)
    .execute();

/** Every link that gives power over an account: to be voided when its address or its password changes. */
export const accountLinks: TokenPurpose[] = ['confirm-email', 'reset-password', 'invite'];
