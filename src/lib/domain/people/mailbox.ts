import { normaliseEmail } from './person.ts';

const aliases: Record<string, string> = {
  'googlemail.com': 'gmail.com',
  'me.com': 'icloud.com',
  'mac.com': 'icloud.com',
  'protonmail.com': 'proton.me',
  'pm.me': 'proton.me',
  'ya.ru': 'yandex.ru',
  'yandex.com': 'yandex.ru',
};
/** what a domain does not read within a name: Gmail delivers "a.b" and "ab" into one box */
const unread: Record<string, RegExp> = { 'gmail.com': /\./g, 'proton.me': /[._-]/g };

/**
 * The one mailbox behind the ways to write an address: what follows "+" is the reader's own label, Gmail reads no dots; some
 * providers have several domains.
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
  return `${unread[domain] ? local.replace(unread[domain], '') : local}@${domain}`;
}
