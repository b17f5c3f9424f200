import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import { contest2026Demo } from '../programmes/son-la/index.ts';
import { readFilter } from '../src/lib/domain/screening/filter.ts';
import { createSession, sessionCookie } from '../src/lib/server/platform/auth/sessions.ts';
import type { App, Ctx } from '../src/lib/server/platform/ctx.ts';
import { systemActor } from '../src/lib/server/platform/policy.ts';
import { createProgramme } from '../src/lib/server/programme/create.ts';
import { publishProgramme } from '../src/lib/server/programme/publish.ts';
import { entryList } from '../src/lib/server/screening/list.ts';
import { startServer } from '../src/server.ts';
import type { Row } from './upload.ts';

const root = path.resolve(import.meta.dirname, '..');
const at = new Date('2026-07-20T02:00:00Z');
const ENTRIES = 2000;
const SCORES = 10;
const BAR_MS = 100;
const list = `/dieu-hanh/${contest2026Demo.slug}/bai-du-thi`;

/** What a secretary asks for in a day: pages, orders, filters, a search with and without diacritics. */
const asked = [
  '',
  '?trang=20',
  '?trang=40',
  '?xep=-score',
  '?xep=title',
  '?xep=unit&trang=10',
  '?xep=-submitted',
  '?tru-cot=economy',
  '?kiem-tra=problem',
  '?trang-thai=eligible&xep=-score&trang=5',
  '?q=ban%20do',
  `?q=${encodeURIComponent('Lò Thị')}`,
];

/** 2,000 entries with authors, verdicts, ten signed sheets each and a closed round, written straight into the tables. */
async function seed(app: App, programmeId: string): Promise<{ secretary: string }> {
  const { db } = app;
  const run = (query: ReturnType<typeof sql>) => query.execute(db);
  await run(sql`insert into unit (code, name, folded, kind)
    select 'U' || n, 'Đơn vị ' || n, 'don vi ' || n, 'commune' from generate_series(1, 100) n`);
  await run(sql`insert into person (full_name, folded, email, created_at)
    select 'Lò Thị ' || n, 'lo thi ' || n, 'p' || n || '@example.test', ${at} from generate_series(1, ${SCORES} + 1) n`);
  await run(sql`insert into entry (programme_id, code, state, title, folded, pillar, topics, unit_id, form, created_by,
      created_at, updated_at, submitted_at)
    select ${programmeId}, 'CDS26-' || lpad(n::text, 5, '0'), (array['submitted', 'eligible', 'eligible', 'returned'])[1 + n % 4],
           'Bản đồ số của bản ' || n, 'ban do so cua ban ' || n, (array['government', 'economy', 'society'])[1 + n % 3],
           array['data', 'ai'], (select id from unit where code = 'U' || (1 + n % 100)),
           jsonb_build_object('submission', jsonb_build_object('summary', repeat('từ ', 200))),
           (select id from person limit 1), ${at}, ${at}, ${at}::timestamptz - n * interval '1 minute'
      from generate_series(1, ${ENTRIES}) n`);
  await run(sql`insert into entry_author (entry_id, position, full_name, email, share, created_at)
    select e.id, k, 'Lò Thị Mai ' || k, k || lower(e.code) || '@example.test', 50, ${at} from entry e, generate_series(1, 2) k`);
  await run(sql`insert into check_decision (entry_id, rule, verdict, by_id, at)
    select e.id, r, case when e.code like '%7' then 'fail' else 'pass' end, (select id from person limit 1), ${at}
      from entry e, unnest(array['authors', 'recognised', 'form']) r`);
  await run(sql`insert into assignment (programme_id, round_id, entry_id, judge_id, source, at)
    select ${programmeId}, 'preliminary', e.id, p.id, 'auto', ${at}
      from entry e, (select id from person order by email limit ${SCORES}) p`);
  await run(sql`insert into score_sheet (assignment_id, state, total, saved_at, signed_at)
    select id, 'signed', 60 + random() * 40, ${at}, ${at} from assignment`);
  await run(sql`insert into score (assignment_id, criterion_id, value)
    select id, c, 15 from assignment, unnest(array['novelty', 'effect', 'feasibility', 'form']) c`);
  await run(sql`insert into round_state (programme_id, round_id, state, opened_at, closed_at)
    values (${programmeId}, 'preliminary', 'closed', ${at}, ${at})`);
  await run(sql`insert into round_result (programme_id, round_id, entry_id, rank, score, detail)
    select ${programmeId}, 'preliminary', a.entry_id, row_number() over (order by avg(s.total) desc), avg(s.total), '{}'
      from assignment a join score_sheet s on s.assignment_id = a.id group by a.entry_id`);
  await run(sql`analyze`);
  const { id } = await db
    .insertInto('person')
    .values({ full_name: 'Thư ký', folded: 'thu ky', email: 'thu-ky@example.test', created_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('role_grant')
    .values({ person_id: id, role: 'secretary', programme_id: programmeId, valid_from: new Date(0), granted_at: at })
    .execute();
  return { secretary: await createSession(db, id, { ip: null, userAgent: null }) };
}

/** Runs `body` and counts every statement that any part of the process sends to the database. */
async function counting(body: () => Promise<unknown>): Promise<number> {
  const real = pg.Client.prototype.query;
  let count = 0;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: never[]) {
    count++;
    return (real as (...a: never[]) => unknown).apply(this, args);
  } as typeof real;
  try {
    await body();
  } finally {
    pg.Client.prototype.query = real;
  }
  return count;
}

const quantile = (values: number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))]!;

