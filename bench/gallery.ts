import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { contest2024Demo } from '../programmes/son-la/tuyen-truyen-so-2024.ts';
import { readGalleryFilter } from '../src/lib/domain/gallery/filter.ts';
import { galleryPage } from '../src/lib/server/gallery/items.ts';
import type { App } from '../src/lib/server/platform/ctx.ts';
import { programmeBySlug } from '../src/lib/server/programme/queries.ts';
import { startServer } from '../src/server.ts';
import type { Row } from './upload.ts';
import { CONNECTIONS, firstView, getOnce, median, ownServer, rate, sameBytes, serveBare, start, stop } from './wire.ts';

const script = fileURLToPath(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const page = `/cuoc-thi/${contest2024Demo.slug}/thu-vien`;
const WORKS = 5000;
/** browsers that take turns, so that every order of the day is asked for */
const AGENTS = 500;
const at = new Date('2024-08-12T02:00:00Z');

/** What visitors ask the database for when no page is at hand. */
const asked: [string, string][] = [
  ['first page', ''],
  ['deep page', 'trang=200'],
  ['topic', `chu-de=${contest2024Demo.topics.items[0]?.id}`],
  ['search', 'tim=chuyen+doi+so'],
  ['search in vain', 'tim=khong+co+bai+nay'],
  ['short word', 'tim=xa'],
];

/** 5,000 works of 100 units on show, with pictures, written straight into the tables; `bench/votes.ts` counts them, too. */
export async function seed({ db }: App): Promise<void> {
  const run = (query: ReturnType<typeof sql>) => query.execute(db);
  const { slug, code, topics } = contest2024Demo;
  await run(sql`insert into programme (slug, code, kind, status, version, doc, published_at, created_at)
    values (${slug}, ${code}, 'contest', 'published', 1, ${JSON.stringify(contest2024Demo)}, ${at}, ${at})`);
  await run(sql`insert into unit (code, name, folded, kind)
    select 'U' || n, 'Xã số ' || n, 'xa so ' || n, 'commune' from generate_series(1, 100) n`);
  await run(sql`insert into person (full_name, folded, email, created_at)
    values ('Lò Thị Mai', 'lo thi mai', 'mai@example.test', ${at})`);
  await run(sql`insert into entry (programme_id, code, state, title, folded, unit_id, form, created_by, created_at, updated_at, submitted_at)
    select p.id, ${code} || '-' || lpad(n::text, 5, '0'), 'shortlisted', 'x', 'x', (select id from unit where unit.code = 'U' || (1 + n % 100)),
           '{}', (select id from person), ${at}, ${at}, ${at}
    from programme p, generate_series(1, ${WORKS}::int) n`);
  await run(sql`insert into file (purpose, name, declared_size, size, media, kind, sha256, state, storage_key, created_at, ready_at, target)
    select 'entry', 'v.mp4', 1000, 1000, 'video/mp4', 'video', lpad(to_hex(row_number() over ()), 64, '0'), 'ready',
           'aa/' || e.code, ${at}, ${at}, jsonb_build_object('entryId', e.id) from entry e`);
  await run(sql`insert into gallery_item (entry_id, programme_id, code, title, folded, authors, unit_id, unit_name, topics, summary, file_id, duration, posted_at)
    select e.id, e.programme_id, e.code, t.title, lower(unaccent(t.title || ' Lò Thị Mai Quàng Văn Nam ' || u.name)) || repeat(' nguoi dan ban vung cao lam thu tuc', 20),
           '[{"name": "Lò Thị Mai", "workplace": null}, {"name": "Quàng Văn Nam", "workplace": null}]', u.id, u.name,
           array[(${topics.items.map((topic) => topic.id)}::text[])[1 + t.n % ${topics.items.length}::int]],
           repeat('Người dân bản vùng cao làm thủ tục. ', 20), f.id, 252.4, ${at}
    from (select e.*, substr(e.code, length(e.code) - 4)::int as n from entry e) e
    cross join lateral (select e.n, case when e.n % 50 = 0 then 'Chuyển đổi số ở bản ' else 'Một ngày trên nương của nhà ' end || e.n as title) t
    join unit u on u.id = e.unit_id
    join file f on f.target ->> 'entryId' = e.id::text`);
  await run(sql`insert into file_rendition (file_id, kind, state, storage_key, media, bytes, width, height, made_at)
    select id, k, 'ready', 'bb/' || id || k, 'image/jpeg', 9000, 640, 360, ${at} from file, unnest(array['poster', 'poster-small']) k`);
  await run(sql`analyze`);
}

/** p95 in ms of the gallery's queries, apart from pages and their cache. */
async function queryTimes(app: App): Promise<{ name: string; ms: number }[]> {
  const programme = await programmeBySlug(app.db, contest2024Demo.slug);
  if (!programme) throw new Error('no programme');
  const times: { name: string; ms: number }[] = [];
  for (const [name, query] of asked) {
    const filter = readGalleryFilter(new URLSearchParams(query));
    const took: number[] = [];
    for (let i = 0; i < 40; i++) {
      const started = performance.now();
      await galleryPage(app.db, programme, { filter, seed: randomUUID() });
      took.push(performance.now() - started);
    }
    times.push({ name, ms: took.toSorted((a, b) => a - b)[37]! });
  }
  return times;
}

/** Our whole server with 5,000 works on show, in a process of its own; tells its port and what its queries took. */
async function serveOurs(dataDir: string): Promise<void> {
  const running = await startServer(ownServer(root, dataDir));
  await seed(running.app);
  const times = await queryTimes(running.app);
  process.on('SIGTERM', () => running.stop().then(() => process.exit(0)));
  process.stdout.write(`${running.port} ${JSON.stringify(times)}\n`);
}

/** The anonymous gallery: requests a second beside a bare server with the same bytes, first view, uncached queries. */
export async function benchGallery({ seconds = 2, rounds = 5 } = {}): Promise<Row[]> {
  if (!existsSync(path.join(root, 'build', 'handler.js'))) throw new Error('Chưa dựng các trang: npm run build');
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  await chmod(folder, 0o711);
  const started: { child: ChildProcess; port: number }[] = [];
  try {
    const ours = await start(script, 'ours', path.join(folder, 'data'));
    started.push(ours);
    const times = JSON.parse(ours.line.slice(ours.line.indexOf('['))) as { name: string; ms: number }[];
    const file = path.join(folder, 'page.json');
    await sameBytes(await getOnce(ours.port, page), file);
    const bare = await start(script, 'bare', file);
    started.push(bare);
    await rate(bare.port, page, seconds / 2, AGENTS);
    // every order is rendered once before it counts
    await rate(ours.port, page, seconds * 5, AGENTS);
    const values: number[] = [];
    const baselines: number[] = [];
    for (let round = 0; round < rounds; round++) {
      baselines.push(await rate(bare.port, page, seconds, AGENTS));
      values.push(await rate(ours.port, page, seconds, AGENTS));
    }
    const [value, baseline] = [median(values), median(baselines)];
    const view = await firstView(ours.port, page);
    const slowest = times.toSorted((a, b) => b.ms - a.ms)[0]!;
    return [
      {
        name: `gallery of ${WORKS} works, 24 a page, ${AGENTS} browsers in 64 orders, ${CONNECTIONS} connections`,
        value: Math.round(value),
        unit: 'requests/s',
        baseline: Math.round(baseline),
        ratio: value / baseline,
        bar: 0.5,
        met: value / baseline >= 0.5,
      },
      {
        name: `gallery, first view without posters (${view.requests} requests, ${view.scripts} scripts)`,
        value: Number((view.bytes / 1000).toFixed(1)),
        unit: 'kB',
        baseline: null,
        ratio: null,
        bar: 60,
        met: view.bytes <= 60_000 && view.scripts === 0,
      },
      {
        name: `gallery, queries uncached, p95: ${times.map(({ name, ms }) => `${name} ${ms.toFixed(0)}`).join(', ')} ms; slowest`,
        value: Number(slowest.ms.toFixed(1)),
        unit: 'ms',
        baseline: null,
        ratio: null,
        bar: 100,
        met: slowest.ms < 100,
      },
    ];
  } finally {
    await Promise.all(started.map(stop));
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === script) {
  const [what, argument] = process.argv.slice(2);
  if (what === 'ours') await serveOurs(argument as string);
  else if (what === 'bare') await serveBare(argument as string);
  else console.table(await benchGallery());
}
