/**
 * One PostgreSQL for all database tests of a run (or TEST_DATABASE_URL), with a template that holds the whole schema. Each test file
 * copies the template: `testDatabase()` of db.ts.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createPool } from '../../src/lib/server/platform/db/connect.ts';
import { openEmbedded } from '../../src/lib/server/platform/db/embedded.ts';
import { migrate, migrateJobs } from '../../src/lib/server/platform/db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** connection string of a role that may create databases */
    databaseServer: string;
    /** name of the migrated template */
    databaseTemplate: string;
  }
}

export const projectRoot = resolve(import.meta.dirname, '../..');

interface Shared {
  users: number;
  opened: Promise<{ server: string; template: string; close(): Promise<void> }>;
}
// the file is loaded once for each Vitest project, the server is one
const holder = globalThis as { lantoaTestDatabase?: Shared | undefined };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  holder.lantoaTestDatabase ??= { users: 0, opened: open() };
  const shared = holder.lantoaTestDatabase;
  shared.users++;
  const { server, template, close } = await shared.opened;
  project.provide('databaseServer', server);
  project.provide('databaseTemplate', template);
  return async () => {
    if (--shared.users > 0) return;
    holder.lantoaTestDatabase = undefined;
    await close();
  };
}

async function open() {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return withTemplate(url, async () => {});
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-test-'));
  chmodSync(dataDir, 0o711);
  // the tests' data may be lost in a power cut; everything else is as in production
  const server = await openEmbedded({ dataDir, settings: { synchronous_commit: 'off' } });
  return withTemplate(server.connectionString, async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
}

async function withTemplate(server: string, stop: () => Promise<void>) {
  const template = `lantoa_template_${process.pid}`;
  const admin = createPool(server, { max: 1 });
  try {
    await admin.query(`drop database if exists ${template}`);
    await admin.query(`create database ${template}`);
    const url = new URL(server);
    url.pathname = `/${template}`;
    const pool = createPool(url.href, { max: 2 });
    try {
      await migrate(pool, { root: projectRoot });
      await migrateJobs(pool);
    } finally {
      await pool.end();
    }
  } catch (error) {
    await admin.end();
    await stop();
    throw error;
  }
  return {
    server,
    template,
    close: async () => {
      await admin.query(`drop database if exists ${template}`).catch(() => {});
      await admin.end();
      await stop();
    },
  };
}
