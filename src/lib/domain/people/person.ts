/** What people type about themselves and others: cleaned, checked, one message each field. */
import type { Issue } from '../kernel/errors.ts';
import { charCount, clean } from '../kernel/text.ts';
import { localParts } from '../kernel/time.ts';

/** A checked value: either the form in which it is stored, or what is wrong with it. */
export type Checked<T> = { ok: true; value: T; issues: [] } | { ok: false; value: null; issues: Issue[] };

const good = <T>(value: T): Checked<T> => ({ ok: true, value, issues: [] });
const bad = (field: string, message: string): Checked<never> => ({
  ok: false,
  value: null,
  issues: [{ field, message }],
});

const nameMaxLength = 200;

/** What mail programs make a link of. */
const addressLike =
  /:\/\/|\/\/|@|\bwww\.|[\p{L}\d]\.(com|net|org|vn|info|xyz|top|click|link|site|online|shop|app|biz|ru|cn)\b/iu;

/**
 * A name of a person: 1 to 200 characters after cleaning. Angle brackets are refused: no name has them, and
 * letters and certificates would show them. So are addresses: anyone can have us write to anyone by a name, and a link in
 * it would be sent as ours.
 */
export function checkName(text: string, field = 'fullName', label = 'Họ và tên'): Checked<string> {
  const name = clean(text);
  if (name === '') return bad(field, `Hãy nhập ${label.toLocaleLowerCase('vi')}.`);
  const length = charCount(name);
  if (length > nameMaxLength)
    return bad(field, `${label} dài tối đa ${nameMaxLength} ký tự; bạn đã nhập ${length} ký tự.`);
  if (/[<>]/.test(name)) return bad(field, `${label} không được chứa ký tự < hoặc >. Hãy bỏ các ký tự đó.`);
  if (addressLike.test(name))
    return bad(
      field,
      `${label} không được chứa địa chỉ trang web hay thư điện tử. Hãy chỉ ghi ${label.toLocaleLowerCase('vi')}.`,
    );
  if (!/\p{L}/u.test(name)) return bad(field, `${label} phải có chữ cái.`);
  return good(name);
}

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/;

/** The form in which an address is stored and compared: lower case, NFC, no spaces around. */
export const normaliseEmail = (text: string): string => clean(text).toLowerCase();

/** An e-mail address that mail can really be sent to. Capitals are accepted and lowered. */
export function checkEmail(text: string, field = 'email'): Checked<string> {
  const email = normaliseEmail(text);
  if (email === '') return bad(field, 'Hãy nhập địa chỉ thư điện tử.');
  if (/[^ -~]/.test(email))
    return bad(field, 'Địa chỉ thư điện tử không có dấu tiếng Việt. Hãy kiểm tra bộ gõ rồi nhập lại.');
  const at = email.lastIndexOf('@');
  const [local, domain] = [email.slice(0, at), email.slice(at + 1)];
  if (at < 1 || email.length > 254 || local.length > 64 || !LOCAL.test(local) || !DOMAIN.test(domain))
    return bad(field, 'Địa chỉ thư điện tử chưa đúng. Ví dụ đúng: ten@example.com.');
  return good(email);
}

/**
 * A Vietnamese telephone number as '0912345678', from any way people write it (+84, dots, spaces); null when it is none.
 * Mobile numbers have ten digits, fixed lines eleven ('02123…').
 */
export function normalisePhone(text: string): string | null {
  const digits = clean(text)
    .replace(/[\s.()-]/g, '')
    .replace(/^(\+84|0084|84(?=[235789]\d{8}))0?/, '0');
  return /^(0[35789]\d{8}|02\d{9})$/.test(digits) ? digits : null;
}

/** A telephone number; an empty one is allowed unless `required` and gives null. */
export function checkPhone(text: string, field = 'phone', required = false): Checked<string | null> {
  if (clean(text) === '') return required ? bad(field, 'Hãy nhập số điện thoại.') : good(null);
  const phone = normalisePhone(text);
  return phone
    ? good(phone)
    : bad(field, 'Số điện thoại chưa đúng. Số di động có 10 chữ số, bắt đầu bằng 0, ví dụ 0912 345 678.');
}

/** '0912 345 678', '0212 3852 123' */
export const formatPhone = (phone: string): string =>
  phone.replace(/^(02\d{2})(\d{4})(\d{3})$/, '$1 $2 $3').replace(/^(0\d{3})(\d{3})(\d{3})$/, '$1 $2 $3');

/** A year of birth, 1900 to this year; empty gives null. */
export function checkBirthYear(text: string, now: Date, field = 'birthYear'): Checked<number | null> {
  const year = clean(text);
  if (year === '') return good(null);
  const thisYear = localParts(now).y;
  if (!/^\d{4}$/.test(year)) return bad(field, 'Năm sinh gồm bốn chữ số, ví dụ 1990.');
  if (Number(year) < 1900 || Number(year) > thisYear)
    return bad(field, `Năm sinh phải trong khoảng 1900 đến ${thisYear}.`);
  return good(Number(year));
}

/** A short free text about a person (position, workplace); empty gives null. */
export function checkShortText(text: string, field: string, label: string, max = 200): Checked<string | null> {
  const value = clean(text);
  if (value === '') return good(null);
  const length = charCount(value);
  return length <= max ? good(value) : bad(field, `${label} dài tối đa ${max} ký tự; bạn đã nhập ${length} ký tự.`);
}

export interface PersonInput {
  fullName: string;
  email: string;
  phone?: string;
  birthYear?: string;
  position?: string;
}

export interface PersonValues {
  fullName: string;
  email: string;
  phone: string | null;
  birthYear: number | null;
  position: string | null;
}

/** Everything a person types when an account is made or changed, except the password (password.ts). */
export function checkPerson(input: PersonInput, now: Date): Checked<PersonValues> {
  const [fullName, email, phone, birthYear, position] = [
    checkName(input.fullName),
    checkEmail(input.email),
    checkPhone(input.phone ?? ''),
    checkBirthYear(input.birthYear ?? '', now),
    checkShortText(input.position ?? '', 'position', 'Chức vụ, nghề nghiệp'),
  ];
  if (fullName.ok && email.ok && phone.ok && birthYear.ok && position.ok)
    return good({
      fullName: fullName.value,
      email: email.value,
      phone: phone.value,
      birthYear: birthYear.value,
      position: position.value,
    });
  return { ok: false, value: null, issues: [fullName, email, phone, birthYear, position].flatMap((c) => c.issues) };
}
