/** Writing down a year's obligations of all units of a country-sized province, beside a bare insert of the same rows. */
import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { generate } from '../src/lib/server/obligation/generate.ts';
import { openApp } from '../src/lib/server/platform/app.ts';
import type { App, Ctx } from '../src/lib/server/platform/ctx.ts';
import { systemActor } from '../src/lib/server/platform/policy.ts';
import { insertMovement, sampleMovement } from '../tests/support/movement.ts';
import type { Row } from './run.ts';
import { median, ownServer } from './wire.ts';

const root = path.resolve(import.meta.dirname, '..');
const UNITS = 1410;
const at = new Date('2025-07-01T01:00:00Z');

async function seed({ db }: App): Promise<void> {
  await sql`insert into unit (code, name, folded, kind) values ('T', 'Tỉnh', 'tinh', 'province')`.execute(db);
  await sql`insert into unit (code, name, folded, kind, parent_id)
    select 'U' || n, 'Đơn vị ' || n, 'don vi ' || n, case when n <= 75 then 'agency' else 'commune' end,
           (select id from unit where code = 'T') from generate_series(1, ${UNITS}::int) n`.execute(db);
}

export async function benchObligations(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  chmodSync(folder, 0o711);
  const app = await openApp(ownServer(root, path.join(folder, 'data')));
  try {
    await seed(app);
    const quarterly = sampleMovement.obligations.map((rule) => ({
      ...rule,
      id: `${rule.id}-quy`,
      period: 'quarter' as const,
      due: { ...rule.due, day: 15 },
    }));
    const movementId = await insertMovement(
      { app },
      { ...sampleMovement, obligations: [...sampleMovement.obligations, ...quarterly] },
    );
    const ctx = (): Ctx => ({ app, actor: systemActor(), now: at, requestId: randomUUID(), channel: 'job', ip: null });
    const timed = async (work: () => Promise<unknown>) => {
      const started = performance.now();
      await work();
      return performance.now() - started;
    };
    const clear = () => sql`truncate obligation cascade`.execute(app.db);
    const made: number[] = [];
    const bare: number[] = [];
    const again: number[] = [];
    let rows = 0;
    for (let round = 0; round < 5; round++) {
      await clear();
      made.push(await timed(async () => (rows = (await generate(ctx(), { movementId })).create)));
      again.push(await timed(() => generate(ctx(), { movementId })));
      await sql`drop table if exists copied`.execute(app.db);
      await sql`create table copied as select programme_id, rule_id, unit_id, period, due_at, state, created_at from obligation`.execute(
        app.db,
      );
      await clear();
      bare.push(
        await timed(() =>
          sql`insert into obligation (programme_id, rule_id, unit_id, period, due_at, state, created_at) select * from copied`.execute(
            app.db,
          ),
        ),
      );
    }
    const [value, baseline, idle] = [median(made), median(bare), median(again)];
    return [
      {
        name: `writing down ${rows} obligations of ${UNITS} units; baseline: a bare insert of the same rows`,
        value,
        unit: 'ms',
        baseline,
        ratio: value / baseline,
        bar: '< 2000 ms',
        met: value < 2000,
      },
      {
        name: 'the same again, when nothing has changed',
        value: idle,
        unit: 'ms',
        baseline: null,
        ratio: null,
        bar: '< 500 ms',
        met: idle < 500,
      },
    ];
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}
