import { describe, expect, it } from 'vitest';
import { checkSubject, likeness } from './subject.ts';

const now = new Date('2027-05-01T03:00:00Z');
const person = (birthDate: string) => checkSubject({ kind: 'individual', name: 'Lò Văn Hòa', birthDate }, now);

describe('checkSubject', () => {
  it('Q25-12: a birth date typed 12/13/1980 gets its message beside the field', () => {
    const { value, issues } = person('12/13/1980');
    expect(value).toBeNull();
    expect(issues).toEqual([{ field: 'birthDate', message: expect.stringContaining('không có tháng 13') }]);
    expect(person('13/12/1980').value).toMatchObject({ birthDate: '1980-12-13', birthYear: 1980 });
    expect(person('31/02/1980').issues[0]?.message).toContain('không phải là ngày có thật');
    expect(person('1980').value).toMatchObject({ birthDate: null, birthYear: 1980 });
  });

  it('Q25-12: a birth in the future is refused, a very young nominee warned of', () => {
    expect(person('02/05/2027').issues[0]?.message).toContain('tương lai');
    expect(person('02/05/2011')).toMatchObject({ issues: [], warnings: [{ field: 'birthDate' }] });
    expect(person('01/05/2011').warnings).toEqual([]);
  });

  it('Q25-12: a household stands under the name of its head and needs an address', () => {
    const household = { kind: 'household' as const, name: 'Quàng Thị Sơ', gender: 'female' };
    expect(checkSubject(household, now).issues).toMatchObject([{ field: 'address' }]);
    expect(checkSubject({ ...household, address: 'Bản Nà Hin' }, now).value).toMatchObject({
      name: 'Hộ gia đình bà Quàng Thị Sơ',
      gender: null,
      details: { head: 'Quàng Thị Sơ', gender: 'female' },
    });
  });

  it('a collective cannot have more women than people', () => {
    const { issues } = checkSubject({ kind: 'collective', name: 'Phòng Kinh tế', people: '10', women: '11' }, now);
    expect(issues).toMatchObject([{ field: 'women' }]);
  });
});

describe('likeness', () => {
  const a = { kind: 'individual' as const, name: 'Lò Văn Hòa', unitId: 'u1' };
  it('Q25-12: two persons of one name are never taken for one without a day of birth', () => {
    expect(likeness(a, { ...a })).toBe('likely');
    expect(likeness(a, { ...a, unitId: 'u2' })).toBe('possible');
    expect(likeness({ ...a, birthDate: '1980-12-13' }, { ...a, birthDate: '1980-12-13' })).toBe('same');
    expect(likeness({ ...a, birthDate: '1980-12-13' }, { ...a, birthDate: '1980-12-13', unitId: 'u2' })).toBe('likely');
    expect(likeness({ ...a, birthDate: '1980-12-13' }, { ...a, birthDate: '1990-12-13' })).toBe('none');
  });
  it('the place of a tone mark makes no other name; another letter does', () => {
    expect(likeness(a, { ...a, name: 'LÒ VĂN HOÀ' })).toBe('likely');
    expect(likeness(a, { ...a, name: 'Lò Văn Hoa' })).toBe('possible');
    expect(likeness(a, { ...a, name: 'Lò Văn Hùng' })).toBe('none');
  });
});
