import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, sessionCookie } from '#lib/server/platform/auth/sessions.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { publishProgramme } from '#lib/server/programme/publish.ts';
import { programmeById, programmeBySlug } from '#lib/server/programme/queries.ts';
import { contest2024, contest2024Demo } from '#programmes/son-la/index.ts';
import type { Browser } from '../support/http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let id: string;
const root = `/cuoc-thi/${contest2024.slug}`;
const desk = `/quan-tri/chuong-trinh/${contest2024.slug}`;

async function admin(): Promise<Browser> {
  const { db } = server.app;
  const since = new Date('2023-01-01T00:00:00Z');
  const person = await db
    .insertInto('person')
    .values({
      full_name: 'Hoàng Văn Quản',
      folded: 'hoang van quan',
      email: `quan-${crypto.randomUUID()}@example.test`,
      email_confirmed_at: since,
      created_at: since,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('role_grant')
    .values({ person_id: person.id, role: 'admin', valid_from: since, granted_at: since })
    .execute();
  const browser = server.browser();
  browser.cookies.set(sessionCookie, await createSession(db, person.id, { ip: null, userAgent: null }));
  return browser;
}

beforeAll(async () => {
  server = await startTestServer({ at: '2024-06-10T09:00:00+07:00' });
  id = await createProgramme(server.ctx(), { doc: contest2024Demo });
  await publishProgramme(server.ctx(), { programmeId: id, version: 1 });
});
afterAll(() => server?.stop());

describe('the video contest, read by a visitor without scripts', () => {
  it('K24-1, K24-5, K24-6, K24-9: the contest on one page', async () => {
    const { status, text, html } = await server.browser().get(root);
    expect(status).toBe(200);
    for (const part of [
      contest2024.theme,
      'Cách làm hay, sáng tạo',
      'nhiều nhất 3 bài',
      'dài 4 đến 5 phút',
      '1280×720 hoặc 1920×1080',
      'Ban Tuyên giáo Tỉnh ủy xem xét từng bài và chọn vào Chung kết',
      '5.000.000 đồng',
      'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh',
      '01 giải phụ: tác phẩm có lượng tương tác cao',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/trụ cột|công nhận|Sơ khảo|Chung khảo|đóng góp từ 1%/i);
    expect(html).toContain(`href="${root}/thu-vien"`);
  });

  it('K24-2 … K24-10: the rules say who screens, what is shown, what counts and until when', async () => {
    const { text } = await server.browser().get(`${root}/the-le`);
    for (const part of [
      'Số sản phẩm tối đa của cùng một nhóm tác giả: 3',
      'Độ dài được lệch tối đa 2 giây ở mỗi đầu.',
      'từ 01/08/2024 đến 10/08/2024',
      'Nguyên bản, do tác giả (nhóm tác giả) xây dựng',
      'chưa được công bố trên các phương tiện thông tin đại chúng và mạng xã hội',
      'Thư viện tác phẩm',
      '(bắt buộc để được đăng)',
      'Tác giả dưới 16 tuổi cần thêm sự đồng ý',
      'Mỗi lượt chia sẻ tính 2 điểm.',
      'Mỗi lượt xem không tính điểm.',
      '23:59:59, thứ Ba 10/09/2024',
      'Cách tính điểm là giá trị minh họa',
      '01 giải, 1.000.000 đồng',
      'Dự kiến ngày 10/10/2024',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/Sơ khảo|Chung khảo|được cấp có thẩm quyền công nhận/);
  });

  it('K24-6: the blank form has no pillars', async () => {
    const form = await server.browser().fetch(`${root}/phieu-dang-ky.docx`);
    expect(form.status).toBe(200);
  });
});

describe('an author without scripts', () => {
  it('K24-1: begins an entry with its title and is asked for topics, not for a pillar', async () => {
    const browser = await admin();
    await browser.get(`/bai-du-thi/moi/${contest2024.slug}`);
    expect(browser.page.text).not.toMatch(/trụ cột/i);
    await browser.submit({ title: 'Chợ số vùng cao' });
    expect(browser.page.url).toMatch(/\/bai-du-thi\/[0-9a-f-]{36}$/);
    expect(browser.page.text).not.toMatch(/trụ cột/i);
    const entry = browser.page.url;
    await browser.get(`${entry}/tac-gia`);
    expect(browser.page.text).toContain('Các đồng tác giả tự ghi tỷ lệ đóng góp');
    expect(browser.page.text).not.toContain('nhiều nhất 100 tác giả');
    await browser.get(`${entry}/thong-tin`);
    expect(browser.page.text).toContain('Cách làm hay, sáng tạo');
    expect(browser.page.text).not.toMatch(/trụ cột/i);
  });
});

describe('an administrator without scripts', () => {
  it('every part of the video contest opens in the editor, with what it holds', async () => {
    const browser = await admin();
    for (const [part, words] of [
      ['basics', contest2024.name],
      ['timeline', 'Sơ loại, đăng tải tác phẩm'],
      ['eligibility', 'Số sản phẩm tối đa của cùng một nhóm tác giả'],
      ['dossier', '1280×720'],
      ['screening', 'Cơ quan Thường trực sơ loại từng bài'],
      ['rounds', 'Vòng Chung kết'],
      ['gallery', 'Tác giả nhỏ hơn tuổi này cần thêm người giám hộ đồng ý'],
      ['interaction', 'Thế nào là một lượt xem'],
      ['combination', 'Chương trình này không có phần này.'],
      ['prizes', 'Lượt tương tác khi chốt (giải phụ)'],
      ['tasks', 'Xây dựng thể lệ cuộc thi.'],
    ] as const) {
      await browser.get(`${desk}/${part}`);
      expect(browser.page.status, part).toBe(200);
      expect(browser.page.html, part).toContain(words);
    }
  });

  it('K24-10: weighs shares anew with a reason; the public reads both', async () => {
    const browser = await admin();
    server.moveTo('2024-08-20T09:00:00+07:00');
    await browser.get(`${desk}/interaction`);
    expect(browser.page.text).toContain('Có chỗ đã chốt');
    await browser.submit({ 'interaction.weights.share': '1,5', 'interaction.hiddenUntilFreeze.value': 'yes' });
    expect(browser.page.text).toContain('Lượt tương tác đã ghi được tính lại theo quy định mới.');
    await browser.submit({ reason: 'Thống nhất tại cuộc họp Ban Tổ chức ngày 20/8' });
    expect(browser.page.url).toContain('da-luu=interaction');
    const { interaction } = (await programmeById(server.app.db, id))!.doc;
    expect(interaction!.weights.share).toBe('1.5');
    expect(interaction!.hiddenUntilFreeze).toMatchObject({ value: true, source: 'decided' });
    const { text } = await server.browser().get(`${root}/the-le`);
    expect(text).toContain('Mỗi lượt chia sẻ tính 1,5 điểm.');
    expect(text).toContain('Trước khi chốt, số lượt không hiện với mọi người.');
    expect(text).toContain('Thống nhất tại cuộc họp Ban Tổ chức ngày 20/8');
    server.moveTo('2024-06-10T09:00:00+07:00');
  });

  it('takes the combined score in by a button, chooses a formula, saves, and the rules show it', async () => {
    const browser = await admin();
    await browser.get(`${desk}/combination`);
    browser.form({ fields: ['op'] }).action = '?/change';
    await browser.submit({ op: 'on:combination' });
    expect(browser.page.text).toContain('Cách đổi lượng tương tác thành điểm');
    await browser.submit({
      'combination.interactions.points.kind': 'per',
      'combination.interactions.points.per.interactions': '10',
      'combination.interactions.points.per.points': '1',
      'combination.interactions.points.per.max': '20',
      'combination.interactions.points.per.decimals': '0',
      'combination.interactions.points.per.rounding': 'down',
      'combination.source': 'decided',
    });
    await browser.submit({ reason: 'Ban Tổ chức thống nhất công thức chung' });
    expect(browser.page.url).toContain('da-luu=combination');
    expect((await programmeById(server.app.db, id))!.doc.combination!.interactions.points).toEqual({
      kind: 'per',
      interactions: '10',
      points: '1',
      max: '20',
      decimals: 0,
      rounding: 'down',
    });
    expect((await server.browser().get(`${root}/the-le`)).text).toContain('cứ 10 tương tác được 1 điểm');
    await browser.get(`${desk}/combination`);
    browser.form({ fields: ['op'] }).action = '?/change';
    await browser.submit({ op: 'off:combination' });
    expect(browser.page.text).toContain('Chương trình này không có phần này.');
    await browser.submit({}, { action: '?/preview' });
    await browser.submit({ reason: 'Giải chỉ xếp theo điểm của Ban Giám khảo' });
    expect((await programmeById(server.app.db, id))!.doc).not.toHaveProperty('combination');
  });

  it('K24-1: creates the contest from the file that ships, as printed, and sees what blocks it', async () => {
    const browser = await admin();
    await browser.get('/quan-tri/chuong-trinh/moi');
    expect(browser.page.text).toContain(contest2024.name);
    await browser.submit({ shipped: contest2024.slug, slug: 'tuyen-truyen-so-2025', code: 'CDS25' });
    expect(browser.page.url).toBe('/quan-tri/chuong-trinh/tuyen-truyen-so-2025');
    expect(browser.page.text).toContain('Giải quyết 2 điểm còn chặn công bố');
    expect((await programmeBySlug(server.app.db, 'tuyen-truyen-so-2025'))!.doc.tasks).toEqual(contest2024.tasks);
    await browser.get('/quan-tri/chuong-trinh/tuyen-truyen-so-2025/cau-hoi');
    expect(browser.page.text).toContain('Ai sơ loại tác phẩm');
  });
});
