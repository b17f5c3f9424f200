import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { publishProgramme } from '#lib/server/programme/publish.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { contest2026, contest2026Demo } from '#programmes/son-la/index.ts';
import type { Browser } from '../support/http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let id: string;
const root = `/cuoc-thi/${contest2026Demo.slug}`;

async function signedIn(name: string, role: 'admin' | 'secretary', programmeId: string | null): Promise<Browser> {
  const { db } = server.app;
  const since = new Date('2025-01-01T00:00:00Z');
  const person = await db
    .insertInto('person')
    .values({
      full_name: name,
      folded: name.toLowerCase(),
      email: `${role}-${crypto.randomUUID()}@example.test`,
      email_confirmed_at: since,
      created_at: since,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('role_grant')
    .values({ person_id: person.id, role, programme_id: programmeId, valid_from: since, granted_at: since })
    .execute();
  const browser = server.browser();
  browser.cookies.set(sessionCookie, await createSession(db, person.id, { ip: null, userAgent: null }));
  return browser;
}

beforeAll(async () => {
  server = await startTestServer({ at: '2026-06-27T19:59:30+07:00' });
  id = await createProgramme(server.ctx(), { doc: contest2026Demo });
  await publishProgramme(server.ctx(), { programmeId: id, version: 1 });
});
afterAll(() => server?.stop());

describe('a visitor without scripts', () => {
  it('K26-1, K26-2a, K26-3, K26-4b, K26-5a: reads the whole contest on one page, with the countdown of the server', async () => {
    const { status, text, html } = await server.browser().get(root);
    expect(status).toBe(200);
    for (const part of [
      'Ý tưởng số - Lan tỏa sức mạnh số',
      'Chính quyền số',
      'đóng góp từ 30% trở lên',
      'Nhận sản phẩm dự thi',
      'còn 3 ngày 4 giờ',
      '23:59:59, thứ Ba 30/06/2026',
      'tối đa 10 phút',
      '01 giải Nhất',
      '15.000.000 đồng',
      '05 giải Khuyến khích',
      'Tổng giá trị giải thưởng 65.000.000 đồng',
      'cuocthichuyendoiso@sonla.gov.vn',
      'giá trị minh họa',
    ])
      expect(text).toContain(part);
    expect(html).toContain(`href="/bai-du-thi/moi/${contest2026Demo.slug}"`);
    expect(html).not.toMatch(/<script/);
  });

  it('K26-3: the way in closes with the last second of the intake', async () => {
    server.moveTo('2026-07-01T00:00:00+07:00');
    const { text, html } = await server.browser().get(root);
    expect(text).toContain('Chấm Sơ khảo');
    expect(html).not.toContain(`/bai-du-thi/moi/${contest2026Demo.slug}`);
    server.moveTo('2026-06-27T19:59:30+07:00');
  });

  it('weighs at most 30 kB over the network, styles included', async () => {
    const size = async (path: string) => {
      const response = await fetch(server.url + path, { headers: { 'accept-encoding': 'br' } });
      const length = response.headers.get('content-length');
      const body = new Uint8Array(await response.arrayBuffer());
      return { bytes: Number(length ?? body.length), body: new TextDecoder().decode(body) };
    };
    const page = await size(root);
    const styles = [...page.body.matchAll(/href="([^"]+\.css)"/g)].map(
      (m) => new URL(m[1] ?? '', server.url + root).pathname,
    );
    const sizes = await Promise.all(styles.map(size));
    expect(styles.length).toBeGreaterThan(0);
    expect(sizes.reduce((n, s) => n + s.bytes, page.bytes)).toBeLessThan(30_000);
  });

  it('K26-6a, K26-6b: finds rules by clause, documents and the blank form', async () => {
    const browser = server.browser();
    const rules = await browser.get(`${root}/the-le`);
    expect(rules.html).toContain('id="muc-ii-2"');
    expect(rules.text).toContain('cuoethichuyendoiso@sonla.gov.vn');
    expect(rules.text).toContain('đến 23:59:59, Chủ nhật 30/08/2026');
    expect((await browser.get(`${root}/tai-lieu`)).text).toContain('02-KH/BCĐ');
    const form = await browser.fetch(`${root}/phieu-dang-ky.docx`);
    expect(form.headers.get('content-disposition')).toContain('.docx');
    expect(
      Buffer.from(await form.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });

  it('gets a page with a code for what does not exist, and for drafts alike', async () => {
    await createProgramme(server.ctx(), { doc: { ...contest2026, slug: 'chua-cong-bo', code: 'CCB26' } });
    const browser = server.browser();
    const unknown = await browser.get('/cuoc-thi/khong-co');
    expect(unknown.status).toBe(404);
    expect(unknown.text).toContain('Mã lỗi: not-found');
    const draft = await browser.get('/cuoc-thi/chua-cong-bo');
    expect(draft.status).toBe(404);
    expect(draft.text).not.toContain(contest2026.theme);
    expect((await browser.get('/quan-tri/chuong-trinh')).url).toContain('/dang-nhap?tiep=');
  });
});

describe('an administrator without scripts', () => {
  it('K26-3: moves a deadline: change, consequences, reason; the public sees it with its reason at once', async () => {
    const admin = await signedIn('Hoàng Văn Quản', 'admin', null);
    await server.browser().get(`${root}/the-le`);
    await admin.get(`/quan-tri/chuong-trinh/${contest2026Demo.slug}/timeline`);
    expect(admin.page.text).toContain('Có chỗ đã chốt');
    await admin.submit({ 'timeline.1.to': '2026-06-30T17:00:00' });
    expect(admin.page.text).toContain('17:00:00, thứ Ba 30/06/2026');
    expect(admin.page.text).toContain('kết thúc sớm hơn');
    await admin.submit({ reason: 'ngắn' });
    expect(admin.page.text).toContain('ít nhất 20 ký tự');
    await admin.submit({ reason: 'Thống nhất với các đơn vị tại cuộc họp ngày 26/6' });
    expect(admin.page.url).toContain('da-luu=timeline');
    const rules = await server.browser().get(`${root}/the-le`);
    expect(rules.text).toContain('Những thay đổi sau khi công bố');
    expect(rules.text).toContain('Thống nhất với các đơn vị tại cuộc họp ngày 26/6');
    expect((await server.browser().get(root)).text).toContain('17:00:00, thứ Ba 30/06/2026');
    await admin.get(`/quan-tri/chuong-trinh/${contest2026Demo.slug}/lich-su`);
    expect(admin.page.text).toContain('Hoàng Văn Quản');
  });

  it('keeps what was typed when something is wrong, and adds an element to a list', async () => {
    const admin = await signedIn('Hoàng Văn Quản', 'admin', null);
    await admin.get(`/quan-tri/chuong-trinh/${contest2026Demo.slug}/budget`);
    const lines = contest2026Demo.budget.lines.length;
    // the button's own formaction
    admin.form({ fields: ['op'] }).action = '?/change';
    await admin.submit({ op: 'add:budget.lines', 'budget.lines.0.name': 'Bồi dưỡng giám khảo' });
    await admin.submit({
      [`budget.lines.${lines}.name`]: 'Thuê hội trường',
      [`budget.lines.${lines}.unit`]: 'buổi',
      [`budget.lines.${lines}.unitPrice`]: 'tám triệu',
    });
    expect(admin.page.text).toContain('hãy nhập số tiền bằng đồng');
    expect(admin.page.html).toContain('tám triệu');
    expect(admin.page.html).toContain('Bồi dưỡng giám khảo');
    await admin.submit({ [`budget.lines.${lines}.unitPrice`]: '8.000.000' });
    await admin.submit({ reason: '' });
    expect((await programmeById(server.app.db, id))?.doc.budget.lines.at(-1)).toEqual({
      id: 'thue-hoi-truong',
      name: 'Thuê hội trường',
      unit: 'buổi',
      quantity: 1,
      unitPrice: 8_000_000,
    });
  });

  it('K26-4b, K26-4d: creates a contest from its file, decides what blocks, publishes', async () => {
    const admin = await signedIn('Hoàng Văn Quản', 'admin', null);
    await admin.get('/quan-tri/chuong-trinh/moi');
    await admin.submit({ shipped: contest2026.slug, slug: 'y-tuong-so-2027', code: 'CDS27' });
    expect(admin.page.url).toBe('/quan-tri/chuong-trinh/y-tuong-so-2027');
    expect(admin.page.text).toContain('Giải quyết 2 điểm còn chặn công bố');
    for (const [question, option] of [
      ['mailbox', 'cuocthi'],
      ['refinement-deadline', 'end-of-31'],
    ] as const) {
      await admin.get('/quan-tri/chuong-trinh/y-tuong-so-2027/cau-hoi');
      const form = admin.page.forms.find((f) => f.fields.some((x) => x.name === 'questionId' && x.value === question));
      admin.page.forms = form ? [form] : [];
      await admin.submit({ optionId: option });
      expect(admin.page.text).toContain('Xem lại trước khi quyết định');
      await admin.submit({ reason: 'Văn phòng xác nhận ngày 12/01' }, { fields: ['reason'] });
    }
    await admin.get('/quan-tri/chuong-trinh/y-tuong-so-2027');
    await admin.submit({}, { action: '?/publish' });
    expect(admin.page.text).toContain('Đã công bố chương trình');
    expect((await server.browser().get('/cuoc-thi/y-tuong-so-2027')).status).toBe(200);
  });
});

describe('the secretariat without scripts', () => {
  it('K26-6b: writes a piece of news, publishes it, and everyone reads it', async () => {
    const secretary = await signedIn('Lò Thị Thư', 'secretary', id);
    await secretary.get(`/dieu-hanh/${contest2026Demo.slug}/tin-tuc/moi`);
    await secretary.submit({ title: '', body: 'Nội dung đã gõ' });
    expect(secretary.page.text).toContain('Hãy nhập tiêu đề');
    expect(secretary.page.html).toContain('Nội dung đã gõ');
    await secretary.submit({
      title: 'Gia hạn <img src=x>',
      body: '**Quan trọng**: xem [thể lệ](/the-le).\n\n<script>alert(1)</script>',
    });
    const visitor = server.browser();
    expect((await visitor.get(`${root}/tin-tuc`)).text).not.toContain('Gia hạn');
    await secretary.submit({}, { action: '?/publish' });
    await visitor.get(`${root}/tin-tuc`);
    expect(visitor.page.text).toContain('Gia hạn <img src=x>');
    const href = /href="(\/cuoc-thi\/[^"]+\/tin-tuc\/gia-han[^"]*)"/.exec(visitor.page.html)?.[1] ?? '';
    await visitor.get(href);
    expect(visitor.page.html).toContain('<strong>Quan trọng</strong>');
    expect(visitor.page.html).not.toContain('<script>alert');
  });

  it('edits its own parts only', async () => {
    const secretary = await signedIn('Lò Thị Thư', 'secretary', id);
    await secretary.get(`/quan-tri/chuong-trinh/${contest2026Demo.slug}/prizes`);
    expect(secretary.page.text).toContain('Bạn chỉ xem được phần này');
    const forged = await secretary.fetch(`/quan-tri/chuong-trinh/${contest2026Demo.slug}/prizes?/save`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ version: '1', draft: JSON.stringify({ prizes: contest2026Demo.prizes }) }).toString(),
    });
    expect(forged.status).toBe(403);
    await secretary.get(`/dieu-hanh/${contest2026Demo.slug}/thanh-phan`);
    expect(secretary.page.text).toContain('Chỉ quản trị viên làm được việc này');
  });
});
