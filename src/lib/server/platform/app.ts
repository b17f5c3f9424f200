import { join } from 'node:path';
import { createRenderedCache } from './cache/rendered.ts';
import { createClock } from './clock/clock.ts';
import type { Config } from './config.ts';
import type { App } from './ctx.ts';
import { openDatabase } from './db/connect.ts';
import { migrate, migrateJobs } from './db/migrate.ts';
import { createFileStore } from './files/store.ts';
import { createLog } from './log/log.ts';
import { listen } from './notices.ts';

export interface OpenApp extends App {
  connectionString: string;
  close(): Promise<void>;
}

/**
 * Opens an installation: database (embedded unless DATABASE_URL), migrations, files, clock, notices between processes.
 * @param options.join a command beside a running server: uses its embedded database instead of being refused
 * @throws an Error with a Vietnamese sentence when the data folder is in use or the database cannot be reached.
 */
export async function openApp(config: Config, options: { join?: boolean } = {}): Promise<OpenApp> {
  const log = createLog(config.logLevel);
  const database = await openDatabase({
    databaseUrl: config.databaseUrl ?? undefined,
    dataDir: join(config.dataDir, 'postgres'),
    join: options.join ?? false,
    log,
  });
  try {
    await migrate(database.pool, { root: config.root });
    await migrateJobs(database.pool);
    const stored = await database.db
      .selectFrom('setting')
      .select('value')
      .where('key', '=', 'clock')
      .executeTakeFirst();
    const clock = createClock(config.mode === 'demo' ? offsetOf(stored?.value) : 0);
    const cache = createRenderedCache();
    const files = await createFileStore(join(config.dataDir, 'files'));
    const stopListening = await listen(database.connectionString, log, async (notice) => {
      // after 'reconnected' a move of the clock may have been missed
      if (notice !== 'publication' && config.mode === 'demo') {
        const row = await database.db
          .selectFrom('setting')
          .select('value')
          .where('key', '=', 'clock')
          .executeTakeFirst();
        clock.set(offsetOf(row?.value));
      }
      cache.clear();
    });
    return {
      config,
      db: database.db,
      pool: database.pool,
      clock,
      files,
      cache,
      log,
      connectionString: database.connectionString,
      close: async () => {
        await stopListening();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

const offsetOf = (value: unknown): number =>
  typeof value === 'object' && value !== null && 'offsetMs' in value && typeof value.offsetMs === 'number'
    ? value.offsetMs
    : 0;
