import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { App } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';

/**
 * The installation signs with a key of its own (Ed25519). The private half stands in the data folder, readable by the server
 * alone, and not in the database: who can only change the database cannot sign what they changed. Public halves stay in table
 * `setting`; there is more than one only when the data folder was lost.
 */
const folder = 'keys';
const fileName = 'interaction-ed25519.pem';
const settingKey = 'interaction.keys';

export interface KnownKey {
  /** PEM (SPKI) */
  publicKey: string;
  /** ISO instant */
  since: string;
}

async function privateKey(app: App): Promise<string> {
  const path = join(app.config.dataDir, folder, fileName);
  const read = () => readFile(path, 'utf8');
  try {
    return await read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(join(app.config.dataDir, folder), { recursive: true, mode: 0o700 });
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  try {
    await writeFile(path, pem, { mode: 0o600, flag: 'wx' });
    return pem;
  } catch (error) {
    // another process was faster: its key is the key
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return read();
    throw error;
  }
}

/** Public keys with which this installation has signed, the oldest first. */
export async function knownKeys(db: Kysely<DB>): Promise<KnownKey[]> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', settingKey).executeTakeFirst();
  return Array.isArray(row?.value) ? (row.value as KnownKey[]) : [];
}

export interface Signed {
  /** hex */
  sha256: string;
  /** base64 of 64 bytes */
  signature: string;
  /** PEM (SPKI) */
  publicKey: string;
}

/** Signs a text in the transaction that stores it. The first time, the key is made. */
export async function signText(app: App, db: Kysely<DB>, text: string, now: Date): Promise<Signed> {
  const key = createPrivateKey(await privateKey(app));
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;
  await sql`select pg_advisory_xact_lock(hashtext(${settingKey}))`.execute(db);
  const known = await knownKeys(db);
  if (!known.some((one) => one.publicKey === publicKey)) {
    const value = json([...known, { publicKey, since: now.toISOString() }]);
    await db
      .insertInto('setting')
      .values({ key: settingKey, value, updated_at: now })
      .onConflict((c) => c.column('key').doUpdateSet({ value, updated_at: now }))
      .execute();
  }
  return { sha256: sha256(text), signature: sign(null, Buffer.from(text), key).toString('base64'), publicKey };
}

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Whether this key signed exactly these bytes. What is no key or no signature has signed nothing. */
export function isSignedBy(text: string | Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  try {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    return verify(null, bytes, createPublicKey(publicKey), signature);
  } catch {
    return false;
  }
}

/** A short name of a public key to read out or compare: SHA-256 of the key, the first 32 hex digits in groups. */
export const fingerprint = (publicKey: string): string =>
  sha256(createPublicKey(publicKey).export({ type: 'spki', format: 'der' }))
    .slice(0, 32)
    .replace(/(.{4})(?=.)/g, '$1 ');
