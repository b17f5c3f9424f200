import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveScores } from '#lib/server/judging/saveScores.ts';
import { judgeSheet } from '#lib/server/judging/sheets.ts';
import { actorOfPerson } from '#lib/server/platform/auth/sessions.ts';
import { type Cast, castInProgramme, castMoment } from '../support/cast.ts';
import { launchChromium, type Seat, sit } from '../support/chromium.ts';
import { scoresOf } from '../support/judging.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let cast: Cast;
let browser: Browser;
let seat: Seat;
let address: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), launchChromium()]);
  cast = await castInProgramme(server);
  seat = await sit(browser, { url: server.url, session: await cast.session('judge'), width: 360, height: 640 });
  address = `/cham-thi/phieu/${cast.entries.eligible.assignment}`;
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** The judge on another device. */
const elsewhere = async () => ({
  ...cast.ctx('judge', castMoment),
  actor: (await actorOfPerson(server.app.db, cast.persons.judge.id))!,
});
const stored = async () =>
  (await judgeSheet(await elsewhere(), { assignmentId: cast.entries.eligible.assignment })).sheet;
const box = (name: string) => seat.page.locator(`input[name="score.${name}"]`);
const said = () => seat.page.locator('.saved');

describe('a judge on a phone of 360 px', () => {
  it('saves by itself a moment after the last keystroke, and says when', async () => {
    await seat.page.goto(server.url + address, { waitUntil: 'networkidle' });
    await box('novelty').fill('20,5');
    await box('effect').fill('18');
    await expect.poll(() => said().textContent(), { timeout: 10_000 }).toMatch(/Đã lưu lúc \d\d:\d\d:\d\d/);
    expect((await stored()).values).toMatchObject({ novelty: '20.5', effect: '18' });
    expect(await seat.page.locator('.sum').textContent()).toContain('38,5');
    expect(await seat.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  it('names a score that does not fit beside its box, and saves the others', async () => {
    await box('feasibility').fill('99');
    await box('spread').fill('10');
    await box('spread').blur();
    await expect.poll(() => seat.page.locator('.error').allTextContents()).toHaveLength(1);
    expect(await seat.page.locator('.error').textContent()).toContain('nằm ngoài thang điểm');
    await expect
      .poll(async () => (await stored()).values, { timeout: 10_000 })
      .toMatchObject({ spread: '10', feasibility: null });
    await box('feasibility').fill('15');
  });

  it('tries again when the line was lost', async () => {
    await seat.context.setOffline(true);
    await box('dossier').fill('8');
    await expect.poll(() => said().textContent(), { timeout: 10_000 }).toContain('Mất kết nối');
    await seat.context.setOffline(false);
    await expect.poll(() => said().textContent(), { timeout: 15_000 }).toContain('Đã lưu lúc');
    expect((await stored()).values.dossier).toBe('8');
    seat.forget();
  });

  it('does not overwrite what another device saved until the judge says so', async () => {
    const { version } = await stored();
    await saveScores(await elsewhere(), {
      assignmentId: cast.entries.eligible.assignment,
      version,
      scores: scoresOf(cast.doc, 'preliminary', '5'),
    });
    await box('novelty').fill('24');
    await expect.poll(() => said().textContent(), { timeout: 10_000 }).toContain('được thay đổi ở nơi khác');
    expect((await stored()).values.novelty).toBe('5');
    await seat.page.getByRole('button', { name: 'Giữ nội dung ở đây' }).click();
    await expect.poll(async () => (await stored()).values.novelty, { timeout: 10_000 }).toBe('24');
    expect((await stored()).values.dossier).toBe('8');
    seat.forget();
  });

  it('K26-4c: signs after reading the whole sheet once more; then nothing can be typed', async () => {
    await seat.page.getByRole('button', { name: 'Ký phiếu…' }).click();
    await seat.page.waitForURL(/\/ky$/);
    expect(await seat.page.textContent('tfoot')).toContain('75');
    await seat.page.getByRole('button', { name: 'Ký phiếu' }).click();
    await seat.page.waitForURL(/da-luu=ky/);
    expect(await seat.page.locator('input[name^="score."]').count()).toBe(0);
    expect((await stored()).signedHash).toMatch(/^[0-9a-f]{64}$/);
    expect(seat.problems).toEqual([]);
  });

  it('moves through the list by keys, and warns nobody when nothing is unsaved', async () => {
    await seat.page.goto(server.url + address, { waitUntil: 'networkidle' });
    await seat.page.keyboard.press('j');
    await seat.page.waitForURL(new RegExp(cast.entries.conflicted.assignment));
    await seat.page.keyboard.press('k');
    await seat.page.waitForURL(new RegExp(cast.entries.eligible.assignment));
  });
});
