/** Ids, codes, secrets. Randomness comes from the platform's cryptographic source, in Node and in the browser. */

function randomBytes(n: number): Uint8Array<ArrayBuffer> {
  return globalThis.crypto.getRandomValues(new Uint8Array(n));
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A random id (version 4). Made from raw bytes, because `crypto.randomUUID` is missing on pages served without TLS. */
export function uuid(): string {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const text = hex(bytes);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether text from an address may be given to a uuid column. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

/** 'CDS26-00042': what people see and say on the telephone. */
export const entryCode = (prefix: string, n: number): string => `${prefix}-${String(n).padStart(5, '0')}`;

/** Reads an entry code as people type it (spaces, lower case, missing zeros or hyphen); null when it is none. */
export function parseEntryCode(text: string): string | null {
  const match = /^([A-Z][A-Z0-9]{0,11}?)(?:-(\d{1,6})|(\d{5}))$/.exec(text.replace(/\s+/gu, '').toUpperCase());
  return match ? entryCode(match[1]!, Number(match[2] ?? match[3])) : null;
}

/** 256 secret bits in base64url (43 characters), for links and sessions. Store only its hash. */
export function secretToken(): string {
  return btoa(String.fromCharCode(...randomBytes(32)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** SHA-256 of the text's UTF-8, in lower-case hex. */
export async function sha256Hex(text: string): Promise<string> {
  return hex(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

// 31 characters: no 0/O, 1/I/L. A prime number of them, so that the weighted check below finds every single wrong
// character and every swap of two characters.
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const BODY_LENGTH = 7;

function checkCharacter(body: string): string {
  let total = 0;
  for (let i = 0; i < body.length; i++) total += (i + 2) * ALPHABET.indexOf(body[i]!);
  return ALPHABET[(ALPHABET.length - (total % ALPHABET.length)) % ALPHABET.length]!;
}

function randomCharacters(n: number): string {
  let text = '';
  while (text.length < n) {
    // Bytes from 248 on would favour the first characters.
    for (const byte of randomBytes(n)) if (byte < 248 && text.length < n) text += ALPHABET[byte % ALPHABET.length];
  }
  return text;
}

/** Random characters in groups of four, '7K3M-9QXA-2FHT': a secret that people can read off paper; almost 20 bits a group. */
export const groupedCode = (groups: number): string =>
  Array.from({ length: groups }, () => randomCharacters(4)).join('-');

/** Reads such a code as people type it; null when it has another length or foreign characters. */
export function parseGroupedCode(input: string, groups: number): string | null {
  const text = input.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (text.length !== groups * 4 || [...text].some((char) => !ALPHABET.includes(char))) return null;
  return text.match(/.{4}/g)!.join('-');
}

/** A certificate code to print, 'CN-7K3M-9QXA': seven random characters and a check character. */
export function certificateCode(prefix = 'CN'): string {
  const body = randomCharacters(BODY_LENGTH);
  const text = body + checkCharacter(body);
  return `${prefix}-${text.slice(0, 4)}-${text.slice(4)}`;
}

/**
 * Reads a certificate code as people type it from paper (any case, spaces or hyphens); null when it is mistyped, which the
 * page can then say instead of "không tìm thấy".
 */
export function parseCertificateCode(input: string, prefix = 'CN'): string | null {
  const text = input.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const body =
    text.length === prefix.length + BODY_LENGTH + 1 && text.startsWith(prefix) ? text.slice(prefix.length) : text;
  if (body.length !== BODY_LENGTH + 1 || [...body].some((char) => !ALPHABET.includes(char))) return null;
  if (checkCharacter(body.slice(0, BODY_LENGTH)) !== body[BODY_LENGTH]) return null;
  return `${prefix}-${body.slice(0, 4)}-${body.slice(4)}`;
}
