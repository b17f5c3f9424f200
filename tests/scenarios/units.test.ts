import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFirstAdmin, firstAdminLink } from '#lib/server/people/firstAdmin.ts';
import { seedUnits } from '#lib/server/people/importUnits.ts';
import type { Browser } from '../support/http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Browser;
const password = 'một cụm từ thật dài';

beforeAll(async () => {
  server = await startTestServer({ at: '2026-03-02T08:00:00+07:00' });
  const secret = (await firstAdminLink(server.app, ''))!.split('/').at(-1)!;
  await createFirstAdmin(server.ctx(), { secret, fullName: 'Quản Trị', email: 'qt@example.test', password });
  await seedUnits(server.ctx());
  admin = server.browser();
  await admin.get('/dang-nhap');
  await admin.submit({ email: 'qt@example.test', password });
});
afterAll(() => server.stop());

const page = async (code: string) => {
  const { id } = await server.app.db.selectFrom('unit').select('id').where('code', '=', code).executeTakeFirstOrThrow();
  return `/quan-tri/don-vi/${id}`;
};

describe('C21-7: units in time, without scripts', () => {
  it('C21-7: the tree is shown of any day, and a day that is none is refused beside its box', async () => {
    const before = await admin.get('/quan-tri/don-vi?ngay=31%2F03%2F2025');
    expect(before.text).toContain('Cây đơn vị tại ngày 31/03/2025');
    expect(before.text).toContain('Huyện Mai Sơn');
    expect(before.text).not.toContain('Phường Tô Hiệu');
    const after = await admin.get('/quan-tri/don-vi?ngay=01%2F07%2F2025');
    expect(after.text).toContain('Phường Tô Hiệu');
    expect(after.text).not.toContain('Huyện Mai Sơn');
    expect((await admin.get('/quan-tri/don-vi?ngay=31%2F02%2F2025')).text).toContain('Hãy nhập một ngày có thật');
  });

  it('C21-7: a unit is renamed and the change corrected and taken back from its history', async () => {
    const unit = await page('03646');
    await admin.get(`${unit}/doi-ten`);
    const renamed = await admin.submit({ name: 'Phường Tô Hiệu Mới', from: '01/01/2026' });
    expect(renamed.text).toContain('Đổi tên từ “Phường Tô Hiệu” thành “Phường Tô Hiệu Mới”');
    const change = /href="(\/quan-tri\/don-vi\/[\w-]+\/thay-doi[^"]+)"/
      .exec(renamed.html)![1]!
      .replaceAll('&amp;', '&');
    await admin.get(change);
    const refused = await admin.submit({ from: '15/01/2026', reason: '' }, { action: 'correct' });
    expect(refused.text).toContain('Hãy ghi lý do');
    expect((await admin.submit({ from: '15/01/2026', reason: 'Nhầm ngày' }, { action: 'correct' })).text).toContain(
      '15/01/2026',
    );
    await admin.get(change);
    expect((await admin.submit({ reason: 'Chưa ban hành' }, { action: 'undo' })).text).not.toContain('Đổi tên từ');
  });

  it('C21-7: a district gets its successors with shares; nothing typed is lost', async () => {
    await admin.get(`${await page('HMS')}/ket-thuc`);
    const more = await admin.submit({ next0: '04105', share0: '1/2', reason: 'Ghi phần' }, { action: 'end' });
    expect(more.text).toContain('phải đúng bằng 100 %');
    expect(more.html).toContain('value="1/2"');
    const done = await admin.submit(
      { next0: '04105', share0: '1/3', next1: '04117', share1: '2/3', reason: 'Ghi đơn vị kế thừa' },
      { action: 'end' },
    );
    expect(done.text).toContain('(1/3)');
    expect((await admin.get(await page('04117'))).text).toContain('phần 2/3');
  });

  it('C21-7: clusters come from a file after a preview', async () => {
    await admin.get('/quan-tri/cum-khoi');
    await admin.submit({ name: 'Phương án mô phỏng', validFrom: '01/01/2026' });
    const file = new File(
      ['Mã cụm/khối,Tên,Loại,Mã đơn vị,Trưởng\nK1,Khối sở,Khối,SNV,x\nK1,,,SKHCN,\nK1,,,KHONGCO,\n'],
      'cum-khoi.csv',
    );
    const preview = await admin.submit({ file });
    expect(preview.text).toContain('Xem trước, chưa thay đổi gì');
    expect(preview.text).toContain('Không có đơn vị nào mang mã “KHONGCO”');
    const done = await admin.submit({}, { action: 'import' });
    expect(done.text).toContain('Thêm 2, sửa 0, giữ nguyên 0, lỗi 1 dòng');
    expect(done.text).toContain('trưởng khối');
  });
});
