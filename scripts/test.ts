import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.ts';
import { ensureBuilt, root } from './built.ts';

// `npm test`: builds the pages once, finds a browser, runs every test with one runner, and closes with one line of counts.
process.env.LANTOA_ROOT = root;
process.env.NODE_ENV = 'test';
ensureBuilt();
const browser = findBrowser();
if ('problem' in browser) {
  console.error(browser.problem);
  process.exit(1);
}
process.env.CHROMIUM = browser.path;
const report = join(tmpdir(), `lantoa-test-${process.pid}.json`);
const args = [
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
];
const vitest = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
vitest.on('exit', (code) => {
  try {
    const counts = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
    };
    console.log(`${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${counts.numPendingTests} skipped`);
  } catch {
    console.error('The test runner ended without a report.');
    process.exit(code || 1);
  }
  process.exit(code ?? 1);
});
