import { normaliseEmail } from './person.ts';

const aliases: Record<string, string> = { 'googlemail.com': 'gmail.com' };
/** domains that deliver "a.b" and "ab" into one box */
const dotless = new Set(['gmail.com']);

/**
 * The one mailbox behind the ways to write an address: what follows "+" is the reader's own label, Gmail reads no dots.
 * For comparing voters, never for sending.
 */
export function mailboxOf(email: string): string {
  const address = normaliseEmail(email);
  const at = address.lastIndexOf('@');
  if (at < 1) return address;
  const written = address.slice(at + 1);
  const domain = aliases[written] ?? written;
  const label = address.indexOf('+');
  const local = label > 0 && label < at ? address.slice(0, label) : address.slice(0, at);
  return `${dotless.has(domain) ? local.replaceAll('.', '') : local}@${domain}`;
}
