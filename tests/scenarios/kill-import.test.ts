import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { type ImportJob, importById } from '#lib/server/imports/jobs.ts';
import { confirmImport, startImport } from '#lib/server/imports/start.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { type OpenApp, openApp } from '#lib/server/platform/app.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import { testPerson } from '../support/ctx.ts';
import { insertMovement, sampleMovement } from '../support/movement.ts';
import { postgresIn, type ServerProcess, startProcess } from '../support/process.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-kill-import-'));
const config = { ...readConfig(), mode: 'production' as const, dataDir, databaseUrl: null, logLevel: 'error' };
const indicators = 10;
const units = 400;
const total = indicators * units;

let server: ServerProcess | null = null;

/** What is done between two lives of the server, on its own database. */
async function between<T>(body: (app: OpenApp) => Promise<T>): Promise<T> {
  const app = await openApp(config);
  try {
    return await body(app);
  } finally {
    await app.close();
  }
}

afterAll(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const [, amount] = sampleMovement.indicators;
const doc = {
  ...sampleMovement,
  obligations: [],
  indicators: Array.from({ length: indicators }, (_, n) => ({ ...amount!, id: `i${n}`, name: `Chỉ tiêu ${n}` })),
};

/** A confirmed file of 4,000 figures that waits for a worker. */
async function confirmed(app: OpenApp): Promise<string> {
  await insertMovement({ app }, doc);
  await sql`insert into unit (code, name, folded, kind)
    select 'U' || n, 'Xã ' || n, 'xa ' || n, 'commune' from generate_series(1, ${units}::int) n`.execute(app.db);
  const ids = await app.db.selectFrom('unit').select('id').where('code', 'like', 'U%').execute();
  const actor = await testPerson(
    app.db,
    'Đầu mối',
    ids.map(({ id }) => ({ role: 'unit-coordinator' as const, unitId: id })),
  );
  const ctx = { app, actor, now: app.clock.now(), requestId: randomUUID(), channel: 'web' as const, ip: null };
  const lines = Array.from({ length: total }, (_, i) => `U${1 + (i % units)},i${Math.floor(i / units)},2026,${i}`);
  const bytes = new TextEncoder().encode(`Mã đơn vị,Mã chỉ tiêu,Kỳ,Giá trị\n${lines.join('\n')}\n`);
  const jobId = await startImport(ctx, { slug: doc.slug, period: '', file: { name: 'so-lieu.csv', bytes } });
  await confirmImport(ctx, { slug: doc.slug, jobId });
  return jobId;
}

describe('a file on its way in', () => {
  it('Q25-10: goes on after the last batch when the server is killed half-way, no line twice, none left out', async () => {
    const jobId = await between(confirmed);
    const seen: number[] = [];
    let job: ImportJob | null = null;
    for (let life = 0; life < 40 && job?.state !== 'done'; life++) {
      server = await startProcess(dataDir);
      await sleep(300 + life * 150);
      await server.kill();
      for (let i = 0; i < 60 && postgresIn(dataDir).length > 0; i++) await sleep(250);
      job = await between(async (app) => {
        const broken = (await checkInvariants(app)).filter((one) => !one.ok);
        expect(broken).toEqual([]);
        return importById(app.db, jobId);
      });
      seen.push(job?.done ?? 0);
    }
    server = null;
    expect(job).toMatchObject({
      state: 'done',
      done: total,
      counts: { created: total, changed: 0, same: 0, refused: 0 },
    });
    expect(
      seen.some((done) => done > 0 && done < total),
      seen.join(' '),
    ).toBe(true);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    const figures = await between((app) =>
      app.db.selectFrom('indicator_value').select(['version', 'value']).orderBy('value').execute(),
    );
    expect(figures.map((row) => Number(row.value))).toEqual(Array.from({ length: total }, (_, i) => i));
    expect(new Set(figures.map((row) => row.version))).toEqual(new Set([1]));
  }, 400_000);
});
