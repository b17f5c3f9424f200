import { expect } from 'vitest';
import { contest2024Demo } from '#programmes/son-la/index.ts';
import { type Browser, readPage } from '../support/http.ts';
import { sampleVideo } from '../support/samples.ts';
import type { TestServer } from '../support/server.ts';

/** The contest as it stands once its questions are answered: its rubric, its periods. */
export const contest = contest2024Demo;
export const { slug } = contest;
export const room = `/dieu-hanh/${slug}`;
export const root = `/cuoc-thi/${slug}`;

/** What the people of the path share: one server, one clock, and what each of them sits at. */
export interface Stage {
  server: TestServer;
  /** whether pages run their scripts */
  scripts: boolean;
  admin: Browser;
  people: Record<string, Browser>;
  /** entries by a short name of their own */
  works: Record<string, { id: string; path: string; code: string }>;
}

/** The answers that a committee would give to what the plan of 2024 leaves open; the numbers of prizes wait. */
export const answers: Record<string, string> = {
  'who-screens': 'agency',
  'posting-place': 'gallery',
  'launch-date': 'first-of-june',
  'interactions-from': 'from-posting',
  'length-tolerance': 'two-seconds',
  'upright-video': 'lying',
  'min-share': 'none',
  'guardian-age': 'sixteen',
  'count-visible': 'shown',
  'what-counts': 'like-share',
  'fanpage-counts': 'counted',
  'side-prize-tie': 'likes-score',
  scale: 'scale-100',
  'judges-per-entry': 'five',
  ties: 'by-spread',
  'prize-numbers': 'before-results',
  'plan-number': 'later',
  contacts: 'this-site',
};

/** The organisers let a view count from here on. */
export const viewSeconds = 3;

/** A video like the sample whose bytes are nobody else's: it ends with a box that players pass over. */
export function videoOf(name: 'video-4-10.mp4' | 'video-3-00.mp4', author: string): File {
  const words = Buffer.from(author);
  const box = Buffer.alloc(8 + words.length);
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  words.copy(box, 8);
  return new File([new Uint8Array(Buffer.concat([sampleVideo(name), box]))], name, { type: 'video/mp4' });
}

/** Presses a button and reads where it led; the page's own words stand in a failure. */
export async function press(
  browser: Browser,
  values: Parameters<Browser['submit']>[0],
  needs: Parameters<Browser['submit']>[1],
  expected: string,
): Promise<void> {
  await browser.submit(values, needs);
  expect(browser.page.url, `${browser.page.status} ${browser.page.text.slice(0, 900)}`).toContain(expected);
}

/** What somebody downloads. */
export async function download(browser: Browser, path: string): Promise<{ type: string; bytes: Buffer }> {
  const answer = await browser.fetch(path);
  expect(answer.status, path).toBe(200);
  return { type: answer.headers.get('content-type') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** A page as a visitor without cookies or a machine that draws previews of links sees it. */
export async function readAs(server: TestServer, path: string, agent: string) {
  // what is kept of a page for the next visitor is some seconds old
  server.app.cache.clear();
  const answer = await fetch(server.url + path, { headers: { 'user-agent': agent } });
  return readPage(await answer.text(), { status: answer.status, url: path, headers: answer.headers });
}
