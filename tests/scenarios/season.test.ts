import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkInvariants } from '#lib/server/ledger/invariants.ts';
import { sealLedger } from '#lib/server/ledger/seal.ts';
import { type OpenApp, openApp } from '#lib/server/platform/app.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import { cast } from '../../src/cli/season/cast.ts';
import { playSeason, seasonEnd } from '../../src/cli/season/run.ts';
import { type TestDatabase, testDatabase } from '../support/db.ts';

interface Played {
  app: OpenApp;
  close(): Promise<void>;
}

async function play(args: { seed: number; entries: number; until?: Date }): Promise<Played> {
  const database: TestDatabase = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-season-'));
  const app = await openApp({
    ...readConfig(),
    mode: 'demo',
    databaseUrl: database.connectionString,
    dataDir,
    logLevel: 'error',
  });
  await playSeason(app, { seed: args.seed, entries: args.entries, until: args.until ?? seasonEnd });
  return {
    app,
    close: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What two seasons of one seed must have in common: who entered what, what the jury gave, who won. */
async function story(app: OpenApp): Promise<unknown[]> {
  const { rows } = await sql`
    select e.code, e.title, e.state, e.pillar, e.submitted_at as at,
      (select string_agg(a.full_name || ' ' || a.share, ', ' order by a.position) from entry_author a where a.entry_id = e.id) as authors,
      (select string_agg(p.email || ' ' || s.total, ', ' order by s.round_id, p.email) from (
         select g.round_id, g.judge_id, t.total from assignment g join score_sheet t on t.assignment_id = g.id
          where g.entry_id = e.id and g.withdrawn_at is null and t.state = 'signed') s join person p on p.id = s.judge_id) as marks,
      (select w.tier_id from award w where w.entry_id = e.id and w.revoked_at is null) as prize
    from entry e order by e.code nulls last, e.title`.execute(app.db);
  return rows;
}

describe('a simulated season', () => {
  let full: Played;
  beforeAll(async () => {
    full = await play({ seed: 2026, entries: 40 });
  }, 240_000);
  afterAll(() => full?.close());

  it('runs from the first appointment to certificates and breaks no invariant', async () => {
    const { app } = full;
    while ((await sealLedger(app.db)) > 0);
    const results = await checkInvariants({ db: app.db, clock: { now: () => seasonEnd, offsetMs: 0 } });
    expect(results.filter((result) => !result.ok)).toEqual([]);
    expect(results.length).toBeGreaterThan(20);
  });

  it('K26-5a: gives one first, two second, three third and five consolation prizes with their money', async () => {
    const rows = await full.app.db
      .selectFrom('award')
      .select(({ fn }) => ['tier_id', fn.countAll<number>().as('n'), fn.sum<string>('amount').as('money')])
      .where('revoked_at', 'is', null)
      .groupBy('tier_id')
      .execute();
    expect(Object.fromEntries(rows.map((r) => [r.tier_id, [r.n, Number(r.money)]]))).toEqual({
      first: [1, 15_000_000],
      second: [2, 20_000_000],
      third: [3, 15_000_000],
      consolation: [5, 15_000_000],
    });
    const authors = await full.app.db
      .selectFrom('award as w')
      .innerJoin('entry_author as a', 'a.entry_id', 'w.entry_id')
      .select('a.id')
      .where('a.declined_at', 'is', null)
      .execute();
    const certificates = await full.app.db.selectFrom('certificate').select('code').execute();
    expect(certificates).toHaveLength(authors.length);
  });

  it('shows what seasons have: late drafts, returns, withdrawals, a disqualification, conflicts, second looks', async () => {
    const { rows } = await sql<Record<string, number>>`select
      (select count(*)::int from entry where late_draft is not null or late_draft_at is not null) as late,
      (select count(*)::int from entry_event where to_state = 'returned') as returned,
      (select count(*)::int from entry where state = 'withdrawn') as withdrawn,
      (select count(*)::int from entry where state = 'disqualified') as disqualified,
      (select count(*)::int from entry where state = 'draft') as drafts,
      (select count(*)::int from conflict where source = 'declared') as declared,
      (select count(*)::int from conflict where source = 'detected') as detected,
      (select count(*)::int from forwarding) as letters,
      (select count(*)::int from entry where on_behalf) as on_behalf`.execute(full.app.db);
    for (const [what, count] of Object.entries(rows[0]!)) expect(count, what).toBeGreaterThan(0);
  });

  it('K26-2a, K26-2b: has authors with shares of at least 30 that add up to 100, none of them an organiser or judge', async () => {
    const { rows } = await sql<{ bad: number }>`
      select count(*)::int as bad from entry e
      where e.state <> 'draft' and e.state <> 'withdrawn' and (
        (select sum(share) from entry_author a where a.entry_id = e.id and a.declined_at is null) <> 100
        or exists (select from entry_author a where a.entry_id = e.id and a.share < 30)
        or exists (select from entry_author a join role_grant g on g.person_id = a.person_id
                    where a.entry_id = e.id and g.role in ('organiser','judge','jury-chair','secretary','support')))`.execute(
      full.app.db,
    );
    expect(rows[0]!.bad).toBe(0);
  });

  it('has every part of the cast, each with a confirmed address and a password', async () => {
    const rows = await full.app.db
      .selectFrom('person')
      .select(['email', 'email_confirmed_at', 'password_hash'])
      .where(
        'email',
        'in',
        cast.map((member) => member.email),
      )
      .execute();
    expect(rows).toHaveLength(cast.length);
    expect(rows.filter((row) => !row.email_confirmed_at || !row.password_hash)).toEqual([]);
  });

  it('is refused where there are people already', async () => {
    await expect(playSeason(full.app, { seed: 1, entries: 5, until: seasonEnd })).rejects.toThrow('trống');
  });
});

it('is the same again for the same seed and another for another seed', async () => {
  const until = new Date('2026-07-26T23:59:59+07:00');
  const stories: unknown[][] = [];
  for (const seed of [5, 5, 6]) {
    const played = await play({ seed, entries: 10, until });
    stories.push(await story(played.app));
    await played.close();
  }
  expect(stories[1]).toEqual(stories[0]);
  expect(stories[2]).not.toEqual(stories[0]);
}, 240_000);
