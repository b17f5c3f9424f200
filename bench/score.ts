import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { contest2026Demo } from '../programmes/son-la/index.ts';
import { declarationText } from '../src/lib/server/judging/declare.ts';
import { saveScores } from '../src/lib/server/judging/saveScores.ts';
import { createRenderedCache } from '../src/lib/server/platform/cache/rendered.ts';
import { createClock } from '../src/lib/server/platform/clock/clock.ts';
import type { App, Ctx } from '../src/lib/server/platform/ctx.ts';
import { createKysely, createPool } from '../src/lib/server/platform/db/connect.ts';
import { openEmbedded } from '../src/lib/server/platform/db/embedded.ts';
import { migrate, migrateJobs } from '../src/lib/server/platform/db/migrate.ts';
import type { DB } from '../src/lib/server/platform/db/schema.ts';
import type { Row } from './upload.ts';

const root = path.resolve(import.meta.dirname, '..');
const at = new Date('2026-07-10T02:00:00Z');
const roundId = 'preliminary';
const criteria = contest2026Demo.rounds[0]!.rubric.criteria;
/** a version that no other parameter of the statements is equal to */
const marked = 987_654;

interface World {
  app: App;
  pool: pg.Pool;
  judgeId: string;
  programmeId: string;
  assignments: string[];
  close(): Promise<void>;
}

