import type { Browser as Chromium } from 'playwright-core';
import { afterAll } from 'vitest';
import { awardPath } from '../scenarios/award.path.ts';
import { launchChromium } from '../support/chromium.ts';
import { ChromiumBrowser } from '../support/chromiumBrowser.ts';

let chromium: Chromium | undefined;
afterAll(() => chromium?.close());

// The same path as tests/scenarios/award.test.ts, in Chromium with scripts.
awardPath({
  browsers: async (server) => {
    const running = await launchChromium();
    chromium = running;
    return () => new ChromiumBrowser(running, server.url);
  },
  scripts: true,
});
