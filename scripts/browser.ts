import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const fixed = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

function onThisMachine(): string | null {
  const asked = process.env.CHROMIUM;
  if (asked && existsSync(asked)) return asked;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...names.flatMap((n) => folders.map((f) => join(f, n))), ...fixed];
  return candidates.find((c) => existsSync(c)) ?? null;
}

/** A Chromium for the browser tests: what the machine has, else what Debian's package manager offers (as root). */
export function findBrowser(): { path: string } | { problem: string } {
  const found = onThisMachine();
  if (found) return { path: found };
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium here: installing it with apt-get (only needed once)…');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'ignore', env });
    const installed = onThisMachine();
    if (installed) return { path: installed };
  }
  return {
    problem:
      'The browser tests need Chromium or Chrome and found none. Install it (Debian/Ubuntu: `sudo apt-get install chromium`; macOS, Windows: Google Chrome) ' +
      'or set CHROMIUM=/path/to/browser, then run `npm test` again.',
  };
}
