import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Ctx } from '#lib/server/platform/ctx.ts';
import type { Actor } from '#lib/server/platform/policy.ts';
import { systemActor } from '#lib/server/platform/policy.ts';
import { type Running, startServer } from '../../src/server.ts';
import { testDatabase } from './db.ts';
import { Browser } from './http.ts';

export interface TestServer {
  url: string;
  app: App;
  running: Running;
  /** an act of somebody else, outside the browser */
  ctx(actor?: Actor): Ctx;
  /** moves the one clock */
  moveTo(at: Date | string): void;
  /** a new browser without scripts and without cookies */
  browser(): Browser;
  stop(): Promise<void>;
}

/** The built server on a free port, with a database and a data folder of its own, at the given moment. */
export async function startTestServer(
  options: { at?: string; env?: Record<string, string> } = {},
): Promise<TestServer> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-test-'));
  const running = await startServer({
    mode: 'demo',
    role: 'all',
    host: '127.0.0.1',
    port: 0,
    origin: null,
    proxies: 0,
    databaseUrl: database.connectionString,
    dataDir,
    root: process.env.LANTOA_ROOT ?? process.cwd(),
    smtpUrl: null,
    mailFrom: 'Lan Tỏa <thu@example.test>',
    logLevel: process.env.TEST_LOG ?? 'error',
  });
  const { app } = running;
  const clock = app.clock as typeof app.clock & { set(offsetMs: number): void };
  const moveTo = (at: Date | string) => {
    clock.set(new Date(at).getTime() - Date.now());
    app.cache.clear();
  };
  if (options.at) moveTo(options.at);
  const url = `http://127.0.0.1:${running.port}`;
  return {
    url,
    app,
    running,
    moveTo,
    ctx: (actor = systemActor()) => ({
      app,
      actor,
      now: app.clock.now(),
      requestId: randomUUID(),
      channel: 'cli',
      ip: null,
    }),
    browser: () => new Browser(url),
    stop: async () => {
      await running.stop();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
