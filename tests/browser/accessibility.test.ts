import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, castInProgramme, castMoment, type Member } from '../support/cast.ts';
import { launchChromium, type Seat, sit } from '../support/chromium.ts';
import { pagesToSee } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let cast: Cast;
let browser: Browser;
const seats = new Map<Member, Promise<Seat>>();

beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), launchChromium()]);
  cast = await castInProgramme(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const seatOf = (member: Member): Promise<Seat> => {
  let seat = seats.get(member);
  if (!seat) {
    seat = cast.session(member).then((session) => sit(browser, { url: server.url, session }));
    seats.set(member, seat);
  }
  return seat;
};

/** Serious and critical findings of axe, one line each. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.slice(0, 5).map((node) => `${id}: ${node.html.slice(0, 200)}`));
}

const frame = (page: Page) =>
  page.evaluate(() => ({
    lang: document.documentElement.lang,
    headings: [...document.querySelectorAll('h1')].map((h1) => h1.textContent?.trim()).length,
    title: document.title.trim(),
    scripts: [...document.scripts].map((script) => script.src || script.textContent?.slice(0, 80)),
  }));

/** What sticks out of a narrow screen; empty when nothing has to be scrolled sideways. */
const tooWide = (page: Page) =>
  page.evaluate(() => {
    if (document.documentElement.scrollWidth <= 320) return [];
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const { right, width } = element.getBoundingClientRect();
      if (right <= 321 || width === 0) return false;
      for (let parent = element.parentElement; parent; parent = parent.parentElement)
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(parent).overflowX)) return false;
      return true;
    });
    return wide
      .slice(0, 4)
      .map((e) => `${e.tagName.toLowerCase()}.${e.className} ${Math.round(e.getBoundingClientRect().right)}px`)
      .concat(`page ${document.documentElement.scrollWidth}px`);
  });

/**
 * Tab goes to the skip link first (unless the page itself has put the focus on what went wrong) and comes to the page's main
 * button, or first control, in the end.
 */
async function reachedByTab(page: Page): Promise<string> {
  const { wanted, led } = await page.evaluate(() => {
    const visible = (e: Element) => e.checkVisibility() && !(e as HTMLButtonElement).disabled;
    const buttons = [
      ...document.querySelectorAll('main button:not(.secondary, .quiet, .danger, [tabindex="-1"]), main a.button'),
    ];
    const controls = [
      ...document.querySelectorAll('main :is(a[href], button, input:not([type=hidden]), select, textarea)'),
    ];
    const target = buttons.find(visible) ?? controls.find(visible);
    target?.setAttribute('data-wanted', '');
    return {
      wanted: target ? target.textContent?.trim() || target.getAttribute('name') || target.tagName : null,
      // on a busy machine the browser gives an autofocus only after this moment
      led: document.activeElement !== document.body || document.querySelector('[autofocus]') !== null,
    };
  });
  if (wanted === null) return 'reached';
  for (let presses = 0; presses < 400; presses++) {
    await page.keyboard.press('Tab');
    const where = await page.evaluate(() => {
      const { activeElement: active } = document;
      return {
        wanted: active?.hasAttribute('data-wanted') ?? false,
        skip: active?.classList.contains('skip') ?? false,
      };
    });
    if (presses === 0 && !led && !where.skip) return 'the first Tab does not reach the skip link';
    if (where.wanted) return 'reached';
  }
  return `"${wanted}" is not reached by Tab`;
}

describe('every page', () => {
  for (const page of pagesToSee())
    it(`${page.title}, as ${page.member}`, async () => {
      const seat = await seatOf(page.member);
      await seat.page.setViewportSize({ width: 1280, height: 800 });
      seat.forget();
      server.moveTo(page.moment ?? castMoment);
      const response = await seat.page.goto(server.url + page.address(cast), { waitUntil: 'load' });
      expect(response?.status()).toBe(200);
      const { scripts, ...framed } = await frame(seat.page);
      expect.soft(framed).toEqual({ lang: 'vi', headings: 1, title: expect.stringMatching(/\S{2,}/) });
      // but for the one that likes in place, public pages need none
      if (page.public) expect.soft(scripts.filter((one) => !/\/interact\.client-/.test(one ?? ''))).toEqual([]);
      expect.soft(await findings(seat.page)).toEqual([]);
      await seat.page.setViewportSize({ width: 320, height: 640 });
      expect.soft(await tooWide(seat.page)).toEqual([]);
      expect.soft(await reachedByTab(seat.page)).toBe('reached');
      expect.soft(seat.problems).toEqual([]);
    });
});

describe('pages that say no', () => {
  for (const [member, path, status] of [
    ['visitor', '/khong-co-trang-nay', 404],
    ['author', '/quan-tri/chuong-trinh', 403],
  ] as const)
    it(`${status} for ${member}`, async () => {
      const { page } = await seatOf(member);
      await page.setViewportSize({ width: 320, height: 640 });
      const response = await page.goto(server.url + path);
      expect(response?.status()).toBe(status);
      expect.soft(await frame(page)).toMatchObject({ lang: 'vi', headings: 1, scripts: [] });
      expect.soft(await findings(page)).toEqual([]);
      expect.soft(await tooWide(page)).toEqual([]);
    });
});
