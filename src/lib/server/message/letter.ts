/** Who gets a mail; authors may have no account. */
export interface Addressee {
  personId: string | null;
  fullName: string;
  email: string;
}

/** The text of a mail to one person: greeting, paragraphs, and that nobody reads answers. */
export const letterText = (to: string, paragraphs: readonly string[]): string =>
  [`Kính gửi Ông/Bà ${to},`, ...paragraphs, 'Đây là thư tự động, xin không trả lời thư này.'].join('\n\n');
