import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { createRenderedCache } from '#lib/server/platform/cache/rendered.ts';
import { createClock } from '#lib/server/platform/clock/clock.ts';
import type { App, Ctx } from '#lib/server/platform/ctx.ts';
import type { DB } from '#lib/server/platform/db/schema.ts';
import { createFileStore } from '#lib/server/platform/files/store.ts';
import { createLog } from '#lib/server/platform/log/log.ts';
import type { Actor, Grant, StoredRole } from '#lib/server/platform/policy.ts';
import { visitor } from '#lib/server/platform/policy.ts';
import { type TestDatabase, testDatabase } from './db.ts';

export interface TestApp {
  app: App;
  database: TestDatabase;
  /** an act at a moment of the contest */
  ctx(actor: Actor, at?: string): Ctx;
  visitor(at?: string): Ctx;
  /** a person in the database, holding these roles since 2024 */
  person(
    name: string,
    grants?: { role: StoredRole; programmeId?: string | null; unitId?: string | null }[],
  ): Promise<Actor & { id: string }>;
  close(): Promise<void>;
}

/** A person in the database, holding these roles since 2024. */
export async function testPerson(
  db: Kysely<DB>,
  name: string,
  grants: { role: StoredRole; programmeId?: string | null; unitId?: string | null }[] = [],
): Promise<Actor & { id: string }> {
  const since = new Date('2024-01-01T00:00:00Z');
  const email = `${randomUUID()}@example.test`;
  const { id } = await db
    .insertInto('person')
    .values({ full_name: name, folded: name.toLowerCase(), email, email_confirmed_at: since, created_at: since })
    .returning('id')
    .executeTakeFirstOrThrow();
  const held: Grant[] = grants.map((g) => ({
    role: g.role,
    programmeId: g.programmeId ?? null,
    unitId: g.unitId ?? null,
    validFrom: since,
    validTo: null,
  }));
  for (const g of held)
    await db
      .insertInto('role_grant')
      .values({
        person_id: id,
        role: g.role,
        programme_id: g.programmeId,
        unit_id: g.unitId,
        valid_from: since,
        granted_at: since,
      })
      .execute();
  return { kind: 'person', id, name, email, emailConfirmed: true, unitId: null, grants: held };
}

/** An app on a database and a file folder of its own, without a web server: for tests of use cases. */
export async function testApp(): Promise<TestApp> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-test-'));
  const app = {
    config: {
      mode: 'production',
      dataDir,
      mailFrom: 'Lan Tỏa <thu@example.test>',
      smtpUrl: null,
      origin: 'https://lantoa.test',
      root: process.cwd(),
    },
    db: database.db,
    pool: database.pool,
    clock: createClock(0),
    files: await createFileStore(dataDir),
    cache: createRenderedCache(),
    log: createLog('silent'),
  } as unknown as App;
  const ctx = (actor: Actor, at = '2026-02-01T08:00:00+07:00'): Ctx => ({
    app,
    actor,
    now: new Date(at),
    requestId: randomUUID(),
    channel: 'web',
    ip: '127.0.0.1',
  });
  return {
    app,
    database,
    ctx,
    visitor: (at) => ctx(visitor, at),
    person: (name, grants) => testPerson(database.db, name, grants),
    async close() {
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
