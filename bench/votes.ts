/** Counting 100,000 likes on 5,000 works, and taking likes from many people at once. */
import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { contest2024Demo } from '../programmes/son-la/index.ts';
import { likeWork } from '../src/lib/server/gallery/like.ts';
import { tallies } from '../src/lib/server/gallery/tally.ts';
import { openApp } from '../src/lib/server/platform/app.ts';
import type { App, Ctx } from '../src/lib/server/platform/ctx.ts';
import { programmeBySlug } from '../src/lib/server/programme/queries.ts';
import { seed } from './gallery.ts';
import type { Row } from './run.ts';
import { median, ownServer } from './wire.ts';

const root = path.resolve(import.meta.dirname, '..');
const at = new Date('2024-08-20T02:00:00Z');
const VOTERS = 25_000;
const LIKES = 100_000;
const CLIENTS = 8;
const NEW_LIKES = 800;

/** Each voter likes four works; some pass a link on, many watch. */
async function seedVotes({ db }: App): Promise<void> {
  await sql`insert into person (full_name, folded, email, email_confirmed_at, created_at)
    select 'Người ' || n, 'nguoi ' || n, 'nguoi' || n || '@example.test', ${at}, ${at} from generate_series(1, ${VOTERS}::int) n`.execute(
    db,
  );
  await sql`with voter as (select id, row_number() over () as n from person where email like 'nguoi%'),
         work as (select entry_id, programme_id, row_number() over (order by code) as n, count(*) over () as many from gallery_item)
    insert into gallery_like (programme_id, entry_id, person_id, at, network, challenge)
    select w.programme_id, w.entry_id, v.id, ${at}, '10.0.' || v.n % 250 || '.' || v.n % 199, 'solved'
      from voter v cross join generate_series(0, ${LIKES / VOTERS - 1}::int) k
      join work w on w.n = 1 + (v.n * 7 + k * 1201) % w.many`.execute(db);
  await sql`insert into gallery_share (token, programme_id, entry_id, person_id, at, network, opened_at)
    select gen_random_uuid()::text, programme_id, entry_id, person_id, at, network, at + interval '1 hour' from gallery_like where id % 9 = 0`.execute(
    db,
  );
  await sql`insert into gallery_view (programme_id, entry_id, viewer, day, at, seconds, network)
    select programme_id, entry_id, 'p:' || person_id, '2024-08-20', at, 30, network from gallery_like`.execute(db);
  await sql`analyze`.execute(db);
}

async function timed(times: number, work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await work();
    took.push(performance.now() - started);
  }
  return median(took);
}

/** How many times a second `work` is done by so many at once. */
async function perSecond(count: number, work: (n: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (next < count) await work(next++);
    }),
  );
  return (count * 1000) / (performance.now() - started);
}

const voterCtx = (app: App, person: { id: string; email: string | null }, n: number): Ctx => ({
  app,
  actor: {
    kind: 'person',
    id: person.id,
    name: 'Người bình chọn',
    email: person.email,
    emailConfirmed: true,
    unitId: null,
    grants: [],
  },
  now: at,
  requestId: randomUUID(),
  channel: 'web',
  ip: `10.9.${n % 250}.${Math.floor(n / 250)}`,
});

export async function benchVotes(): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  chmodSync(folder, 0o711);
  const app = await openApp(ownServer(root, path.join(folder, 'data')));
  try {
    await seed(app);
    await seedVotes(app);
    const programme = await programmeBySlug(app.db, contest2024Demo.slug);
    if (!programme) throw new Error('no programme');
    const bare = await timed(9, () =>
      sql`select entry_id, count(*) from gallery_like group by entry_id`.execute(app.db),
    );
    const all = await timed(9, () => tallies(app.db, programme));
    const works = await app.db.selectFrom('gallery_item').select(['entry_id', 'code']).orderBy('code').execute();
    const page = works.slice(0, 24).map((work) => work.entry_id);
    const few = await timed(25, () => tallies(app.db, programme, { entryIds: page }));

    const people = await app.db
      .selectFrom('person')
      .select(['id', 'email'])
      .where('email', 'like', 'nguoi%')
      .orderBy('email')
      .limit(NEW_LIKES * 2)
      .execute();
    // of a work that none of these voters has liked yet
    const fresh = async (from: number) => {
      const { rows } = await sql<{ code: string }>`select code from gallery_item i where not exists (
        select from gallery_like l where l.entry_id = i.entry_id
           and l.person_id = any (${people.slice(from, from + NEW_LIKES).map((one) => one.id)}::uuid[])) limit 1`.execute(
        app.db,
      );
      return rows[0]!.code;
    };
    const code = await fresh(0);
    const likes = await perSecond(NEW_LIKES, (n) =>
      likeWork(voterCtx(app, people[n]!, n), { code, device: `may-${n}`, agent: 'đo tốc độ', proof: null }),
    );
    const other = await fresh(NEW_LIKES);
    const { entry_id } = works.find((work) => work.code === other)!;
    const rows = await perSecond(NEW_LIKES, (n) =>
      app.db.transaction().execute(async (db) => {
        await sql`insert into gallery_like (programme_id, entry_id, person_id, at, network, challenge)
          values (${programme.id}, ${entry_id}, ${people[NEW_LIKES + n]!.id}, ${at}, '10.0.0.1', 'none')`.execute(db);
        await sql`insert into audit_event (at, actor_name, channel, act, summary, request_id)
          values (${at}, 'Người bình chọn', 'web', 'gallery.like', 'Thích', ${randomUUID()})`.execute(db);
      }),
    );
    return [
      {
        name: `counting ${LIKES} likes, ${Math.round(LIKES / 9)} shares, ${LIKES} views of 5000 works, exactly`,
        value: all,
        unit: 'ms',
        baseline: bare,
        ratio: all / bare,
        bar: '< 1000 ms',
        met: all < 1000,
      },
      {
        name: 'the same for the 24 works of a page',
        value: few,
        unit: 'ms',
        baseline: null,
        ratio: null,
        bar: '< 30 ms',
        met: few < 30,
      },
      {
        name: `likes through the use case, ${CLIENTS} voters at once; baseline: their two rows in a transaction`,
        value: likes,
        unit: 'likes/s',
        baseline: rows,
        ratio: likes / rows,
        bar: 0.2,
        met: likes / rows >= 0.2,
      },
    ];
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}
