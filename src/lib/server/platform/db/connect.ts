import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Log, silent } from './config.ts';
import { openEmbedded } from './embedded.ts';
import type { DB } from './schema.ts';

export interface DatabaseConfig {
  /** DATABASE_URL; without it the embedded database is used. */
  databaseUrl?: string | undefined;
  /** Folder of the embedded database. */
  dataDir: string;
  /** Another database of the same embedded server. */
  database?: string;
  /** A command beside a running server uses its embedded database instead of being refused. */
  join?: boolean;
  log?: Log;
  /** Connections at most, default 20. */
  max?: number;
}

export interface Database {
  pool: pg.Pool;
  db: Kysely<DB>;
  connectionString: string;
  /** 'url': a server of the operator; 'embedded': ours */
  kind: 'url' | 'embedded';
  close(): Promise<void>;
}

const int8 = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond the safe integers`);
  return value;
};
// the driver's own types list only scalar types
const parserOf = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => (text: string) => unknown;
const textArray = parserOf(1009, 'text') as (text: string) => (string | null)[];
const parsers: Record<number, (text: string) => unknown> = {
  // int8 and its arrays as numbers; numeric and date as text, because floats and zones would change them
  20: int8,
  1016: (text) => textArray(text).map((item) => (item === null ? null : int8(item))),
  1700: (text) => text,
  1231: textArray,
  1082: (text) => text,
  1182: textArray,
};

/** How values of PostgreSQL are read; given to each client, so that no global setting of the driver changes. */
const valueTypes = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) || parserOf(oid, format)) as typeof pg.types.getTypeParser,
};

/** A pool with our value types; a connection that breaks while idle is logged and replaced. */
export function createPool(connectionString: string, options: { max?: number; log?: Log } = {}): pg.Pool {
  const log = options.log ?? silent;
  const pool = new pg.Pool({
    connectionString,
    types: valueTypes,
    max: options.max ?? 20,
    connectionTimeoutMillis: 15_000,
    idle_in_transaction_session_timeout: 120_000,
    application_name: 'lantoa',
    options: '-c TimeZone=UTC',
  });
  const broke = (error: Error) => {
    if (!pool.ending) log.warn({ reason: error.message }, 'a database connection broke and is replaced');
  };
  pool.on('error', broke);
  // a connection can also break while it is lent: whoever holds it gets the error from its query
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Kysely over a pool. */
export const createKysely = (pool: pg.Pool): Kysely<DB> => new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });

/** Opens the database: DATABASE_URL where given, else the embedded one. */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const log = config.log ?? silent;
  const server = config.databaseUrl
    ? null
    : await openEmbedded({ dataDir: config.dataDir, log, join: config.join ?? false });
  const connectionString =
    config.databaseUrl || (config.database ? server!.urlOf(config.database) : server!.connectionString);
  const pool = createPool(connectionString, { log, ...(config.max ? { max: config.max } : {}) });
  const db = createKysely(pool);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= (async () => {
      await db.destroy();
      // Kysely ends only a pool that it has used
      if (!pool.ending) await pool.end();
      await server?.stop();
    })();
    return closing;
  };
  try {
    await pool.query('select 1');
  } catch (error) {
    await close();
    throw error;
  }
  return { pool, db, connectionString, kind: server ? 'embedded' : 'url', close };
}
