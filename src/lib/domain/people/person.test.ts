import { describe, expect, it } from 'vitest';
import { checkBirthYear, checkEmail, checkName, checkPerson, formatPhone, normalisePhone } from './person.ts';

const now = new Date('2026-03-01T08:00:00+07:00');

describe('names', () => {
  it('are cleaned and measured', () => {
    expect(checkName('  Lò  Thi\u0323\u0000 Mai ')).toMatchObject({ ok: true, value: 'Lò Thị Mai' });
    expect(checkName('a'.repeat(10_000)).issues[0]?.message).toContain('tối đa 200 ký tự; bạn đã nhập 10000');
    expect(checkName(' \u200b ').issues[0]?.message).toBe('Hãy nhập họ và tên.');
  });
  it('refuse HTML with a message that says what to remove', () => {
    expect(checkName('<b>Mai</b>').issues).toEqual([
      { field: 'fullName', message: 'Họ và tên không được chứa ký tự < hoặc >. Hãy bỏ các ký tự đó.' },
    ]);
    for (const bait of [
      'Nhận quà: https://evil.example',
      'An www.evil.example',
      'Trúng thưởng evil.com/x',
      'an@evil.example',
    ])
      expect(checkName(bait).issues[0]?.message, bait).toContain('địa chỉ trang web');
    for (const name of ['ThS.Nguyen Van A', 'PGS.TS. Lò Văn Bình', 'Trần V.Nam', 'Hà Thị T.Vân'])
      expect(checkName(name).ok, name).toBe(true);
    expect(checkName("Y'Bih O'Connor & Mai").ok).toBe(true);
  });
});

describe('e-mail', () => {
  it('in capitals is the same address', () => {
    expect(checkEmail(' Nguyen.VanA@GMAIL.com ').value).toBe('nguyen.vana@gmail.com');
  });
  it.each(['', 'mai', 'mai@', '@sonla.vn', 'a b@c.vn', 'a@b', 'a..b@c.vn', 'a@-b.vn', 'a@b.vn, c@d.vn', 'a@b..vn'])(
    'refuses %j',
    (text) => expect(checkEmail(text).ok).toBe(false),
  );
  it('hints at the keyboard when there are diacritics', () => {
    expect(checkEmail('hoà@gmail.com').issues[0]?.message).toContain('bộ gõ');
  });
});

describe('telephone', () => {
  it('takes the ways people write it', () => {
    for (const text of ['0912345678', '+84 912 345 678', '84912345678', '0084912345678', '0912.345.678']) {
      expect(normalisePhone(text)).toBe('0912345678');
    }
    expect(normalisePhone('(0212) 3852 123')).toBe('02123852123');
    expect(formatPhone('0912345678')).toBe('0912 345 678');
    expect(formatPhone('02123852123')).toBe('0212 3852 123');
    for (const text of ['123', '0112345678', '091234567', 'không có']) expect(normalisePhone(text)).toBeNull();
  });
});

describe('a person', () => {
  it('gets one message each field', () => {
    const checked = checkPerson({ fullName: '', email: 'x', phone: '1', birthYear: '26' }, now);
    expect(checked.issues.map((issue) => issue.field)).toEqual(['fullName', 'email', 'phone', 'birthYear']);
    expect(checkPerson({ fullName: 'Mai', email: 'M@X.VN', birthYear: '1990' }, now).value).toEqual({
      fullName: 'Mai',
      email: 'm@x.vn',
      phone: null,
      birthYear: 1990,
      position: null,
    });
    expect(checkBirthYear('2027', now).ok).toBe(false);
  });
});
