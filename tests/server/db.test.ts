import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/lib/server/platform/db/migrate.ts';
import { countQueries, json, one } from '../../src/lib/server/platform/db/sql.ts';
import { type TestDatabase, testDatabase } from '../support/db.ts';
import { projectRoot } from '../support/globalDatabase.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());

describe('values', () => {
  it('reads int8 as number, numeric and date as text, timestamptz as Date', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select 9007199254740991::int8 as big, array[1, null]::int8[] as bigs, 33.30::numeric as share, array[1.10]::numeric[] as shares,
        '2026-08-31'::date as day, array['2026-08-31']::date[] as days, '2026-08-31T00:00:00+07'::timestamptz as at`.execute(
      test.db,
    );
    expect(one(rows)).toEqual({
      big: 9007199254740991,
      bigs: [1, null],
      share: '33.30',
      shares: ['1.10'],
      day: '2026-08-31',
      days: ['2026-08-31'],
      at: new Date('2026-08-30T17:00:00Z'),
    });
  });

  it('refuses an int8 that a number cannot hold, instead of rounding it', async () => {
    await expect(sql`select 9007199254740993::int8`.execute(test.db)).rejects.toThrow(/safe integers/);
  });

  it('works in UTC whatever the server or machine is set to', async () => {
    expect((await sql<{ TimeZone: string }>`show timezone`.execute(test.db)).rows[0]?.TimeZone).toBe('UTC');
  });

  it('keeps arrays in jsonb and drops NUL from text of files', async () => {
    await test.db
      .insertInto('setting')
      .values({ key: 'test.json', value: json([1, { text: 'a\0b' }]) })
      .execute();
    const row = await test.db
      .selectFrom('setting')
      .select('value')
      .where('key', '=', 'test.json')
      .executeTakeFirstOrThrow();
    expect(row.value).toEqual([1, { text: 'ab' }]);
  });

  it('sorts Vietnamese names by vi-x-icu', async () => {
    const { rows } = await sql<{ name: string }>`
      select name from unnest(array['Đào', 'Dung', 'Ân', 'An', 'Ánh', 'Anh']) as name order by name collate "vi-x-icu"`.execute(
      test.db,
    );
    expect(rows.map((row) => row.name)).toEqual(['An', 'Anh', 'Ánh', 'Ân', 'Dung', 'Đào']);
  });

  it('finds trigrams in letters beyond ASCII', async () => {
    const { rows } = await sql<{ near: number }>`select similarity('đường', 'đường') as near`.execute(test.db);
    expect(rows[0]?.near).toBe(1);
  });
});

describe('migrations', () => {
  it('are applied once, also when several processes begin together', async () => {
    expect(await Promise.all([1, 2, 3].map(() => migrate(test.pool, { root: projectRoot })))).toEqual([[], [], []]);
  });

  it('report one that was changed after it ran', async () => {
    await test.db.updateTable('schema_migration').set({ hash: 'x' }).where('name', '=', '0001_foundation').execute();
    await expect(migrate(test.pool, { root: projectRoot })).rejects.toMatchObject({ code: 'db.migration-changed' });
  });

  it('refuse a database of a newer program', async () => {
    await test.db.insertInto('schema_migration').values({ name: '9999_future', hash: 'x' }).execute();
    await expect(migrate(test.pool, { root: projectRoot })).rejects.toMatchObject({ code: 'db.newer-schema' });
  });

  it('include the job queue', async () => {
    const { rows } = await sql`select 1 from pg_namespace where nspname = 'graphile_worker'`.execute(test.db);
    expect(rows).toHaveLength(1);
  });
});

describe('countQueries', () => {
  it('counts queries, those in transactions too', async () => {
    const { queries } = await countQueries(test.db, async (db) => {
      await db.selectFrom('unit').selectAll().execute();
      await db.transaction().execute(async (tx) => {
        await tx.selectFrom('person').selectAll().execute();
        await sql`select 1`.execute(tx);
      });
    });
    expect(queries).toBe(3);
  });
});
