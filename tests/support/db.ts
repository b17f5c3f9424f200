import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { createKysely, createPool } from '../../src/lib/server/platform/db/connect.ts';
import type { DB } from '../../src/lib/server/platform/db/schema.ts';

export interface TestDatabase {
  db: Kysely<DB>;
  pool: pg.Pool;
  connectionString: string;
  /** Closes the pool and removes the database; call it in afterAll. */
  drop(): Promise<void>;
}

/** A database of its own for the calling test file, copied from the migrated template (schema and job queue, no rows). */
export async function testDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `lantoa_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, (admin) => create(admin, name, inject('databaseTemplate')));
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, { max: options.max ?? 10 });
  const db = createKysely(pool);
  const drop = async () => {
    await db.destroy();
    // Kysely ends only a pool that it has used
    if (!pool.ending) await pool.end();
    await asAdmin(server, (admin) => dropped(admin, name));
  };
  return { db, pool, connectionString: url.href, drop };
}

async function asAdmin(server: string, body: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    await body(admin);
  } finally {
    await admin.end();
  }
}

/** While the server's own cleaning worker sits in a database, nobody but the superuser can put it out: it leaves by itself. */
async function dropped(admin: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await admin.query(`drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '42501' || attempt >= 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

async function create(admin: pg.Client, name: string, template: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await admin.query(`create database ${name} template ${template}`);
      return;
    } catch (error) {
      // object_in_use: autovacuum or the last connection of the set-up is still in the template
      if ((error as { code?: string }).code !== '55006' || attempt === 20) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
