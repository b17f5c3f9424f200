import { describe, expect, it } from 'vitest';
import { childOn, maskPersonal, publicityPhase, publicNominee } from './publicity.ts';

describe('a public list of nominees', () => {
  it('Q25-2: stands open on its first and on its last day, to the end of that day', () => {
    const list = { fromOn: '2027-03-08', toOn: '2027-03-19', closedAt: null };
    expect(publicityPhase(list, new Date('2027-03-07T23:59:59+07:00'))).toBe('before');
    expect(publicityPhase(list, new Date('2027-03-08T00:00:00+07:00'))).toBe('open');
    expect(publicityPhase(list, new Date('2027-03-19T23:59:59+07:00'))).toBe('open');
    expect(publicityPhase(list, new Date('2027-03-20T00:00:00+07:00'))).toBe('over');
    expect(publicityPhase({ ...list, closedAt: new Date() }, new Date('2027-03-08T00:00:00+07:00'))).toBe('closed');
  });

  it('Q25-2: says nothing of addresses, phone and identity numbers', () => {
    expect(maskPersonal('Gọi 0912 345 678 hoặc a.b@sonla.gov.vn, CCCD 014093001234')).toBe(
      'Gọi [đã ẩn] hoặc [đã ẩn], CCCD [đã ẩn]',
    );
    expect(maskPersonal('Đưa 12.500 hồ sơ lên mạng năm 2026-2027')).toBe('Đưa 12.500 hồ sơ lên mạng năm 2026-2027');
  });

  it('Q25-2: a child is named with consent only', () => {
    const child = {
      name: 'Lò Bảo An',
      kind: 'individual',
      unit: 'Trường THCS',
      position: 'Học sinh lớp 8',
      formName: 'Giấy khen',
      citation: 'Cứu bạn',
    } as const;
    expect(publicNominee(child, false)).toMatchObject({ name: 'Trẻ em (không nêu tên)', position: '', citation: '' });
    expect(publicNominee(child, true)).toEqual(child);
  });

  it('who is a child goes by the day; a year alone may leave it open', () => {
    const of = (date: string | null, year: number | null, age: number | null = 16) =>
      childOn({ date, year }, '2027-03-08', age);
    expect(of('2011-03-08', null)).toBe('adult');
    expect(of('2011-03-09', null)).toBe('child');
    expect(of(null, 2010)).toBe('adult');
    expect(of(null, 2011)).toBe('unknown');
    expect(of(null, 2012)).toBe('child');
    expect(of(null, null)).toBe('unknown');
    expect(of('1980-01-01', null, null)).toBe('unknown');
  });
});
