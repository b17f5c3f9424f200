import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSession } from '#lib/server/platform/auth/sessions.ts';
import { createProgramme } from '#lib/server/programme/create.ts';
import { publishProgramme } from '#lib/server/programme/publish.ts';
import { launchChromium, sit } from '../support/chromium.ts';
import { testPerson } from '../support/ctx.ts';
import { galleryContest, insertWorks, type PostedWork } from '../support/gallery.ts';
import { mailed } from '../support/mails.ts';
import { sampleVideo } from '../support/samples.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let chromium: Browser;
let work: PostedWork;
const url = () => `${server.url}/cuoc-thi/${galleryContest.slug}/thu-vien/${work.slug}`;

beforeAll(async () => {
  chromium = await launchChromium();
  server = await startTestServer({ at: '2026-01-15T08:00:00+07:00' });
  const doc = {
    ...galleryContest,
    interaction: { ...galleryContest.interaction!, view: { seconds: 3, fraction: '0.5' } },
  };
  const programmeId = await createProgramme(server.ctx(), { doc });
  await publishProgramme(server.ctx(), { programmeId, version: 1 });
  const works = await insertWorks(server.app, {
    programmeId,
    code: doc.code,
    works: [{ title: 'Bản em lên số' }],
    video: sampleVideo(),
  });
  work = works[0]!;
  server.moveTo('2026-07-10T08:00:00+07:00');
});
afterAll(async () => {
  await chromium?.close();
  await server?.stop();
});

const session = async (name: string) => {
  const person = await testPerson(server.app.db, name);
  return createSession(server.app.db, person.id, { ip: null, userAgent: null });
};
const rows = (table: 'gallery_like' | 'gallery_share' | 'gallery_view') =>
  server.app.db.selectFrom(table).selectAll().where('entry_id', '=', work.entryId).execute();

it('K24-4: liking in place: the number changes, it is said aloud, and a proof of work stands behind it', async () => {
  const { page, context, problems } = await sit(chromium, {
    url: server.url,
    session: await session('Người thích'),
    width: 360,
  });
  await page.goto(url());
  await page.getByRole('button', { name: 'Thích', exact: true }).click();
  await page.getByRole('status').filter({ hasText: 'Bạn đã thích tác phẩm này.' }).waitFor();
  expect(await page.locator('[data-count=likes]').textContent()).toBe('1');
  expect((await rows('gallery_like')).map((row) => row.challenge)).toEqual(['solved']);
  await page.getByRole('button', { name: 'Thôi thích' }).click();
  await page.getByRole('status').filter({ hasText: 'Đã rút lại' }).waitFor();
  expect(await page.locator('[data-count=likes]').textContent()).toBe('0');
  await page.getByRole('button', { name: 'Thích', exact: true }).click();
  await page.getByRole('status').filter({ hasText: 'Bạn đã thích' }).waitFor();
  expect((await rows('gallery_like')).map((row) => row.taken_back_at === null)).toEqual([false, true]);
  expect(problems).toEqual([]);
  await context.close();
});

it('K24-4: when liking fails, the button says what is true', async () => {
  const { page, context } = await sit(chromium, { url: server.url, session: await session('Người mất mạng') });
  await page.goto(url());
  await page.route('**/thich', (route) => route.abort());
  await page.getByRole('button', { name: 'Thích', exact: true }).click();
  await page.getByRole('status').filter({ hasText: 'Chưa gửi được' }).waitFor();
  expect(await page.getByRole('button', { name: 'Thích', exact: true }).isVisible()).toBe(true);
  await context.close();
});

it('K24-4: a visitor likes by mail with a proof of work, and is a voter afterwards', async () => {
  const { page, context, problems } = await sit(chromium, { url: server.url, session: null, width: 360 });
  await page.goto(url());
  await page.getByRole('link', { name: 'Thích', exact: true }).click();
  await page.getByRole('textbox', { name: 'Họ và tên' }).fill('Lò Thị Mây');
  await page.getByRole('textbox', { name: 'Thư điện tử' }).fill('may@example.com');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Gửi thư xác nhận' }).click();
  await page.getByRole('heading', { name: 'Hãy mở hộp thư' }).waitFor();
  await page.goto(server.url + (await mailed(server, 'may@example.com', 'binh-chon/xac-nhan')));
  await page.getByRole('button', { name: 'Xác nhận lượt thích' }).click();
  await page.getByText('Đã ghi nhận lượt thích').first().waitFor();
  expect((await rows('gallery_like')).filter((row) => row.taken_back_at === null).map((row) => row.challenge)).toEqual([
    'solved',
    'solved',
  ]);
  await page.getByRole('link', { name: 'Trở về tác phẩm' }).click();
  await page.getByRole('button', { name: 'Thôi thích' }).waitFor();
  expect(problems).toEqual([]);
  await context.close();
});

it('K24-4: a shared link opened in another browser counts once', async () => {
  const sharer = await sit(chromium, { url: server.url, session: await session('Người chia sẻ') });
  await sharer.page.goto(url());
  await sharer.page.getByRole('button', { name: 'Chia sẻ' }).click();
  const field = sharer.page.getByLabel('Liên kết của bạn');
  await field.waitFor();
  const address = await field.inputValue();
  await sharer.page.goto(address);
  expect((await rows('gallery_share')).map((row) => row.opened_at)).toEqual([null]);
  for (const _ of ['a friend', 'another']) {
    const friend = await sit(chromium, { url: server.url, session: null });
    await friend.page.goto(address);
    expect(friend.page.url()).toBe(url());
    await friend.page.goto(address);
    await friend.context.close();
  }
  const [share] = await rows('gallery_share');
  expect(share!.opened_at).not.toBeNull();
  expect(share!.opened_device).not.toBe(share!.device);
  expect(sharer.problems).toEqual([]);
  await sharer.context.close();
});

it('K24-4: a view counts after watching, not after jumping, once a day', async () => {
  const { page, context, problems } = await sit(chromium, { url: server.url, session: null });
  await page.goto(url());
  const video = page.locator('video');
  await video.evaluate((one: HTMLVideoElement) => {
    one.muted = true;
    return one.play();
  });
  await page.waitForTimeout(1000);
  expect(await rows('gallery_view')).toHaveLength(0);
  await expect.poll(() => rows('gallery_view').then((all) => all.length), { timeout: 15_000 }).toBe(1);
  const [view] = await rows('gallery_view');
  expect(view!.viewer).toMatch(/^d:/);
  expect(view!.seconds).toBeGreaterThanOrEqual(3);
  expect(problems).toEqual([]);
  await context.close();
});
