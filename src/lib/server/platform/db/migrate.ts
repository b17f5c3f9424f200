import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { type Log, silent } from './config.ts';

/** Where the migrations lie, seen from the project's root (a bundle has no sources beside itself). */
const migrationsFolder = 'src/lib/server/platform/db/migrations';

export interface MigrateOptions {
  /** root of the project */
  root: string;
  log?: Log;
}

interface Migration {
  name: string;
  sql: string;
  hash: string;
}

/** The migrations of the program, in their order. Line ends do not change the hash (git may turn them). */
function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
      return { name: file.slice(0, -4), sql, hash: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Brings the schema up to date: all pending migrations in one transaction, so that it is either the old or the new one. Several processes
 * may do it at once; one works, the others wait. Gives the names that were applied.
 */
export async function migrate(pool: pg.Pool, options: MigrateOptions): Promise<string[]> {
  const log = options.log ?? silent;
  const known = readMigrations(join(options.root, migrationsFolder));
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('lantoa.migrate'))`);
    await client.query(
      'create table if not exists schema_migration (name text primary key, hash text not null, at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from schema_migration');
    const applied = new Map(rows.map((row) => [row.name, row.hash]));
    check(known, applied);
    const pending = known.filter((migration) => !applied.has(migration.name));
    for (const migration of pending) {
      await client.query(migration.sql);
      await client.query('insert into schema_migration (name, hash) values ($1, $2)', [migration.name, migration.hash]);
      log.info({ migration: migration.name }, 'migration applied');
    }
    await client.query('commit');
    return pending.map((migration) => migration.name);
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

function check(known: Migration[], applied: Map<string, string>): void {
  const hashes = new Map(known.map((migration) => [migration.name, migration.hash]));
  const foreign = [...applied.keys()].filter((name) => !hashes.has(name)).sort();
  if (foreign.length > 0) {
    throw new RuleError({
      code: 'db.newer-schema',
      message: `Cơ sở dữ liệu đã được nâng cấp bởi một bản Lan Tỏa mới hơn (${foreign.join(', ')}).`,
      hint: 'Hãy dùng bản Lan Tỏa mới hơn, hoặc phục hồi bản sao lưu trước khi nâng cấp.',
    });
  }
  const changed = [...applied].filter(([name, hash]) => hashes.get(name) !== hash).map(([name]) => name);
  if (changed.length > 0) {
    throw new RuleError({
      code: 'db.migration-changed',
      message: `Bước nâng cấp đã chạy trên cơ sở dữ liệu này nhưng nội dung tệp đã đổi: ${changed.sort().join(', ')}.`,
      hint: 'Không sửa một bước đã phát hành: hãy thêm bước mới. Khi phát triển, có thể xóa thư mục dữ liệu để tạo lại.',
    });
  }
}

/** Brings the job queue's own schema (`graphile_worker`) up to date. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  await runMigrations({ pgPool: pool });
}