async function world(assignments: number, clients: number): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  chmodSync(folder, 0o711);
  const server = process.env.DATABASE_URL ? null : await openEmbedded({ dataDir: path.join(folder, 'postgres') });
  const setup = createPool(process.env.DATABASE_URL ?? server!.connectionString, { max: 1 });
  const name = `lantoa_bench_${process.pid}`;
  await setup.query(`create database ${name}`);
  const url = new URL(process.env.DATABASE_URL ?? server!.connectionString);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, { max: clients });
  const db = createKysely(pool);
  await migrate(pool, { root });
  await migrateJobs(pool);
  const app = {
    config: { smtpUrl: null, root, mode: 'production' },
    db,
    pool,
    clock: createClock(0),
    cache: createRenderedCache(),
  } as unknown as App;
  const { judgeId, programmeId, ids } = await fill(db, assignments);
  return {
    app,
    pool,
    judgeId,
    programmeId,
    assignments: ids,
    close: async () => {
      await db.destroy();
      await setup.query(`drop database ${name} with (force)`);
      await setup.end();
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fill(db: Kysely<DB>, count: number): Promise<{ judgeId: string; programmeId: string; ids: string[] }> {
  const { id: judgeId } = await db
    .insertInto('person')
    .values({ full_name: 'Giám khảo đo tốc độ', folded: 'giam khao do toc do', created_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: programmeId } = await db
    .insertInto('programme')
    .values({
      slug: 'do-toc-do',
      code: 'DTD',
      kind: 'contest',
      status: 'published',
      version: 1,
      doc: JSON.stringify(contest2026Demo),
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const round = { programme_id: programmeId, round_id: roundId };
  await db
    .insertInto('round_state')
    .values({ ...round, state: 'open', opened_at: at })
    .execute();
  await db
    .insertInto('judge_declaration')
    .values({ ...round, judge_id: judgeId, at, text: declarationText })
    .execute();
  const entries = await db
    .insertInto('entry')
    .values(
      Array.from({ length: count }, (_, i) => ({
        programme_id: programmeId,
        code: `DTD-${String(i).padStart(5, '0')}`,
        state: 'eligible' as const,
        title: `Bài ${i}`,
        created_by: judgeId,
        created_at: at,
        updated_at: at,
        submitted_at: at,
      })),
    )
    .returning('id')
    .execute();
  const rows = await db
    .insertInto('assignment')
    .values(entries.map((entry) => ({ ...round, entry_id: entry.id, judge_id: judgeId, source: 'auto' as const, at })))
    .returning('id')
    .execute();
  return { judgeId, programmeId, ids: rows.map((row) => row.id) };
}

const ctxOf = ({ app, judgeId, programmeId }: World): Ctx => ({
  app,
  actor: {
    kind: 'person',
    id: judgeId,
    name: 'Giám khảo đo tốc độ',
    email: null,
    emailConfirmed: true,
    unitId: null,
    grants: [{ role: 'judge', programmeId, unitId: null, validFrom: new Date(0), validTo: null }],
  },
  now: at,
  requestId: randomUUID(),
  channel: 'web',
  ip: '127.0.0.1',
});

const sheetOf = (n: number) => ({
  scores: Object.fromEntries(criteria.map((criterion) => [criterion.id, n % 2 === 0 ? '7,5' : '8'])),
  comments: Object.fromEntries(criteria.map((criterion) => [criterion.id, 'Nhận xét ngắn'])),
  comment: `Nhận xét chung lần ${n}`,
});

interface Statement {
  text: string;
  values: unknown[];
}

/** The statements of one save as they go over the wire, so that the baseline runs exactly the same ones. */
async function statementsOf(w: World): Promise<Statement[]> {
  const assignmentId = w.assignments[0]!;
  await saveScores(ctxOf(w), { ...sheetOf(0), assignmentId, version: 0 });
  await w.app.db
    .updateTable('score_sheet')
    .set({ version: marked })
    .where('assignment_id', '=', assignmentId)
    .execute();
  const client = await w.pool.connect();
  const statements: Statement[] = [];
  const query = client.query.bind(client) as (text: string, values?: unknown[]) => Promise<pg.QueryResult>;
  Object.assign(client, {
    query: (text: string, values?: unknown[]) => {
      statements.push({ text, values: values ?? [] });
      return query(text, values);
    },
  });
  client.release();
  const saved = await saveScores(ctxOf(w), { ...sheetOf(1), assignmentId, version: marked });
  Object.assign(client, { query });
  await w.app.db.deleteFrom('score').execute();
  await w.app.db.deleteFrom('score_sheet').execute();
  if (saved.version !== marked + 1 || statements.length < 5) throw new Error('the save was not recorded');
  return statements;
}

/** Runs `one` from `clients` lines at once for `ms`; gives runs a second. */
async function rate(clients: number, ms: number, one: (line: number, n: number) => Promise<void>): Promise<number> {
  const started = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, line) => {
      for (let n = 0; performance.now() - started < ms; n++) {
        await one(line, n);
        done++;
      }
    }),
  );
  return (done * 1000) / (performance.now() - started);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Saving a score sheet beside its bare transaction: the same statements through the same driver, alternating. */
export async function benchScore({ clients = 8, ms = 2000, rounds = 3 } = {}): Promise<Row[]> {
  const w = await world(clients * 20, clients);
  try {
    const first = w.assignments[0]!;
    const statements = await statementsOf(w);
    const versions = new Map<string, number>();
    const next = (line: number, n: number) => {
      const assignmentId = w.assignments[line * 20 + (n % 20)]!;
      return { assignmentId, version: versions.get(assignmentId) ?? 0 };
    };
    const ours = async (line: number, n: number) => {
      const { assignmentId, version } = next(line, n);
      const saved = await saveScores(ctxOf(w), { ...sheetOf(n), assignmentId, version });
      versions.set(assignmentId, saved.version);
    };
    const bare = async (line: number, n: number) => {
      const { assignmentId, version } = next(line, n);
      const client = await w.pool.connect();
      for (const { text, values } of statements)
        await client.query(
          text,
          values.map((value) => (value === first ? assignmentId : value === marked ? version : value)),
        );
      client.release();
      versions.set(assignmentId, version + 1);
    };
    await rate(clients, 500, bare);
    await rate(clients, 500, ours);
    const [fast, full]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      fast.push(await rate(clients, ms, bare));
      full.push(await rate(clients, ms, ours));
    }
    const [value, baseline] = [median(full), median(fast)];
    const ratio = value / baseline;
    return [
      {
        name: `save a score sheet (${clients} judges at once)`,
        value: Math.round(value),
        unit: 'saves/s',
        baseline: Math.round(baseline),
        ratio,
        bar: 0.5,
        met: ratio >= 0.5,
      },
    ];
  } finally {
    await w.close();
  }
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  console.table(await benchScore());
