import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentGaps } from '#lib/server/gallery/consents.ts';
import { clustersOf } from '#lib/server/gallery/suspects.ts';
import { frozenTallies, tallies } from '#lib/server/gallery/tally.ts';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { sealLedger } from '#lib/server/ledger/seal.ts';
import { type OpenApp, openApp } from '#lib/server/platform/app.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import { programmeBySlug, type StoredProgramme } from '#lib/server/programme/queries.ts';
import { playSeason } from '../../src/cli/season/run.ts';
import { testDatabase } from '../support/db.ts';

interface Played {
  app: OpenApp;
  now: Date;
  programme: StoredProgramme;
  close(): Promise<void>;
}

/** Six works, played to nine in the morning of a day. */
async function play(day: string, seed = 2024): Promise<Played> {
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
  await playSeason(app, { seed, entries: 5, videos: 6, until: now });
  return {
    app,
    now,
    programme: (await programmeBySlug(app.db, 'tuyen-truyen-so-2024'))!,
    close: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function brokenInvariants({ app, now }: Played) {
  while ((await sealLedger(app.db)) > 0);
  const results = await checkInvariants({ db: app.db, clock: { now: () => now, offsetMs: 0 } });
  return results.filter((result) => !result.ok);
}

const statesOf = async ({ app, programme }: Played): Promise<Record<string, number>> => {
  const rows = await app.db
    .selectFrom('entry')
    .select(({ fn }) => ['state', fn.countAll<number>().as('n')])
    .where('programme_id', '=', programme.id)
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.n)]));
};

const one = async <T>({ app }: Played, query: ReturnType<typeof sql<T>>): Promise<T> =>
  (await query.execute(app.db)).rows[0]!;

