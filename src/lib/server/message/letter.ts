import type { NewMessage } from '../platform/mail/queue.ts';
import type { StoredProgramme } from '../programme/queries.ts';

/** Who gets a mail; authors may have no account. */
export interface Addressee {
  personId: string | null;
  fullName: string;
  email: string;
}

/** The text of a mail to one person: greeting, paragraphs, and that nobody reads answers. */
export const letterText = (to: string, paragraphs: readonly string[]): string =>
  [`Kính gửi Ông/Bà ${to},`, ...paragraphs, 'Đây là thư tự động, xin không trả lời thư này.'].join('\n\n');

/** A letter to one reader about one entry, in the name of its contest. */
export const entryLetter = (
  to: Addressee,
  programme: Pick<StoredProgramme, 'id' | 'doc'>,
  entry: { id: string },
  kind: string,
  subject: string,
  paragraphs: readonly string[],
): NewMessage => ({
  kind,
  to: to.email,
  toName: to.fullName,
  personId: to.personId,
  programmeId: programme.id,
  entryId: entry.id,
  subject: `${programme.doc.shortName}: ${subject}`,
  body: letterText(to.fullName, paragraphs),
});
