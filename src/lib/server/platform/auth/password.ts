import { hash, verify } from '@node-rs/argon2';

// OWASP's second recommended setting for argon2id (19 MiB, 2 passes); the library's default algorithm is argon2id.
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let shared: Map<string, Promise<string>> | null = null;

/** Hashes with a salt of its own for each call. */
export function hashPassword(password: string): Promise<string> {
  const text = password.normalize('NFC');
  if (!shared) return hash(text, settings);
  const known = shared.get(text) ?? hash(text, settings);
  shared.set(text, known);
  return known;
}

/**
 * While `body` runs, equal passwords share one hash. Only for simulated seasons, whose thousands of people all have the one
 * password that is printed on the screen: hashing is slow on purpose.
 */
export async function sharingHashes<T>(body: () => Promise<T>): Promise<T> {
  shared = new Map();
  try {
    return await body();
  } finally {
    shared = null;
  }
}

let decoy: Promise<string> | null = null;

/** Verifies; with no stored hash it works as long as with one, so that time tells nothing about accounts. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('không ai có mật khẩu này');
  const ok = await verify(stored ?? (await decoy), password.normalize('NFC'));
  return ok && stored !== null;
}
