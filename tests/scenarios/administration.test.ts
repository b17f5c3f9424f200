import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFirstAdmin, firstAdminLink } from '#lib/server/people/firstAdmin.ts';
import { seedUnits } from '#lib/server/people/importUnits.ts';
import { invitePerson } from '#lib/server/people/invite.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import type { Browser } from '../support/http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Browser;
const password = 'một cụm từ thật dài';

const linkIn = async (to: string): Promise<string> => {
  const mail = await server.app.db
    .selectFrom('message')
    .select('body')
    .where('to_address', '=', to)
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  return /\/[a-z-]+\/[\w-]{43}/.exec(mail.body)?.[0] ?? '';
};
const signedIn = async (email: string): Promise<Browser> => {
  const browser = server.browser();
  await browser.get('/dang-nhap');
  await browser.submit({ email, password });
  return browser;
};

beforeAll(async () => {
  server = await startTestServer({ at: '2026-03-02T08:00:00+07:00' });
  const secret = (await firstAdminLink(server.app, ''))!.split('/').at(-1)!;
  await createFirstAdmin(server.ctx(), { secret, fullName: 'Quản Trị', email: 'qt@example.test', password });
  await seedUnits(server.ctx());
  await createProgramme(server.ctx(), { shipped: 'y-tuong-so-2026' });
  admin = await signedIn('qt@example.test');
});
afterAll(() => server.stop());

const rooms = [
  '',
  '/don-vi',
  '/don-vi/moi',
  '/nguoi',
  '/nguoi/moi',
  '/vai-tro',
  '/hop-thu',
  '/nhat-ky',
  '/dong-ho',
  '/sang-kien',
  '/sang-kien/mau',
  '/kiem-tra',
  '/nhat-ky/xuat',
];

describe('administration, without scripts', () => {
  it('opens every room to the administrator and none to visitors', async () => {
    const visitor = server.browser();
    for (const room of rooms) {
      const page = await admin.get(`/quan-tri${room}`);
      expect([room, page.status]).toEqual([room, 200]);
      expect((await visitor.get(`/quan-tri${room}`)).url).toMatch(/^\/dang-nhap\?tiep=/);
    }
  });

  it('invites a judge with the role, who accepts by the mailed link', async () => {
    await admin.get('/quan-tri/nguoi/moi');
    const programme = await server.app.db.selectFrom('programme').select('id').executeTakeFirstOrThrow();
    const refused = await admin.submit({
      fullName: 'Lò Văn Giám',
      email: 'GK@example.test',
      role: 'judge',
      to: '31/02/2026',
    });
    expect(refused.text).toContain('“31/02/2026” không phải là một ngày có thật');
    const done = await admin.submit({ programmeId: programme.id, to: '30/11/2026' }, { action: '?/invite' });
    expect(done.text).toMatch(/Giám khảo ?, Ý tưởng số/);
    expect(done.text).toContain('đến 30/11/2026');
    const judge = server.browser();
    await judge.get(await linkIn('gk@example.test'));
    await judge.submit({ password });
    expect((await judge.get('/quan-tri')).status).toBe(403);
    expect((await judge.get('/tai-khoan')).text).toContain('Giám khảo');

    await admin.get(done.url);
    const gone = await admin.submit({ reason: 'Đổi danh sách' }, { action: '?/revoke' });
    expect(gone.text).toContain('Đã thôi giao vai trò');
    expect((await admin.get('/quan-tri/vai-tro?past=1')).text).toContain('Đổi danh sách');
  });

  it('lets the auditor read the log and change nothing', async () => {
    await invitePerson(server.ctx(), { fullName: 'Kiểm Toán', email: 'kt@example.test', role: 'auditor' });
    const auditor = server.browser();
    await auditor.get(await linkIn('kt@example.test'));
    await auditor.submit({ password });
    expect(auditor.page.url).toBe('/quan-tri/nhat-ky');
    expect(auditor.page.text).toContain('Mời Lò Văn Giám');
    expect((await auditor.get('/quan-tri/nhat-ky?kiem=1')).text).toContain('Chuỗi niêm liền mạch');
    const csv = await auditor.fetch('/quan-tri/nhat-ky/xuat');
    expect(new Uint8Array(await csv.arrayBuffer()).slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]));
    for (const room of ['/don-vi', '/nguoi', '/vai-tro', '/hop-thu', '/dong-ho'])
      expect((await auditor.get(`/quan-tri${room}`)).status).toBe(403);
    const forced = await auditor.fetch('/quan-tri/dong-ho?/by', {
      method: 'POST',
      body: new URLSearchParams({ days: '7' }),
    });
    expect(forced.status).toBe(403);
  });

  it('imports units and initiatives by upload with a report of rows', async () => {
    await admin.get('/quan-tri/don-vi');
    const units = await admin.submit({
      file: new File(['code\tname\tkind\nX1\tPhòng Một\troom\nX2\t\troom\n'], 'đơn vị.tsv'),
    });
    expect(units.text).toContain('Thêm 1, sửa 0, giữ nguyên 0, lỗi 1 dòng');
    await admin.get('/quan-tri/sang-kien');
    const csv = new File(['Tên sáng kiến,Năm\nMáy tách hạt cà phê,2024\n,2024\n'], 'sk.csv');
    expect((await admin.submit({ file: csv })).text).toContain('Thêm 1, đã có từ trước 0, lỗi 1 dòng');
    expect((await admin.get('/quan-tri/sang-kien?ten=m%C3%A1y+t%C3%A1ch+h%E1%BA%A1t+c%C3%A0+ph%C3%AA')).text).toContain(
      'Giống 100%',
    );
    const wrong = await admin.submit({ file: new File([new Uint8Array([0xff, 0xd8, 0xff, 0])], 'ảnh.xlsx') });
    expect(wrong.text).toContain('Không đọc được tệp này');
  });

  it('reads held mail and follows its link', async () => {
    await admin.get('/quan-tri/hop-thu?q=kt%40example');
    const id = /\/quan-tri\/hop-thu\/[\w-]{36}/.exec(admin.page.html)?.[0];
    const mail = await admin.get(id!);
    expect(mail.html).toMatch(/<a href="\/loi-moi\/[\w-]{43}">/);
    expect((await admin.get('/quan-tri/hop-thu/x')).status).toBe(404);
  });

  it('moves the clock of a rehearsal', async () => {
    await admin.get('/quan-tri/dong-ho');
    expect(admin.page.text).toContain('08:0');
    const moved = await admin.submit({ at: '2026-06-30T23:59:50' }, { action: '?/to' });
    expect(moved.text).toContain('thứ Ba 30/06/2026');
    await admin.submit({ days: '1' }, { action: '?/by' });
    expect(admin.page.text).toMatch(/0[12]\/07\/2026/);
    const wrong = await admin.fetch('/quan-tri/dong-ho?/to', {
      method: 'POST',
      body: new URLSearchParams({ at: '2026-02-31T00:00' }),
    });
    expect(wrong.status).toBe(422);
  });

  it('shows what must always be true', async () => {
    expect((await admin.get('/quan-tri/kiem-tra')).text).toContain('Mọi điều đều đúng');
  });
});