async function timed(body: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await body();
  return performance.now() - started;
}

/**
 * The secretariat's list at 2,000 entries × 10 scores over HTTP, beside the bare query of the same page in the same run: p95, and the
 * number of statements for few and for many rows.
 */
export async function benchList({ rounds = 15 } = {}): Promise<Row[]> {
  if (!existsSync(path.join(root, 'build', 'handler.js'))) throw new Error('Chưa dựng các trang: npm run build');
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  await chmod(folder, 0o711);
  const running = await startServer({
    mode: 'production',
    role: 'web',
    host: '127.0.0.1',
    port: 0,
    origin: null,
    proxies: 0,
    databaseUrl: null,
    dataDir: path.join(folder, 'data'),
    root,
    smtpUrl: null,
    mailFrom: 'Lan Tỏa <thu@localhost>',
    logLevel: 'error',
  });
  try {
    const { app } = running;
    const ctx: Ctx = { app, actor: systemActor(), now: at, requestId: randomUUID(), channel: 'cli', ip: null };
    const programmeId = await createProgramme(ctx, { doc: contest2026Demo });
    await publishProgramme(ctx, { programmeId, version: 1 });
    const { secretary } = await seed(app, programmeId);
    const get = async (query: string) => {
      const response = await fetch(`http://127.0.0.1:${running.port}${list}${query}`, {
        headers: { cookie: `${sessionCookie}=${secretary}` },
        redirect: 'manual',
      });
      const html = await response.text();
      if (response.status !== 200 || !html.includes('CDS26-')) throw new Error(`${query}: ${response.status}`);
      return html.split('data-record').length - 1;
    };
    const bare = (query: string) => entryList(app.db, { programmeId, filter: readFilter(new URLSearchParams(query)) });
    for (const query of asked) await Promise.all([get(query), bare(query)]);
    const over: number[] = [];
    const under: number[] = [];
    for (let round = 0; round < rounds; round++)
      for (const query of asked) {
        under.push(await timed(() => bare(query)));
        over.push(await timed(() => get(query)));
      }
    const [value, baseline] = [quantile(over, 0.95), quantile(under, 0.95)];
    const few = await counting(() => get('?q=CDS26-0001'));
    const many = await counting(() => get(''));
    return [
      {
        name: `secretariat's list, ${ENTRIES} entries × ${SCORES} scores, p95 over HTTP (baseline: its bare query)`,
        value: Number(value.toFixed(1)),
        unit: 'ms',
        baseline: Number(baseline.toFixed(1)),
        ratio: value / baseline,
        bar: BAR_MS,
        met: value < BAR_MS,
      },
      {
        name: `secretariat's list, statements for 50 rows (baseline: for ${await get('?q=CDS26-0001')} rows)`,
        value: many,
        unit: 'statements',
        baseline: few,
        ratio: many / few,
        bar: 1,
        met: many === few,
      },
    ];
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchList());
