import { hash, verify } from '@node-rs/argon2';

// OWASP's second recommended setting for argon2id (19 MiB, 2 passes); the library's default algorithm is argon2id.
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), settings);

let decoy: Promise<string> | null = null;

/** Verifies; with no stored hash it works as long as with one, so that time tells nothing about accounts. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('không ai có mật khẩu này');
  const ok = await verify(stored ?? (await decoy), password.normalize('NFC'));
  return ok && stored !== null;
}
