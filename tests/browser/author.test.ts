import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEntry } from '#lib/server/entry/record.ts';
import { saveAuthors } from '#lib/server/entry/saveAuthors.ts';
import { saveEntryForm } from '#lib/server/entry/saveForm.ts';
import { startEntry } from '#lib/server/entry/start.ts';
import { actorOfPerson } from '#lib/server/platform/auth/sessions.ts';
import { samplePath } from '#programmes/samples/samples.ts';
import { type Cast, castInProgramme } from '../support/cast.ts';
import { launchChromium, type Seat, sit } from '../support/chromium.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let cast: Cast;
let browser: Browser;
let seat: Seat;
let root: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), launchChromium()]);
  cast = await castInProgramme(server);
  server.moveTo('2026-05-21T09:00:00+07:00');
  seat = await sit(browser, { url: server.url, session: await cast.session('author'), width: 360, height: 640 });
  root = `/bai-du-thi/${cast.entries.draft.id}`;
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (path = '') => seat.page.goto(server.url + root + path, { waitUntil: 'networkidle' });
const said = () => seat.page.locator('.status').textContent();
const stored = async () => (await findEntry(server.app.db, cast.entries.draft.id))!;
const field = (id: string) => seat.page.locator(`[name="f.${id}"]`);

/** The link of a co-author who is asked to agree. */
async function invitation(): Promise<string> {
  const ctx = server.ctx((await actorOfPerson(server.app.db, cast.persons.author.id))!);
  const { entryId } = await startEntry(ctx, { programmeId: cast.programmeId, title: 'Bản đồ số của bản' });
  const [lead] = (await findEntry(server.app.db, entryId))!.authors;
  const authors = [
    { id: lead!.id, fullName: lead!.fullName, share: '60' },
    { fullName: 'Vì Văn Chung', email: 'chung@example.test', share: '40' },
  ];
  await saveAuthors(ctx, { entryId, version: 1, authors });
  const mail = await server.app.db
    .selectFrom('message')
    .select('body')
    .where('entry_id', '=', entryId)
    .executeTakeFirstOrThrow();
  return /\/dong-tac-gia\/[\w-]+/.exec(mail.body)![0];
}

describe('an author on a phone of 360 px', () => {
  it('types, and the page saves by itself a moment later', async () => {
    await open('/thong-tin');
    await field('problem').fill('Đường xa, phải đi lại nhiều lần.');
    await expect.poll(said, { timeout: 10_000 }).toMatch(/Đã lưu lúc \d\d:\d\d/);
    expect((await stored()).form.submission?.problem).toBe('Đường xa, phải đi lại nhiều lần.');
    await field('problem').fill('Đường rất xa.');
    await expect.poll(async () => (await stored()).form.submission?.problem, { timeout: 10_000 }).toBe('Đường rất xa.');
  });

  it('is asked only what follows from the answers', async () => {
    await field('maturity').and(seat.page.locator('[value="idea"]')).check();
    expect(await field('usedAt').isVisible()).toBe(false);
    await field('maturity').and(seat.page.locator('[value="in-use"]')).check();
    expect(await field('usedAt').isVisible()).toBe(true);
  });

  it('does not lose what was typed while the line was down', async () => {
    await seat.context.setOffline(true);
    await field('novelty').fill('Viết lúc mất mạng');
    await expect.poll(said, { timeout: 10_000 }).toContain('Mất kết nối');
    await seat.context.setOffline(false);
    await expect.poll(said, { timeout: 20_000 }).toContain('Đã lưu lúc');
    expect((await stored()).form.submission?.novelty).toBe('Viết lúc mất mạng');
    seat.forget();
  });

  it('does not overwrite what was saved elsewhere meanwhile', async () => {
    const actor = (await actorOfPerson(server.app.db, cast.persons.author.id))!;
    const { id, version } = await stored();
    await saveEntryForm(server.ctx(actor), { entryId: id, version, values: { effect: 'Từ máy khác' } });
    await field('effect').fill('Từ điện thoại');
    await expect.poll(said, { timeout: 10_000 }).toContain('được thay đổi ở nơi khác');
    expect((await stored()).form.submission?.effect).toBe('Từ máy khác');
    seat.forget();
    // The button asks again with what is typed, and then it is a person who decides.
    await seat.page.getByRole('button', { name: 'Lưu, ở lại trang này' }).click();
    await seat.page.getByRole('alert').waitFor();
    expect(await field('effect').inputValue()).toBe('Từ điện thoại');
    await seat.page.getByRole('button', { name: 'Lưu và tiếp tục' }).click();
    await seat.page.waitForURL(/xong=da-luu/);
    expect((await stored()).form.submission?.effect).toBe('Từ điện thoại');
    seat.forget();
  });

  it('K26-4b: sees a video refused before its first byte, and uploads a good one', async () => {
    await open('/tep');
    await seat.page.locator('#file-video button', { hasText: 'Gỡ' }).click();
    await seat.page.waitForLoadState('networkidle');
    const input = seat.page.locator('#file-video input[type=file]');
    await input.setInputFiles(samplePath('video-11-phut.mp4'));
    await expect
      .poll(() => seat.page.locator('#file-video').textContent(), { timeout: 20_000 })
      .toContain('tối đa 10:00');
    await input.setInputFiles(samplePath('video-ok.mp4'));
    await expect
      .poll(() => seat.page.locator('#file-video').textContent(), { timeout: 30_000 })
      .toContain('video-ok.mp4');
    await expect
      .poll(
        async () =>
          (await server.app.db.selectFrom('file').select('state').where('name', '=', 'video-ok.mp4').executeTakeFirst())
            ?.state,
        { timeout: 30_000 },
      )
      .toBe('ready');
  });

  it('agrees, checks the answers, hands in, and holds a receipt', async () => {
    await open('/cam-ket');
    for (const box of await seat.page.locator('input[type=checkbox]').all()) await box.check();
    await seat.page.getByRole('button', { name: 'Lưu cam kết' }).click();
    await seat.page.getByRole('link', { name: 'Kiểm tra và nộp bài' }).first().click();
    await seat.page.getByRole('button', { name: 'Nộp bài' }).click();
    await seat.page.waitForURL(/bien-nhan$/);
    expect(await seat.page.textContent('h1')).toBe('Đã nộp bài dự thi');
    expect((await stored()).code).toMatch(/^CDS26-\d{5}$/);
  });

  it('reads every page without scrolling sideways, and so does who cannot see it', async () => {
    const { code } = await stored();
    const own = ['', '/thong-tin', '/tac-gia', '/tep', '/cam-ket', '/kiem-tra', '/bien-nhan', '/rut'].map(
      (path) => root + path,
    );
    const others = ['/bai-du-thi', `/bai-du-thi/moi/${cast.slug}`, `/tra-cuu?ma=${code}`, await invitation()];
    for (const path of [...own, ...others]) {
      await seat.page.goto(server.url + path, { waitUntil: 'networkidle' });
      const width = await seat.page.evaluate(() => document.documentElement.scrollWidth);
      expect([path, width]).toEqual([path, 360]);
      const { violations } = await new AxeBuilder({ page: seat.page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect([path, serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)]).toEqual([path, []]);
      if (!process.env.SHOTS) continue;
      const name = path
        .replace(root, 'bai')
        .replaceAll(/[^a-z]+/g, '-')
        .slice(0, 30);
      for (const [width, height] of [
        [1366, 768],
        [360, 640],
      ] as const) {
        await seat.page.setViewportSize({ width, height });
        await seat.page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}.png`, fullPage: true });
      }
    }
    expect(seat.problems).toEqual([]);
  });
});
