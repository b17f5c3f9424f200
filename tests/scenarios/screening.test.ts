import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import type { StoredRole } from '#lib/server/platform/policy.ts';
import { type Stage, stage } from '../server/screening.support.ts';
import type { Browser } from '../support/http.ts';
import { samplePdf } from '../support/samples.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let s: Stage;
let coordinator: Browser;
let neighbour: Browser;
let secretary: Browser;
let judge: Browser;
const ids: string[] = [];
const since = new Date('2025-01-01T00:00:00Z');

async function member(name: string, role: StoredRole, unitId: string | null): Promise<Browser> {
  const { db } = server.app;
  const { id } = await db
    .insertInto('person')
    .values({
      full_name: name,
      folded: name.toLowerCase(),
      email: `${role}${unitId ?? ''}@example.test`,
      created_at: since,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const programmeId = role === 'unit-coordinator' ? null : s.programmeId;
  await db
    .insertInto('role_grant')
    .values({ person_id: id, role, programme_id: programmeId, unit_id: unitId, valid_from: since, granted_at: since })
    .execute();
  const browser = server.browser();
  browser.cookies.set(sessionCookie, await createSession(db, id, { ip: null, userAgent: null }));
  return browser;
}

beforeAll(async () => {
  server = await startTestServer({ at: '2026-06-15T09:00:00+07:00' });
  const person = async (name: string) => {
    const { id } = await server.app.db
      .insertInto('person')
      .values({ full_name: name, folded: name, created_at: since })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id };
  };
  s = await stage({ app: server.app, person } as never);
  for (const title of ['Sổ tay số', 'Bản đồ số', 'Chợ phiên số']) ids.push((await s.entry({ title })).id);
  coordinator = await member('Cầm Văn Đầu', 'unit-coordinator', s.units.department);
  neighbour = await member('Quàng Thị Láng', 'unit-coordinator', s.units.commune);
  secretary = await member('Lò Thị Thư', 'secretary', null);
  judge = await member('Bạc Cầm Khảo', 'judge', null);
});
afterAll(() => server?.stop());

const unit = () => `/don-vi/${s.units.department}`;
const room = () => `/dieu-hanh/${s.doc.slug}`;

describe('a unit and the secretariat, without scripts', () => {
  it('K26-4a: screens: reads, returns with a reason, chooses, orders', async () => {
    const home = await coordinator.get(unit());
    expect(home.text).toContain('Sơ loại 3 bài đang chờ');
    expect(home.text).toContain('23:59:59, thứ Ba 30/06/2026');
    await coordinator.get(`${unit()}/bai-du-thi/${ids[2]}`);
    const missing = await coordinator.submit({ comment: ' ' }, { action: '/return' });
    expect(missing.status).toBe(422);
    expect(missing.text).toContain('Hãy ghi lý do');
    await coordinator.submit({ comment: 'Thiếu số liệu.' }, { action: '/return' });
    expect(coordinator.page.text).toContain('Đã trả lại');
    for (const id of ids.slice(0, 2)) {
      await coordinator.get(`${unit()}/bai-du-thi/${id}`);
      await coordinator.submit({ comment: 'Thiết thực.' }, { action: '/accept' });
      expect(coordinator.page.text).toContain('Đã chọn bài này');
    }
    await coordinator.get(`${unit()}/bai-du-thi?buoc=accepted`);
    const twice = await coordinator.submit({ [`rank.${ids[0]}`]: '1', [`rank.${ids[1]}`]: '1' }, { action: '/ranks' });
    expect(twice.text).toContain('cùng xếp thứ 1');
    await coordinator.submit({ [`rank.${ids[0]}`]: '2', [`rank.${ids[1]}`]: '1' }, { action: '/ranks' });
    expect(coordinator.page.text.indexOf('Bản đồ số')).toBeLessThan(coordinator.page.text.indexOf('Sổ tay số'));
  });

  it('K26-4a: to another unit, all of it does not exist', async () => {
    for (const path of [
      '',
      '/bai-du-thi',
      `/bai-du-thi/${ids[0]}`,
      '/gui-ve-tinh',
      '/gui-ve-tinh/du-thao.pdf',
      '/nguoi',
      '/nop-thay',
    ])
      expect((await neighbour.get(unit() + path)).status, path).toBe(404);
    const own = `/don-vi/${s.units.commune}/bai-du-thi/${ids[0]}`;
    expect((await neighbour.get(own)).status).toBe(404);
  });

  it('K26-4a: drafts the letter, uploads the signed one by a plain form, forwards', async () => {
    const draft = await coordinator.get(`${unit()}/gui-ve-tinh/du-thao.pdf`);
    expect(draft.headers.get('content-type')).toBe('application/pdf');
    await coordinator.get(`${unit()}/gui-ve-tinh`);
    const file = new File([new Uint8Array(samplePdf('To trinh'))], 'to-trinh.pdf', { type: 'application/pdf' });
    await coordinator.submit({ file }, { action: '/api/tai-tep' });
    for (let tries = 0; tries < 50; tries++) {
      const row = await server.app.db
        .selectFrom('file')
        .select('state')
        .where('purpose', '=', 'letter')
        .executeTakeFirst();
      if (row?.state === 'ready') break;
      await new Promise((done) => setTimeout(done, 100));
    }
    await coordinator.get(`${unit()}/gui-ve-tinh`);
    const bare = await coordinator.submit({ letterNumber: '', letterDate: '' }, { action: '/forward' });
    expect(bare.text).toContain('Hãy nhập số, ký hiệu của văn bản');
    const done = await coordinator.submit(
      { letterNumber: '12/TTr-SKHCN', letterDate: '10/06/2026' },
      { action: '/forward' },
    );
    expect(done.text).toContain('Đã gửi về tỉnh');
    const letter = await server.app.db.selectFrom('forwarding').select('letter_file_id').executeTakeFirstOrThrow();
    expect((await secretary.get(`/tep/${letter.letter_file_id}`)).status).toBe(200);
    expect((await neighbour.get(`/tep/${letter.letter_file_id}`)).status).toBe(404);
  });

  it('invites people of the unit and takes an invitation back', async () => {
    await coordinator.get(`${unit()}/nguoi`);
    await coordinator.submit({ fullName: 'Vì Thị Mới', email: 'moi@example.test' }, { action: '/invite' });
    expect(coordinator.page.text).toContain('Đã gửi thư mời');
    await coordinator.submit({}, { action: '/revoke' });
    expect(coordinator.page.text).toContain('Không có lời mời nào đang chờ');
  });

  it('begins an entry for a citizen who has signed on paper', async () => {
    await coordinator.get(`${unit()}/nop-thay`);
    await coordinator.submit({ fullName: 'Lò Thị Bản', phone: '0912 345 678' }, { action: '/person' });
    const unsigned = await coordinator.submit({ title: 'Máy tuốt ngô' }, { action: '/start' });
    expect(unsigned.text).toContain('đã ký Phiếu đăng ký dự thi bằng giấy');
    expect(unsigned.html).toContain('Máy tuốt ngô');
    await coordinator.submit({ title: 'Máy tuốt ngô', paperSigned: true }, { action: '/start' });
    await coordinator.get(`${unit()}/nop-thay`);
    expect(coordinator.page.text).toContain('Máy tuốt ngô Lò Thị Bản Bản nháp');
  });

  it('K26-2c: the secretariat reads the findings, notes a verdict, confirms many after a preview', async () => {
    expect((await secretary.get(room())).text).toContain('Kiểm tra 2 bài mới nộp');
    await secretary.get(`${room()}/bai-du-thi?trang-thai=submitted`);
    expect(secretary.page.text).toContain('2 bài theo bộ lọc');
    await secretary.get(`${room()}/bai-du-thi/${ids[0]}?trang-thai=submitted`);
    expect(secretary.page.text).toContain('sổ sáng kiến đã công nhận còn trống');
    expect(secretary.page.text).toContain('Văn bản 12/TTr-SKHCN ngày 10/06/2026');
    const unsaid = await secretary.submit({ 'note.recognised': '', verdict: 'ask' }, { fields: ['note.recognised'] });
    expect(unsaid.text).toContain('hãy ghi nhận xét');
    await secretary.submit({ 'note.recognised': 'Đã hỏi Sở.', verdict: 'pass' }, { fields: ['note.recognised'] });
    expect(secretary.page.url).toContain('trang-thai=submitted');
    const preview = await secretary.get(`${room()}/bai-du-thi/xac-nhan?id=${ids[0]}&id=${ids[1]}`);
    expect(preview.text).toContain('1 bài xác nhận được, 1 bài còn vướng');
    await secretary.submit({}, { fields: ['id'] });
    expect(secretary.page.text).toContain('Đã xác nhận 1 bài');
  });

  it('disqualifies with a clause and a long enough reason; typed text is not lost', async () => {
    await secretary.get(`${room()}/bai-du-thi/${ids[1]}`);
    const short = await secretary.submit({ reason: 'Vi phạm', clause: 'II.2' }, { action: '/disqualify' });
    expect(short.text).toContain('từ 20 ký tự trở lên');
    expect(short.html).toContain('Vi phạm</textarea>');
    const reason = 'Sản phẩm đã được công nhận sáng kiến cấp tỉnh năm 2024.';
    await secretary.submit({ reason, clause: 'II.2' }, { action: '/disqualify' });
    expect(secretary.page.text).toContain('Đã loại; tác giả nhận được thư');
    expect(secretary.page.text).toContain('Bị loại');
  });

  it('exports what the filter shows, as Excel opens it', async () => {
    const csv = await secretary.fetch(`${room()}/bai-du-thi/tai-ve?dang=csv`);
    const bytes = Buffer.from(await csv.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString('utf8').split('\r\n').filter(Boolean)).toHaveLength(4);
    const xlsx = await secretary.fetch(`${room()}/bai-du-thi/tai-ve?dang=xlsx&q=ban%20do`);
    expect(
      Buffer.from(await xlsx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });

  it('a judge finds neither the list nor the unit', async () => {
    for (const path of [`${room()}/bai-du-thi`, `${room()}/bai-du-thi/${ids[0]}`, unit()])
      expect((await judge.get(path)).status, path).toBe(404);
    expect((await server.browser().get(`${room()}/bai-du-thi`)).url).toContain('/dang-nhap');
  });
});
