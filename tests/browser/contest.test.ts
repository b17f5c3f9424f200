import type { Browser as Chromium } from 'playwright-core';
import { afterAll } from 'vitest';
import { contestPath } from '../scenarios/contest.path.ts';
import { launchChromium } from '../support/chromium.ts';
import { ChromiumBrowser } from '../support/chromiumBrowser.ts';

let chromium: Chromium | undefined;
afterAll(() => chromium?.close());

// The same path as tests/scenarios/contest.test.ts, in Chromium with scripts.
contestPath(async (server) => {
  const running = await launchChromium();
  chromium = running;
  return () => new ChromiumBrowser(running, server.url);
});
