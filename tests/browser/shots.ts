/**
 * Pictures of every page, at the width of a phone and of a desk, as the one for whom it is made:
 *   node tests/browser/shots.ts --out <folder> [--only <part of an address>] [--dark]
 */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, root } from '../../scripts/built.ts';
import { createPool } from '../../src/lib/server/platform/db/connect.ts';
import { openEmbedded } from '../../src/lib/server/platform/db/embedded.ts';
import { migrate, migrateJobs } from '../../src/lib/server/platform/db/migrate.ts';
import { systemActor } from '../../src/lib/server/platform/policy.ts';
import { startServer } from '../../src/server.ts';
import { castInProgramme, castMoment, type Member } from '../support/cast.ts';
import { launchChromium, type Seat, sit } from '../support/chromium.ts';
import { Browser } from '../support/http.ts';
import { pagesToSee } from '../support/pages.ts';
import type { TestServer } from '../support/server.ts';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: 'test-results/shots' },
    only: { type: 'string', default: '' },
    dark: { type: 'boolean', default: false },
  },
});

/** The built server on a database of its own, outside the test runner. */
async function serve(): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-shots-'));
  chmodSync(dataDir, 0o711);
  const database = await openEmbedded({ dataDir: join(dataDir, 'db'), settings: { synchronous_commit: 'off' } });
  const pool = createPool(database.connectionString, { max: 2 });
  await migrate(pool, { root });
  await migrateJobs(pool);
  await pool.end();
  const running = await startServer({
    mode: 'demo',
    role: 'all',
    host: '127.0.0.1',
    port: 0,
    origin: null,
    proxies: 0,
    databaseUrl: database.connectionString,
    dataDir: join(dataDir, 'data'),
    root,
    smtpUrl: null,
    mailFrom: 'Lan Tỏa <thu@example.test>',
    logLevel: 'error',
  });
  const { app } = running;
  const clock = app.clock as typeof app.clock & { set(offsetMs: number): void };
  const url = `http://127.0.0.1:${running.port}`;
  return {
    url,
    app,
    running,
    moveTo(at) {
      clock.set(new Date(at).getTime() - Date.now());
      app.cache.clear();
    },
    browser: () => new Browser(url),
    ctx: (actor = systemActor()) => ({
      app,
      actor,
      now: app.clock.now(),
      requestId: randomUUID(),
      channel: 'cli',
      ip: null,
    }),
    async stop() {
      await running.stop();
      await database.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

process.env.LANTOA_ROOT = root;
ensureBuilt();
const server = await serve();
const chromium = await launchChromium();
try {
  const cast = await castInProgramme(server);
  const seats = new Map<Member, Seat>();
  for (const page of pagesToSee()) {
    if (!page.address(cast).includes(options.only)) continue;
    const seat =
      seats.get(page.member) ??
      (await sit(chromium, {
        url: server.url,
        session: await cast.session(page.member),
        colorScheme: options.dark ? 'dark' : 'light',
      }));
    seats.set(page.member, seat);
    const folder = join(options.out, page.member);
    mkdirSync(folder, { recursive: true });
    const name = page.title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'home';
    server.moveTo(page.moment ?? castMoment);
    for (const width of [360, 1366]) {
      await seat.page.setViewportSize({ width, height: 768 });
      await seat.page.goto(server.url + page.address(cast));
      await seat.page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
    }
    for (const problem of seat.problems.splice(0)) console.log(`${page.title}: ${problem}`);
  }
  console.log(`Pictures are in ${options.out}`);
} finally {
  await chromium.close();
  await server.stop();
}
