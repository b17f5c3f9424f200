import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgramme } from '#lib/server/programme/create.ts';
import { samplePdf, sampleVideo } from '#programmes/samples/samples.ts';
import { contest2026Demo } from '#programmes/son-la/index.ts';
import { submissionValues } from '../support/entry.ts';
import type { Browser } from '../support/http.ts';
import { mailed } from '../support/mails.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let programmeId: string;
const slug = contest2026Demo.slug;

beforeAll(async () => {
  server = await startTestServer({ at: '2026-04-10T08:00:00+07:00' });
  programmeId = await createProgramme(server.ctx(), { doc: contest2026Demo });
  await server.app.db
    .updateTable('programme')
    .set({ status: 'published', published_at: new Date('2026-01-06T00:00:00Z') })
    .where('id', '=', programmeId)
    .execute();
});
afterAll(() => server?.stop());

const password = 'nui rung tay bac';

/** A new account, signed in, arriving where it wanted to go. */
async function newAuthor(fullName: string, email: string, next: string): Promise<Browser> {
  const browser = server.browser();
  await browser.get(`/dang-ky?tiep=${encodeURIComponent(next)}`);
  await browser.submit({ fullName, email, password });
  await browser.get(await mailed(server, email, 'xac-nhan'));
  await browser.submit({});
  if (!browser.page.url.startsWith(next)) await browser.submit({ email, password }, { fields: ['email', 'password'] });
  return browser;
}

const named = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`f.${name}`, value]));

async function upload(browser: Browser, root: string, requirement: string, file: File): Promise<void> {
  await browser.get(`${root}/tep`);
  const form = browser.page.forms.find((one) => one.fields.some((field) => field.value === requirement));
  const data = new FormData();
  for (const field of form!.fields) if (field.type === 'hidden') data.append(field.name, field.value);
  data.append('file', file);
  const response = await browser.fetch(form!.action, { method: 'POST', body: data });
  expect(response.headers.get('location')).not.toContain('loi-tep');
  for (let i = 0; i < 100; i++) {
    const page = await browser.get(`${root}/tep`);
    if (page.html.includes(file.name) && !page.text.includes('Đang kiểm tra')) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`${file.name} was not checked`);
}

