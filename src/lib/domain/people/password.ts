/** Passwords: long enough, not guessable from the account. */
import type { Issue } from '../kernel/errors.ts';
import { charCount, fold } from '../kernel/text.ts';

export type PasswordAudience = 'citizen' | 'staff';

/**
 * Least number of characters. TCVN 14423:2026 gives 14 for accounts without a second factor and 8 with one. Whoever holds
 * a role sees other people's data and gets the 14. A citizen reaches only what they typed themselves: 8, behind the
 * limit of sign-in attempts, so that nobody is kept out of the contest by a password rule.
 * Length counts, not kinds of characters: a sentence is stronger and easier to type on a telephone.
 */
export const passwordMinLength: Record<PasswordAudience, number> = { citizen: 8, staff: 14 };

/** Longer input only costs hashing time. */
const passwordMaxLength = 200;

// What lists of leaked passwords in Vietnam begin with, and what everyone would try here.
const COMMON = [
  '12345678',
  '123456789',
  '1234567890',
  '87654321',
  '11223344',
  'password',
  'password1',
  'matkhau',
  'matkhau1',
  'matkhau123',
  'qwertyui',
  'qwerty123',
  'abcd1234',
  'abc12345',
  'admin123',
  'anhyeuem',
  'iloveyou',
  'vietnam123',
  'sonla123',
  'sonla2026',
  'chuyendoiso',
  'ytuongso2026',
];

const bare = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]/gu, '');

/** The form in which a password is hashed and compared: keyboards type Vietnamese letters in two Unicode forms. */
export const normalisePassword = (password: string): string => password.normalize('NFC');

/** What is wrong with a new password; empty when nothing is. */
export function checkPassword(
  password: string,
  about: { audience: PasswordAudience; email?: string | null; name?: string | null },
  field = 'password',
): Issue[] {
  const issue = (message: string): Issue[] => [{ field, message }];
  const least = passwordMinLength[about.audience];
  const length = charCount(password);
  if (length === 0) return issue('Hãy nhập mật khẩu.');
  if (length < least) return issue(`Mật khẩu phải có ít nhất ${least} ký tự; bạn đã nhập ${length} ký tự.`);
  if (length > passwordMaxLength) return issue(`Mật khẩu dài tối đa ${passwordMaxLength} ký tự.`);
  if (new Set(password.toLowerCase()).size < 4)
    return issue('Mật khẩu lặp lại quá ít ký tự khác nhau. Hãy dùng một cụm từ dài mà chỉ bạn biết.');
  const plain = bare(password);
  if (COMMON.includes(plain) || isRun(plain))
    return issue('Mật khẩu này có nhiều người dùng nên dễ bị đoán. Hãy chọn mật khẩu khác.');
  const own = [about.email, about.email?.split('@')[0], about.name].map((text) => bare(text ?? ''));
  if (own.some((text) => text.length >= 4 && (plain === text || plain.replace(/\d+$/, '') === text)))
    return issue('Mật khẩu trùng với họ tên hoặc thư điện tử của bạn nên dễ bị đoán. Hãy chọn mật khẩu khác.');
  return [];
}

/** 'abcdefgh', '23456789', '87654321…' */
function isRun(text: string): boolean {
  const steps = new Set([...text].slice(1).map((char, i) => char.charCodeAt(0) - text.charCodeAt(i)));
  return steps.size === 1 && Math.abs([...steps][0]!) <= 1;
}
