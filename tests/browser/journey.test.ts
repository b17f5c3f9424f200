import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, castInProgramme, castMoment } from '../support/cast.ts';
import { launchChromium, type Seat, sit } from '../support/chromium.ts';
import { samplePath, samplePdf } from '../support/samples.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let cast: Cast;
let browser: Browser;
const pictures = join(process.env.LANTOA_ROOT ?? process.cwd(), 'test-results/journey');

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  [server, browser] = await Promise.all([startTestServer(), launchChromium()]);
  cast = await castInProgramme(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

let shots = 0;
const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(pictures, `${String(++shots).padStart(2, '0')}-${name}.png`), fullPage: true });

/** The link of the newest mail to this address that leads to this page. */
async function mailedLink(address: string, page: string): Promise<string> {
  const mails = await server.app.db
    .selectFrom('message')
    .select('body')
    .where('to_address', '=', address)
    .orderBy('created_at', 'desc')
    .execute();
  const link = mails.map(({ body }) => new RegExp(`/${page}/[\\w-]{43}`).exec(body)?.[0]).find(Boolean);
  if (!link) throw new Error(`no mail to ${address} with a link to /${page}`);
  return server.url + link;
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

describe('an author, in a browser with scripts', () => {
  let seat: Seat;
  let page: Page;
  let root: string;
  const email = 'vang-thi-may@example.test';
  const password = 'suoi chay qua ban nho';
  const title = 'Chợ phiên số của bản Hua Tạt';

  beforeAll(async () => {
    server.moveTo('2026-04-10T08:00:00+07:00');
    seat = await sit(browser, { url: server.url, session: null, width: 412, height: 860 });
    page = seat.page;
  });
  afterAll(() => seat?.context.close());

  it('registers, confirms by the mailed link and signs in where it wanted to go', async () => {
    await page.goto(`${server.url}/cuoc-thi/${cast.slug}`);
    await page.goto(`${server.url}/dang-ky?tiep=${encodeURIComponent(`/bai-du-thi/moi/${cast.slug}`)}`);
    await page.getByLabel('Họ và tên').fill('Vàng Thị Mây');
    await page.getByLabel('Thư điện tử').fill(email);
    await page.locator('input[name=password]').fill(password);
    await press(page, 'Đăng ký');
    await page.waitForURL(/da-gui=/);
    await page.goto(await mailedLink(email, 'xac-nhan'));
    await page.locator('main form button').click();
    await page.waitForURL(/dang-nhap/);
    await page.getByLabel('Thư điện tử').fill(email);
    await page.locator('input[name=password]').fill(password);
    await page.locator('main').getByRole('button', { name: 'Đăng nhập' }).click();
    await page.waitForURL(`${server.url}/bai-du-thi/moi/${cast.slug}`);
  });

  it('K26-4b: starts an entry with two answers', async () => {
    await page.getByLabel('Tên sản phẩm dự thi').fill(title);
    await page.getByLabel('Xã hội số').check();
    await picture(page, 'bat-dau');
    await press(page, 'Tạo bản nháp');
    await page.waitForURL(/\/bai-du-thi\/[0-9a-f-]{36}$/);
    root = page.url();
    expect(await page.textContent('h1')).toContain(title);
  });

  it('fills the form, which saves itself, and finds everything again after closing the tab', async () => {
    await page.goto(`${root}/thong-tin`);
    await page.getByRole('checkbox', { name: 'Kỹ năng số' }).check();
    await page.locator('input[name="f.productKind"][value=solution]').check();
    await page.locator('[name="f.summary"]').fill(Array.from({ length: 160 }, (_, i) => `từ${i}`).join(' '));
    await page.locator('[name="f.problem"]').fill('Người dân bản xa phải đi cả ngày mới tới chợ.');
    await page.locator('[name="f.novelty"]').fill('Bán hàng bằng tin nhắn thoại tiếng Mông.');
    await page.locator('[name="f.feasibility"]').fill('Dùng được với điện thoại phổ thông.');
    await page.locator('[name="f.effect"]').fill('Bớt một nửa số lần đi lại.');
    await page.locator('[name="f.beneficiaries"]').fill('Hộ dân vùng cao');
    await page.locator('input[name="f.maturity"][value=trial]').check();
    await page.getByText(/^Đã lưu lúc/).waitFor({ timeout: 20_000 });
    await picture(page, 'phieu-tu-luu');
    await page.close();
    page = await seat.context.newPage();
    await page.goto(`${root}/thong-tin`);
    expect(await page.locator('[name="f.effect"]').inputValue()).toBe('Bớt một nửa số lần đi lại.');
    expect(await page.locator('input[name="f.maturity"][value=trial]').isChecked()).toBe(true);
    await press(page, 'Lưu và tiếp tục');
    await page.waitForURL(new RegExp(`${root}(\\?|$)`));
  });

  it('K26-4b: uploads the video in parts and the explanation, both checked', async () => {
    await page.goto(`${root}/tep`);
    await page.waitForFunction(() => !document.querySelector('form button[disabled]'));
    await page.locator('#file-video input[type=file]').setInputFiles(samplePath('video-ok.mp4'));
    await page.locator('#file-video').getByText('video-ok.mp4').first().waitFor({ timeout: 30_000 });
    await page.locator('#file-explanation input[type=file]').setInputFiles({
      name: 'Thuyết minh.pdf',
      mimeType: 'application/pdf',
      buffer: samplePdf(),
    });
    await page.locator('#file-explanation').getByText('Thuyết minh.pdf').first().waitFor({ timeout: 30_000 });
    const ready = () =>
      server.app.db
        .selectFrom('file')
        .select('id')
        .where('name', 'in', ['video-ok.mp4', 'Thuyết minh.pdf'])
        .where('state', '=', 'ready')
        .execute();
    await expect.poll(async () => (await ready()).length, { timeout: 30_000 }).toBe(2);
    await picture(page, 'tep');
  });

  it('K26-4b: agrees, checks, hands in, and reads the code on the receipt', async () => {
    await page.goto(`${root}/cam-ket`);
    for (const box of await page.locator('main input[type=checkbox]').all()) await box.check();
    await press(page, 'Lưu cam kết');
    await page.waitForURL(/xong=da-luu/);
    await picture(page, 'viec-da-xong');
    await page.goto(`${root}/kiem-tra`);
    await picture(page, 'kiem-tra');
    await press(page, 'Nộp bài');
    await page.waitForURL(`${root}/bien-nhan`);
    expect(await page.textContent('main')).toMatch(/CDS26-\d{5}/);
    await picture(page, 'bien-nhan');
    const stored = await server.app.db
      .selectFrom('entry')
      .select('state')
      .where('title', '=', title)
      .executeTakeFirst();
    expect(stored?.state).toBe('submitted');
  });

  it('nothing failed behind the pages', () => {
    expect(seat.problems).toEqual([]);
  });
});

describe('a judge, on a phone', () => {
  let seat: Seat;
  let page: Page;
  const sheet = () => `${server.url}/cham-thi/phieu/${cast.entries.eligible.assignment}`;

  beforeAll(async () => {
    server.moveTo(castMoment);
    seat = await sit(browser, { url: server.url, session: await cast.session('judge'), width: 360, height: 740 });
    page = seat.page;
  });
  afterAll(() => seat?.context.close());

  it('K26-4c: scores with the sheet saving itself, and finds the scores again in another tab', async () => {
    await page.goto(sheet());
    const { criteria } = cast.doc.rounds[0]!.rubric;
    for (const { id, max } of criteria) await page.locator(`[name="score.${id}"]`).fill(String(Number(max) - 2));
    await page.locator('[name=comment]').fill('Ý tưởng rõ, cần thêm số liệu.');
    const saved = () =>
      server.app.db
        .selectFrom('score')
        .select('criterion_id')
        .where('assignment_id', '=', cast.entries.eligible.assignment)
        .execute();
    await expect.poll(async () => (await saved()).length, { timeout: 20_000 }).toBe(criteria.length);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await picture(page, 'phieu-cham');
    const other = await seat.context.newPage();
    await other.goto(sheet());
    expect(await other.locator(`[name="score.${criteria[0]!.id}"]`).inputValue()).toBe(
      String(Number(criteria[0]!.max) - 2),
    );
    await other.close();
  });

  it('K26-4c: signs, and the sheet is closed', async () => {
    await page.goto(`${sheet()}/ky`);
    await picture(page, 'ky');
    await press(page, 'Ký phiếu');
    await page.waitForURL(/da-luu=ky/);
    await picture(page, 'da-ky');
    const row = await server.app.db
      .selectFrom('score_sheet')
      .select(['state', 'total'])
      .where('assignment_id', '=', cast.entries.eligible.assignment)
      .executeTakeFirst();
    expect(row?.state).toBe('signed');
    expect(Number(row?.total)).toBe(
      cast.doc.rounds[0]!.rubric.criteria.reduce((sum, { max, weight }) => sum + (Number(max) - 2) * Number(weight), 0),
    );
    expect(await page.locator('main input[name^="score."]').count()).toBe(0);
  });

  it('nothing failed behind the pages', () => {
    expect(seat.problems).toEqual([]);
  });
});
