import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formNamed } from '#lib/domain/register/sheet.ts';
import { importById } from '#lib/server/imports/jobs.ts';
import { runImport } from '#lib/server/imports/run.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { csvText } from '#lib/server/platform/tables/write.ts';
import { awardsImportPage, confirmAwardsImport, startAwardsImport } from '#lib/server/register/importRoom.ts';
import { lawVersions } from '#programmes/catalogue/index.ts';
import { type TestApp, testApp } from '../support/ctx.ts';
import { sampleUnits } from '../support/movement.ts';
import { refusal } from '../support/refusal.ts';

let t: TestApp;
const people: Record<string, Actor & { id: string }> = {};
const moment = '2027-03-05T08:00:00+07:00';
const ctx = (who: string) => t.ctx(people[who]!, moment);
const head = [
  'Loại đối tượng',
  'Tên',
  'Ngày sinh',
  'Đơn vị',
  'Hình thức',
  'Số quyết định',
  'Ngày quyết định',
  'Cơ quan quyết định',
  'Số sổ vàng',
  'Khác dòng đã có',
];
const file = (rows: string[][]) => ({ name: 'cu.csv', bytes: new TextEncoder().encode(csvText([head, ...rows])) });
const url = new URL('http://local/');
const BK = 'Bằng khen của Chủ tịch UBND tỉnh';
const row = (name: string, more: Partial<Record<number, string>> = {}) =>
  ['Cá nhân', name, '', 'Sở Nội vụ', BK, '1470/QĐ-UBND', '21/06/2019', '', '', ''].map((cell, i) => more[i] ?? cell);
const look = async (who: string, rows: string[][]) => {
  const id = await startAwardsImport(ctx(who), { file: file(rows) });
  return { id, page: await awardsImportPage(ctx(who), id, url) };
};
const enter = async (who: string, rows: string[][]) => {
  const { id } = await look(who, rows);
  await confirmAwardsImport(ctx(who), id);
  await runImport(t.app, id);
  return (await importById(t.app.db, id))!;
};
const records = () => t.app.db.selectFrom('award_record').selectAll().where('source', '=', 'import').execute();

beforeAll(async () => {
  t = await testApp();
  const units = await sampleUnits(t);
  people.registrar = await t.person('Đặng Thu Hiền', [{ role: 'award-officer', unitId: units.SNV! }]);
  people.commune = await t.person('Lường Mai Anh', [{ role: 'award-officer', unitId: units.X1! }]);
});
afterAll(() => t.close());

describe('past decisions come in from spreadsheets', () => {
  it('Q25-2: names in capitals, NFD and TCVN3 are put in order; units are found by name', async () => {
    const { page } = await look('registrar', [row('NGUYỄN THỊ HÀ'), row('Lò Văn Mười'.normalize('NFD'))]);
    expect(page.counts).toMatchObject({ created: 2, refused: 0 });
    const old = row('NguyÔn V¨n Hïng');
    const job = await enter('registrar', [row('NGUYỄN THỊ HÀ'), row('Lò Văn Mười'.normalize('NFD')), old]);
    expect(job).toMatchObject({ state: 'done', done: 3 });
    const all = await records();
    expect(all.map((one) => one.subject_name).toSorted()).toEqual(['Lò Văn Mười', 'Nguyễn Thị Hà', 'Nguyễn Văn Hùng']);
    expect(all.every((one) => one.unit_id !== null && one.authority_unit_id !== null)).toBe(true);
  });

  it('Q25-2: 12/13/1980 is refused beside its cell, and so is a form that does not exist', async () => {
    const { page } = await look('registrar', [
      row('Cà Văn Sai', { 2: '12/13/1980' }),
      row('Cà Văn Giả', { 4: 'Bằng khen của Giám đốc Sở Nội vụ' }),
      row('Cà Văn Lạ', { 4: 'Cúp vàng' }),
    ]);
    expect(page.shown.refused.map((one) => [one.line, one.field])).toEqual([
      [2, 'birth'],
      [3, 'form'],
      [4, 'form'],
    ]);
    expect(page.shown.refused[1]!.message).toContain('Giấy khen');
  });

  it('Q25-2: what stands in the register or earlier in the file is not entered twice; what may be the same is asked', async () => {
    const again = await enter('registrar', [row('Nguyễn Thị Hà'), row('Sùng A Mới'), row('Sùng A Mới')]);
    expect(again.counts).toMatchObject({ created: 1, same: 1, refused: 1 });
    const elsewhere = row('Nguyễn Thị Hà', { 3: 'Huyện cũ không còn' });
    expect((await look('registrar', [elsewhere])).page.shown.refused[0]).toMatchObject({ field: 'twin' });
    const sure = row('Nguyễn Thị Hà', { 3: 'Huyện cũ không còn', 9: 'Có' });
    expect((await enter('registrar', [sure])).counts).toMatchObject({ created: 1 });
    expect((await records()).filter((one) => one.subject_name === 'Nguyễn Thị Hà')).toHaveLength(2);
  });

  it('Q25-2: an officer enters what the own unit has decided, line by line; the rest is refused', async () => {
    const mine = row('Vì Thị Xã', { 4: 'Giấy khen', 7: 'Chủ tịch Ủy ban nhân dân Xã Chiềng Mung' });
    const { page } = await look('commune', [mine, row('Vì Thị Tỉnh')]);
    expect(page.counts.refused).toBeGreaterThanOrEqual(1);
    expect(page.shown.refused.at(-1)).toMatchObject({ field: 'issuer' });
  });

  it('Q25-2: after a kill it goes on behind the last batch; 5,000 lines come in soon enough', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => row(`Hoàng Văn Số ${i}`, { 5: `${i}/QĐ-UBND` }));
    const id = await startAwardsImport(ctx('registrar'), { file: file(many) });
    await confirmAwardsImport(ctx('registrar'), id);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const started = performance.now();
    await runImport(t.app, id, stop.signal).catch(() => {});
    const half = (await importById(t.app.db, id))!;
    await runImport(t.app, id);
    console.info(`5,000 lines: ${Math.round(performance.now() - started)} ms, stopped at ${half.done}`);
    expect((await importById(t.app.db, id))!).toMatchObject({ state: 'done', done: 5000 });
    const numbers = (await records()).filter((one) => one.import_job_id === id);
    expect(numbers).toHaveLength(5000);
    expect(new Set(numbers.map((one) => one.decision_number)).size).toBe(5000);
    expect(performance.now() - started).toBeLessThan(60_000);
  });

  it('Q25-2: a file without the columns is refused with what it needs', async () => {
    const wrong = { name: 'x.csv', bytes: new TextEncoder().encode('a,b\n1,2\n') };
    expect(await refusal(startAwardsImport(ctx('registrar'), { file: wrong }))).toMatchObject({ field: 'file' });
  });

  it('Q25-7: cells name forms as offices write them', () => {
    const forms = lawVersions.at(-1)!.forms;
    const of = (text: string) => {
      const form = formNamed(text, forms);
      return typeof form === 'string' ? null : form.id;
    };
    expect(of('Bằng khen của Chủ tịch UBND tỉnh Sơn La')).toBe('bang-khen-tinh');
    expect(of('Giấy khen của Giám đốc Sở Nội vụ')).toBe('giay-khen');
    expect(of('chiến sĩ thi đua cơ sở')).toBe('cstd-co-so');
    expect(of('Bằng khen giám đốc sở')).toBeNull();
  });
});
