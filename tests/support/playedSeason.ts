import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { sealLedger } from '#lib/server/ledger/seal.ts';
import { type OpenApp, openApp } from '#lib/server/platform/app.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import { playSeason } from '../../src/cli/season/run.ts';
import { testDatabase } from './db.ts';

export interface Played {
  app: OpenApp;
  now: Date;
  close(): Promise<void>;
}

/** The movements with few units of each class, played to nine in the morning of a day. */
export async function playTo(day: string, seed = 2026): Promise<Played> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-season-'));
  const app = await openApp({
    ...readConfig(),
    mode: 'demo',
    databaseUrl: database.connectionString,
    dataDir,
    logLevel: 'error',
  });
  const now = new Date(`${day}T09:00:00+07:00`);
  await playSeason(app, { seed, entries: 5, movements: 3, until: now });
  return {
    app,
    now,
    close: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Which invariants do not hold, with everything sealed. */
export async function brokenInvariants({ app, now }: Played) {
  while ((await sealLedger(app.db)) > 0);
  const results = await checkInvariants({ db: app.db, clock: { now: () => now, offsetMs: 0 } });
  return results.filter((result) => !result.ok);
}