describe('the video contest of 2024, played to its end', () => {
  let full: Played;
  beforeAll(async () => {
    full = await play('2024-12-20');
  }, 240_000);
  afterAll(() => full?.close());

  it('breaks no invariant', async () => {
    expect(await brokenInvariants(full)).toEqual([]);
  });

  it('K24-3: the agency chose with a sheet for each listed work, and told why it did not choose one', async () => {
    expect(await statesOf(full)).toEqual({ awarded: 5, 'not-shortlisted': 1 });
    const sheets = await full.app.db
      .selectFrom('entry_list_line as l')
      .leftJoin('agency_review as r', 'r.entry_id', 'l.entry_id')
      .select(['r.decision', 'r.reason'])
      .where('l.programme_id', '=', full.programme.id)
      .execute();
    expect(sheets.map((sheet) => sheet.decision).sort()).toEqual([
      'choose',
      'choose',
      'choose',
      'choose',
      'choose',
      'refuse',
    ]);
    expect(sheets.find((sheet) => sheet.decision === 'refuse')!.reason).toMatch(/.{20}/);
  });

  it('K24-4: shows works only with the consent of every author and guardian; a consent taken back took its work off', async () => {
    const items = await full.app.db
      .selectFrom('gallery_item')
      .select(['entry_id', 'withdrawn_at'])
      .where('programme_id', '=', full.programme.id)
      .execute();
    const gaps = await consentGaps(
      full.app.db,
      full.programme,
      items.map((item) => item.entry_id),
      full.now,
    );
    expect(items.filter((item) => item.withdrawn_at === null)).toHaveLength(3);
    expect(items.filter((item) => (item.withdrawn_at !== null) !== gaps.has(item.entry_id))).toEqual([]);
    const said = await one<{ guardians: number; refusals: number; hidden: number }>(
      full,
      sql`select (select count(*)::int from publication_consent where who = 'guardian' and answer) as guardians,
        (select count(*)::int from publication_consent where purpose_id = 'gallery' and not answer) as refusals,
        (select count(*)::int from entry e where e.state = 'awarded'
            and not exists (select from gallery_item i where i.entry_id = e.id)) as hidden`,
    );
    expect(said.guardians).toBeGreaterThan(0);
    // one said no from the beginning and was never shown, one changed their mind
    expect(said).toMatchObject({ refusals: 2, hidden: 1 });
  });

  it('K24-4: votes of many accounts on one device are voided with a reason and do not count', async () => {
    const reviews = await full.app.db.selectFrom('vote_review').selectAll().execute();
    expect(reviews).toHaveLength(1);
    expect(reviews[0]!.vote_ids).toHaveLength(12);
    const frozen = (await frozenTallies(full.app.db, full.programme.id))!;
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from gallery_like
      where entry_id = ${reviews[0]!.entry_id} and voided_at is null and taken_back_at is null and at <= ${frozen.frozenAt}`.execute(
      full.app.db,
    );
    expect(frozen.rows.get(reviews[0]!.entry_id)!.likes).toBe(rows[0]!.n);
  });

  it('K24-8: the counts are frozen once, as they stood at the end of 10 September', async () => {
    const frozen = (await frozenTallies(full.app.db, full.programme.id))!;
    expect([frozen.no, frozen.frozenAt.toISOString()]).toEqual([1, '2024-09-10T16:59:59.999Z']);
    const again = await tallies(full.app.db, full.programme, {
      at: frozen.frozenAt,
      entryIds: [...frozen.rows.keys()],
    });
    expect(again).toEqual(frozen.rows);
    const late = await one<{ n: number }>(
      full,
      sql`select count(*)::int as n from gallery_like where at > ${frozen.frozenAt}`,
    );
    expect(late.n).toBeGreaterThan(0);
  });

  it('K24-10: the side prize is of the work on show with the most interactions', async () => {
    const frozen = (await frozenTallies(full.app.db, full.programme.id))!;
    const most = Math.max(...[...frozen.rows.values()].map((tally) => Number(tally.total)));
    const side = await full.app.db
      .selectFrom('award')
      .select(['entry_id', 'tier_id'])
      .where('side', '=', true)
      .execute();
    expect(side).toHaveLength(1);
    expect(side[0]!.tier_id).toBe('interaction');
    expect(Number(frozen.rows.get(side[0]!.entry_id)!.total)).toBe(most);
  });

  it('K24-9: results are public with first, second and third prizes, and every author of a prize has a certificate', async () => {
    const row = await one<{ published: string; tiers: string; certificates: number; authors: number }>(
      full,
      sql`select
        (select published_at::date::text from decision where kind = 'results') as published,
        (select string_agg(tier_id || ' ' || n, ', ' order by tier_id) from
           (select tier_id, count(*) as n from award where revoked_at is null and not side group by 1) t) as tiers,
        (select count(*)::int from certificate) as certificates,
        (select count(*)::int from award w join entry_author a on a.entry_id = w.entry_id and a.declined_at is null
          where w.revoked_at is null) as authors`,
    );
    expect(row).toMatchObject({ published: '2024-09-15', tiers: 'first 1, second 2, third 2' });
    expect(row.certificates).toBe(row.authors);
  });

  it('K24-11: the duties of the plan are on the list, some given to people, some done in time and one late', async () => {
    const row = await one<{ planned: number; owned: number; done: number; late: number }>(
      full,
      sql`select count(*)::int as planned, count(owner_id)::int as owned, (count(*) filter (where state = 'done'))::int as done,
        (count(*) filter (where state = 'done' and (done_at at time zone 'Asia/Ho_Chi_Minh')::date > due_on))::int as late
        from task where programme_id = ${full.programme.id}`,
    );
    expect(row).toEqual({ planned: full.programme.doc.tasks!.length, owned: 9, done: 9, late: 1 });
  });

  it('K24-8: is closed when all is done, and not before its last day', async () => {
    expect(full.programme.status).toBe('closed');
    const last = full.programme.doc.timeline.at(-1)!.to;
    const closed = await full.app.db
      .selectFrom('programme_version')
      .select('at')
      .where('part', '=', 'close')
      .executeTakeFirstOrThrow();
    expect(closed.at.getTime()).toBeGreaterThan(new Date(last).getTime());
  });
});

describe('stopped on the way', () => {
  it('K24-8: on 1 August before the list is closed everything is handed in and nothing is on show', async () => {
    const played = await play('2024-08-01');
    try {
      expect(await brokenInvariants(played)).toEqual([]);
      const states = await statesOf(played);
      expect((states.submitted ?? 0) + (states.eligible ?? 0)).toBe(6);
      const none = await one<{ n: number }>(
        played,
        sql`select (select count(*) from entry_list)::int + (select count(*) from gallery_item)::int as n`,
      );
      expect(none.n).toBe(0);
      expect(await programmeBySlug(played.app.db, 'y-tuong-so-2026')).toBeNull();
    } finally {
      await played.close();
    }
  }, 120_000);

  it('K24-4, K24-8: on 20 August the gallery is open, the jury is at work, a push waits for review, nothing is frozen', async () => {
    const played = await play('2024-08-20');
    try {
      expect(await brokenInvariants(played)).toEqual([]);
      expect(await statesOf(played)).toEqual({ shortlisted: 5, 'not-shortlisted': 1 });
      const row = await one<{ shown: number; likes: number; signed: number; sheets: number }>(
        played,
        sql`select (select count(*)::int from gallery_item where withdrawn_at is null) as shown,
          (select count(*)::int from gallery_like) as likes,
          (select count(*)::int from score_sheet where state = 'signed') as signed,
          (select count(*)::int from assignment where withdrawn_at is null) as sheets`,
      );
      expect(row).toMatchObject({ shown: 3, sheets: 25 });
      expect(row.likes).toBeGreaterThan(0);
      expect(row.signed).toBeGreaterThan(0);
      expect(row.signed).toBeLessThan(row.sheets);
      const { clusters } = await clustersOf(played.app.db, played.programme.id);
      expect(clusters.find((cluster) => cluster.signal === 'same-device')!.voteIds).toHaveLength(12);
      expect(await frozenTallies(played.app.db, played.programme.id)).toBeNull();
    } finally {
      await played.close();
    }
  }, 120_000);
});

it('is the same again for the same seed and another for another seed', async () => {
  const stories: unknown[] = [];
  for (const seed of [3, 3, 4]) {
    const played = await play('2024-09-14', seed);
    const { rows } = await sql`
      select e.code, e.title, e.state, e.submitted_at as at, f.total, f.likes, f.shares, f.views, r.score, r.rank,
        (select string_agg(w.tier_id, ', ' order by w.side) from award w where w.entry_id = e.id) as prizes,
        (select string_agg(a.full_name, ', ' order by a.position) from entry_author a where a.entry_id = e.id) as authors
      from entry e left join interaction_frozen f on f.entry_id = e.id left join round_result r on r.entry_id = e.id
      order by e.code`.execute(played.app.db);
    stories.push(rows);
    await played.close();
  }
  expect(stories[1]).toEqual(stories[0]);
  expect(stories[2]).not.toEqual(stories[0]);
}, 240_000);
