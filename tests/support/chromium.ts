import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browser.ts';
import { sessionCookie } from '../../src/lib/server/platform/auth/sessions.ts';

/** One Chromium for a whole file of tests, without its chatter to the outside. */
export async function launchChromium(): Promise<Browser> {
  const found = findBrowser();
  if ('problem' in found) throw new Error(found.problem);
  return chromium.launch({
    executablePath: found.path,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Seat {
  context: BrowserContext;
  page: Page;
  /** what a person with the console open would have seen go wrong since the last `forget` */
  problems: string[];
  forget(): void;
}

/** A browser window: of the person whose session secret is given, or of a visitor. */
export async function sit(
  browser: Browser,
  at: { url: string; session: string | null; width?: number; height?: number; colorScheme?: 'light' | 'dark' },
): Promise<Seat> {
  const context = await browser.newContext({
    viewport: { width: at.width ?? 1280, height: at.height ?? 800 },
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    colorScheme: at.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  });
  if (at.session) await context.addCookies([{ name: sessionCookie, value: at.session, url: at.url }]);
  const problems: string[] = [];
  // of the whole window, whichever tab
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => problems.push(`script: ${error.error()}`));
  context.on('requestfailed', (request) => {
    // leaving a page while a video is being fetched is no failure
    if (request.failure()?.errorText !== 'net::ERR_ABORTED')
      problems.push(`request: ${request.url()} ${request.failure()?.errorText}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) problems.push(`response: ${response.status()} ${response.url()}`);
  });
  const page = await context.newPage();
  return { context, page, problems, forget: () => problems.splice(0) };
}
