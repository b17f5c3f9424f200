/** A file of 4,000 figures through the background import, beside a bare upsert of the same rows. */
import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { MovementProgramme } from '../src/lib/domain/movement/types.ts';
import { importById, openImport } from '../src/lib/server/imports/jobs.ts';
import { runImport } from '../src/lib/server/imports/run.ts';
import { confirmImport, importPreview, startImport } from '../src/lib/server/imports/start.ts';
import { openApp } from '../src/lib/server/platform/app.ts';
import { actorOfPerson } from '../src/lib/server/platform/auth/sessions.ts';
import type { App, Ctx } from '../src/lib/server/platform/ctx.ts';
import { insertMovement, sampleMovement } from '../tests/support/movement.ts';
import type { Row } from './run.ts';
import { median, ownServer } from './wire.ts';

const root = path.resolve(import.meta.dirname, '..');
const at = new Date('2026-02-01T02:00:00Z');
const UNITS = 200;
const INDICATORS = 20;
const ROWS = UNITS * INDICATORS;
const BAR_MS = 10_000;

const [, amount] = sampleMovement.indicators;
const doc: MovementProgramme = {
  ...sampleMovement,
  indicators: Array.from({ length: INDICATORS }, (_, n) => ({
    ...amount!,
    id: `i${n}`,
    name: `Chỉ tiêu ${n}`,
    shortName: `Chỉ tiêu ${n}`,
    reportedBy: ['communes'],
  })),
};

/** A published movement, and one person who coordinates every unit. */
async function seed(app: App): Promise<Ctx['actor']> {
  const { db } = app;
  await insertMovement({ app }, doc);
  await sql`insert into unit (code, name, folded, kind)
    select 'U' || n, 'Xã ' || n, 'xa ' || n, 'commune' from generate_series(1, ${UNITS}::int) n`.execute(db);
  const { id } = await db
    .insertInto('person')
    .values({ full_name: 'Đầu mối', folded: 'dau moi', email: 'dau-moi@example.test', created_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`insert into role_grant (person_id, role, unit_id, valid_from, granted_at)
    select ${id}::uuid, 'unit-coordinator', id, ${new Date(0)}, ${at} from unit where code like 'U%'`.execute(db);
  return (await actorOfPerson(db, id))!;
}

const lines = (add: number): string[] =>
  Array.from({ length: ROWS }, (_, i) => `U${1 + (i % UNITS)},i${Math.floor(i / UNITS)},2025,${i + add}`);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The same figures without rules, rights, versions, history or report: one statement for each 200 rows. */
async function bareUpsert({ db }: App, add: number): Promise<void> {
  for (let from = 0; from < ROWS; from += 200) {
    const rows = lines(add)
      .slice(from, from + 200)
      .map((line) => line.split(','));
    await db.transaction().execute((tx) =>
      sql`insert into indicator_value (programme_id, indicator_id, unit_id, period, value, note, state, entered_at, updated_at)
        select p.id, r.indicator, u.id, '2024', r.value, '', 'entered', ${at}::timestamptz, ${at}::timestamptz
          from unnest(${rows.map((row) => row[0])}::text[], ${rows.map((row) => row[1])}::text[], ${rows.map((row) => row[3])}::numeric[])
               as r (unit, indicator, value) join unit u on u.code = r.unit cross join programme p
        on conflict (programme_id, indicator_id, unit_id, period) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(
        tx,
      ),
    );
  }
}

/** From the upload to the last line's report: all new, then all changed; medians of both kinds together. */
export async function benchImports({ rounds = 3 } = {}): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  chmodSync(folder, 0o711);
  const app = await openApp(ownServer(root, path.join(folder, 'data')));
  try {
    const ctx: Ctx = { app, actor: await seed(app), now: at, requestId: randomUUID(), channel: 'web', ip: null };
    app.clock.now = () => at;
    const took = { read: [] as number[], preview: [] as number[], run: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const bytes = new TextEncoder().encode(`Mã đơn vị,Mã chỉ tiêu,Kỳ,Giá trị\n${lines(round).join('\n')}\n`);
      let jobId = '';
      took.read.push(
        await timed(async () => {
          jobId = await startImport(ctx, { slug: doc.slug, period: '', file: { name: 'do.csv', bytes } });
        }),
      );
      const opened = await openImport(ctx, { slug: doc.slug, jobId });
      took.preview.push(await timed(() => importPreview(ctx, opened)));
      await confirmImport(ctx, { slug: doc.slug, jobId });
      took.run.push(await timed(() => runImport(app, jobId)));
      const job = await importById(app.db, jobId);
      if (job?.state !== 'done' || job.counts.created + job.counts.changed !== ROWS)
        throw new Error(`${job?.state}: ${JSON.stringify(job?.counts)} ${job?.message}`);
      took.bare.push(await timed(() => bareUpsert(app, round)));
    }
    const [run, bare] = [median(took.run), median(took.bare)];
    const row = (name: string, value: number, bar: number): Row => ({
      name,
      value: Math.round(value),
      unit: 'ms',
      baseline: null,
      ratio: null,
      bar: `< ${bar} ms`,
      met: value < bar,
    });
    return [
      {
        ...row(`import of ${ROWS} figures in the background (baseline: bare upsert of the same rows)`, run, BAR_MS),
        baseline: Math.round(bare),
        ratio: run / bare,
      },
      row(`the same, reading the file and keeping its lines`, median(took.read), 2000),
      row(`the same, preview with every rule and right`, median(took.preview), 2000),
    ];
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchImports());
