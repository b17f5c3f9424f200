import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRegisterFilter } from '#lib/domain/register/search.ts';
import { registerChoices, searchRegister } from '#lib/server/register/search.ts';
import { insertSubject } from '../support/award.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { insertRecord } from '../support/register.ts';

let t: TestApp;

beforeAll(async () => {
  t = await testApp();
  const units = await sampleUnits(t);
  const subject = (name: string) =>
    insertSubject(t, { kind: 'individual', name, unitId: units.X1!, birthDate: '1980-12-13' });
  const [lo, hoa, child] = await Promise.all(['Lò Thị Hà', 'Nguyễn Văn Hòa', 'Vì Minh An'].map(subject));
  await insertRecord(t, { subject_id: lo!, subject_name: 'Lò Thị Hà' });
  await insertRecord(t, {
    subject_id: hoa!,
    subject_name: 'Nguyễn Văn Hòa',
    unit_name: 'Sở Nội vụ',
    form_id: 'giay-khen',
    form_name: 'Giấy khen của Giám đốc Sở Nội vụ',
    decision_number: '12/QĐ-SNV',
    decision_date: '2024-03-01',
    year: 2024,
    revoked_at: new Date('2026-02-01T00:00:00Z'),
    revoked_reason: 'Kê khai không đúng thành tích',
    revoked_decision: '15/QĐ-SNV',
    revoked_date: '2026-01-30',
  });
  await insertRecord(t, { subject_id: child!, subject_name: 'Vì Minh An', form_is: 'prize', public: false });
});
afterAll(() => t.close());

const found = async (query: string) =>
  (await searchRegister(t.app.db, readRegisterFilter(new URLSearchParams(query)))).records.map((r) => r.subjectName);

describe('everyone looks awards up', () => {
  it.each([
    ['q=Lò Thị Hà', 'with diacritics'],
    ['q=lo thi ha', 'without'],
    ['q=HÀ LÒ', 'in another order, in capitals'],
    ['q=lo', 'by one short word'],
    ['q=muong gion', 'by unit'],
    ['q=1470/QĐ-UBND', 'by decision'],
    ['q=1470', 'by the number of the decision alone'],
    ['q=thi ha muo', 'by words and the beginning of another'],
    ['nam=2025&hinh-thuc=bang-khen-tinh', 'by year and form'],
    [`q=${'Lò Thị Hà'.normalize('NFD')}`, 'in decomposed Unicode'],
  ])('Q25-2: %s (%s)', async (query) => {
    expect(await found(query)).toEqual(['Lò Thị Hà']);
  });

  it('Q25-2: the place of a tone mark does not matter, parts inside a word do not match', async () => {
    expect(await found('q=nguyen van hoà')).toEqual(['Nguyễn Văn Hòa']);
    expect(await found('q=guye')).toEqual([]);
    expect(await found("q=' | & !")).toEqual([]);
    expect(await found('q=lo:*')).toEqual(['Lò Thị Hà']);
  });

  it('Q25-2: shows nothing of a person but name and place, hides what is not public, says what was revoked', async () => {
    expect(await found('q=vi minh an')).toEqual([]);
    expect(await found('hinh-thuc=giai-cuoc-thi')).toEqual([]);
    const { records } = await searchRegister(t.app.db, readRegisterFilter(new URLSearchParams('q=hoa')));
    expect(records[0]).toMatchObject({ revoked: { decision: '15/QĐ-SNV', date: '2026-01-30' } });
    expect(JSON.stringify(records)).not.toContain('1980');
    expect(JSON.stringify(records)).not.toContain('Kê khai');
  });

  it('Q25-2: offers the years that the register has, and no form that the law does not know', async () => {
    const choices = await registerChoices(t.app.db);
    expect(choices.years).toEqual([2025, 2024]);
    expect(JSON.stringify(choices.forms)).not.toMatch(/bằng khen.*giám đốc/i);
  });

  it('Q25-2: an address that makes no sense asks for everything', async () => {
    expect(await found('nam=abc&trang=-3&doi-tuong=__proto__')).toHaveLength(2);
  });
});