describe('an author, without scripts', () => {
  let mai: Browser;
  let root = '';
  let code = '';

  it('K26-4b: goes from a new account to a receipt', async () => {
    mai = await newAuthor('Lò Thị Mai', 'mai@example.test', `/bai-du-thi/moi/${slug}`);
    expect(mai.page.url).toBe(`/bai-du-thi/moi/${slug}`);
    const empty = await mai.submit({ title: ' ' }, { fields: ['title'] });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Hãy nhập tên sản phẩm');
    await mai.submit({ title: 'Sổ tay <b>số</b> của bản', pillar: 'society' });
    root = mai.page.url;
    expect(root).toMatch(/^\/bai-du-thi\/[0-9a-f-]{36}$/);
    expect(mai.page.html).not.toContain('<b>số</b>');
    expect(mai.page.text).toContain('Đã xong 1/6 mục');
    expect(mai.page.text).toContain('Hạn 23:59:59, thứ Ba 30/06/2026');

    await mai.get(`${root}/thong-tin`);
    const { problem: _, ...rest } = submissionValues;
    const half = await mai.submit({
      topics: ['skills', 'data'],
      ...named({ ...rest, maturity: 'in-use', usedAt: 'Bản Hoa', usedSince: '31/02/2026' }),
      after: 'back',
    });
    expect(half.status).toBe(422);
    expect(half.text).toContain('Đã lưu. Có chỗ cần sửa trước khi nộp.');
    expect(half.text).toContain('31/02/2026 không phải là một ngày có thật');
    expect(mai.form({ fields: ['f.usedSince'] }).fields).toContainEqual(
      expect.objectContaining({ name: 'f.usedSince', value: '31/02/2026' }),
    );
    const stay = await mai.submit({ ...named({ usedSince: '28/02/2026', problem: 'Đường xa' }), after: 'stay' });
    expect(stay.text).toContain('Đã lưu lúc 08:0');
    expect(mai.form({ fields: ['f.usedSince'] }).fields).toContainEqual(
      expect.objectContaining({ name: 'f.usedSince', value: '28/02/2026' }),
    );

    await upload(mai, root, 'video', new File([new Uint8Array(sampleVideo())], 'Bản giới thiệu.mp4'));
    await upload(mai, root, 'explanation', new File([new Uint8Array(samplePdf())], 'Thuyết minh.pdf'));
    await mai.get(`${root}/cam-ket`);
    expect(mai.page.forms.flatMap((form) => form.fields).filter((f) => f.type === 'checkbox' && f.checked)).toEqual([]);
    await mai.submit({
      'declarations.originality': true,
      'declarations.not-recognised': true,
      'declarations.truth': true,
    });
    expect(mai.page.url).toBe(`${root}?xong=da-luu`);
    const missing = await mai.get(`${root}/kiem-tra`);
    expect(missing.text).toContain('Còn việc phải làm trước khi nộp');
    expect(missing.forms.filter((form) => form.fields.some((field) => field.name === 'version'))).toEqual([]);
    await mai.get(`${root}/cam-ket`);
    await mai.submit({ 'declarations.consent': true });
    expect(mai.page.text).toContain('hồ sơ đã đủ, kiểm tra lần cuối rồi nộp');
  });

  it('K26-2a: sees wrong shares beside the field, and co-authors agree by link', async () => {
    await mai.get(`${root}/tac-gia`);
    const wrong = await mai.submit({
      'authors.0.share': '50',
      'authors.1.fullName': 'Quàng Văn An',
      'authors.1.email': 'AN@Example.Test',
      'authors.1.share': '30',
      'authors.2.fullName': 'Cà Thị Bình',
      'authors.2.email': 'binh@example.test',
      'authors.2.share': '19',
    });
    expect(wrong.text).toContain('Cà Thị Bình đóng góp 19%. Đồng tác giả phải đóng góp từ 30% trở lên (Mục II.2)');
    expect(wrong.html).toMatch(/id="f-authors-2-share-(error|loi)|aria-invalid="true"/);
    const twice = await mai.submit({ 'authors.2.email': 'an@example.test' });
    expect(twice.text).toContain('đã có trong danh sách');
    const right = await mai.submit({
      'authors.0.share': '33,3',
      'authors.1.share': '33,3',
      'authors.2.email': 'binh@example.test',
      'authors.2.share': '33,4',
    });
    expect(right.text).toContain('gửi thư mời xác nhận cho Quàng Văn An và Cà Thị Bình');

    const an = server.browser();
    await an.get(await mailed(server, 'an@example.test', 'dong-tac-gia'));
    expect(an.page.text).toContain('33,3%');
    expect(an.page.html).not.toContain('binh@example.test');
    await an.submit({}, { action: '?/confirm' });
    expect(an.page.text).toContain('Bạn đã xác nhận là đồng tác giả');
    const binh = server.browser();
    await binh.get(await mailed(server, 'binh@example.test', 'dong-tac-gia'));
    await binh.submit({ reason: 'Tỷ lệ chưa đúng' }, { action: '?/decline' });
    expect(binh.page.text).toContain('Bạn đã từ chối');
    await mai.get(root);
    expect(mai.page.text).toContain('Cà Thị Bình không nhận là đồng tác giả');
    await mai.get(`${root}/tac-gia`);
    await mai.submit({ 'authors.0.share': '60', 'authors.1.share': '40', 'authors.2.remove': true });
    expect(mai.page.text).toContain('gửi thư mời xác nhận cho Quàng Văn An');
  });

  it('K26-2b: cannot name a judge, and reads why', async () => {
    const judge = await newAuthor('Giám Khảo Nghiêm', 'nghiem@example.test', '/bai-du-thi');
    const { id } = await server.app.db
      .selectFrom('person')
      .select('id')
      .where('email', '=', 'nghiem@example.test')
      .executeTakeFirstOrThrow();
    const since = new Date('2026-01-10T00:00:00Z');
    await server.app.db
      .insertInto('role_grant')
      .values({ person_id: id, role: 'judge', programme_id: programmeId, valid_from: since, granted_at: since })
      .execute();
    await mai.get(`${root}/tac-gia`);
    const refused = await mai.submit({
      'authors.1.share': '30',
      'authors.2.fullName': 'Giám Khảo Nghiêm',
      'authors.2.email': 'NGHIEM@example.test',
      'authors.2.share': '30',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(
      'Giám Khảo Nghiêm là thành viên Ban Giám khảo của Cuộc thi nên không được là tác giả',
    );
    expect(mai.form({ fields: ['authors.2.email'] }).fields).toContainEqual(
      expect.objectContaining({ name: 'authors.2.email', value: 'NGHIEM@example.test' }),
    );
    await judge.get(`/bai-du-thi/moi/${slug}`);
    expect(judge.page.text).toContain('nên không được là tác giả (Mục II.2)');
    expect(judge.page.forms.some((form) => form.fields.some((field) => field.name === 'title'))).toBe(false);
  });

  it('checks the answers, hands in twice by a nervous finger, and gets one receipt', async () => {
    await mai.get(`${root}/kiem-tra`);
    expect(mai.page.text).toContain('Đang chờ Quàng Văn An xác nhận');
    expect(mai.page.text).toContain('28/02/2026');
    const form = mai.form({ fields: ['version', 'stage'] });
    const body = new URLSearchParams(form.fields.filter((f) => f.type === 'hidden').map((f) => [f.name, f.value]));
    const press = () => mai.fetch(`${root}/kiem-tra`, { method: 'POST', body: new URLSearchParams(body) });
    const answers = await Promise.all([press(), press()]);
    expect(answers.map((one) => one.headers.get('location'))).toEqual([`${root}/bien-nhan`, `${root}/bien-nhan`]);
    const receipt = await mai.get(`${root}/bien-nhan`);
    code = /CDS26-\d{5}/.exec(receipt.text)![0];
    expect(receipt.text).toContain(`Số biên nhận ${code}/1`);
    expect(receipt.text).toContain('Thuyết minh.pdf');
    for (const path of ['bien-nhan.pdf', 'phieu-dang-ky.pdf']) {
      const pdf = await mai.fetch(`${root}/${path}`);
      expect(pdf.headers.get('content-type')).toBe('application/pdf');
      expect(
        Buffer.from(await pdf.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
    }
  });

  it('is found by code without names; other people get 404 for every page of the entry', async () => {
    const visitor = server.browser();
    await visitor.get('/tra-cuu');
    const found = await visitor.submit({ ma: code.toLowerCase() }, { fields: ['ma'] });
    expect(found.text).toContain('Đã tiếp nhận');
    expect(found.text).not.toMatch(/Mai|Sổ tay/);
    expect((await visitor.get('/tra-cuu?ma=CDS26-09999')).text).toContain('Không có hồ sơ nào mang mã CDS26-09999');
    expect((await visitor.get(root)).url).toBe(`/dang-nhap?tiep=${encodeURIComponent(root)}`);
    const other = await newAuthor('Người Khác', 'khac@example.test', '/bai-du-thi');
    for (const path of [
      '',
      '/thong-tin',
      '/tac-gia',
      '/tep',
      '/cam-ket',
      '/kiem-tra',
      '/bien-nhan',
      '/bien-nhan.pdf',
      '/phieu-dang-ky.pdf',
      '/rut',
      '/hoan-thien',
    ])
      expect([path, (await other.get(root + path)).status]).toEqual([path, 404]);
    const steal = await other.fetch(`${root}/rut`, { method: 'POST', body: new URLSearchParams({ reason: 'x' }) });
    expect(steal.status).toBe(404);
  });

  it('keeps what was typed when the session ends in the middle', async () => {
    await mai.get(`${root}/thong-tin`);
    await server.app.db.deleteFrom('session').execute();
    await mai.submit({ 'f.problem': 'Gõ dở thì hết phiên', after: 'back' });
    expect(mai.page.text).toContain('vẫn được giữ');
    await mai.submit({ email: 'mai@example.test', password });
    expect(mai.page.url).toMatch(/^\/giu-lai\//);
    await mai.submit({}, { action: root });
    expect(mai.page.url).toBe(`${root}?xong=da-luu`);
    expect(mai.page.text).toContain('nộp lại để những thay đổi sau lần nộp trước được tính');
    await mai.get(`${root}/kiem-tra`);
    await mai.submit({}, { fields: ['version', 'stage'] });
    expect(mai.page.text).toContain(`${code}/2`);
  });

  it('K26-3: after the deadline is told so, and nothing typed is lost', async () => {
    await mai.get(`${root}/thong-tin`);
    server.moveTo('2026-07-01T00:00:03+07:00');
    const late = await mai.submit({ 'f.problem': 'Câu cuối cùng viết muộn', after: 'back' });
    expect(late.status).toBe(422);
    expect(late.text).toContain('Đã hết thời gian nhận hồ sơ dự thi');
    expect(late.text).toContain('kết thúc lúc 23:59:59, thứ Ba 30/06/2026');
    expect(late.html).toContain('Câu cuối cùng viết muộn');
    await mai.get(root);
    expect(mai.page.text).toContain('Có nội dung gửi sau hạn');
    expect(mai.page.text).toContain('Câu cuối cùng viết muộn');
    server.moveTo('2026-05-10T08:00:00+07:00');
  });

  it('withdraws with a reason and opens the entry again', async () => {
    await mai.get(`${root}/rut`);
    expect((await mai.submit({ reason: '' })).text).toContain('Hãy ghi lý do rút bài');
    await mai.submit({ reason: 'Chuyển công tác' });
    expect(mai.page.text).toContain('Đã rút bài.');
    await mai.submit({}, { action: '?/restore' });
    expect(mai.page.text).toContain('Đã mở lại bản nháp.');
    await mai.get('/bai-du-thi');
    expect(mai.page.text).toContain(code);
  });
});
