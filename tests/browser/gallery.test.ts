import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplePath } from '#programmes/samples/samples.ts';
import { launchChromium, type Seat, sit } from '../support/chromium.ts';
import { galleryContest, insertWorks, type PostedWork } from '../support/gallery.ts';
import { insertContest } from '../support/programme.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
let seat: Seat;
let posted: PostedWork[];
const root = `/cuoc-thi/${galleryContest.slug}/thu-vien`;

beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer({ at: '2026-06-10T08:00:00+07:00' }), launchChromium()]);
  const programmeId = await insertContest(server, galleryContest);
  posted = await insertWorks(server.app, {
    programmeId,
    code: galleryContest.code,
    // the free Chromium plays no H.264
    video: readFileSync(samplePath('video-ok.webm')),
    works: Array.from({ length: 5 }, (_, i) => ({ title: `Bài số ${i + 1} của bản`, topics: ['skills'] })),
  });
  await server.app.db.updateTable('file').set({ media: 'video/webm' }).execute();
  server.app.cache.clear();
  seat = await sit(browser, { url: server.url, session: null, width: 320, height: 640 });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe('the gallery on a small phone', () => {
  it('K24-4: a visitor goes from the list to a work by the keyboard and plays its video', async () => {
    await seat.page.goto(server.url + root);
    const link = seat.page.locator(`main h3 a[href$="${posted[0]!.slug}"]`);
    await link.focus();
    await seat.page.keyboard.press('Enter');
    await seat.page.waitForURL(`**/${posted[0]!.slug}`);
    const video = seat.page.locator('video');
    const played = await video.evaluate(async (element: HTMLVideoElement) => {
      element.muted = true;
      await element.play();
      await new Promise((done) => element.addEventListener('timeupdate', done, { once: true }));
      return { error: element.error?.message ?? null, width: element.videoWidth, at: element.currentTime };
    });
    expect(played).toMatchObject({ error: null });
    expect(played.width).toBeGreaterThan(0);
    expect(seat.problems).toEqual([]);
  });

  it('K24-4: walking through all works comes back to the first, and nothing sticks out of 320 px', async () => {
    seat.forget();
    const seen: string[] = [];
    for (let i = 0; i < 5; i++) {
      seen.push(new URL(seat.page.url()).pathname);
      expect(await seat.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await seat.page.getByRole('link', { name: 'Tác phẩm sau' }).click();
      await seat.page.waitForURL((url) => url.pathname !== seen.at(-1));
    }
    expect(new Set(seen).size).toBe(5);
    expect(new URL(seat.page.url()).pathname).toBe(seen[0]);
    expect(seat.problems).toEqual([]);
  });
});
