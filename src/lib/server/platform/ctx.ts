import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { RenderedCache } from './cache/rendered.ts';
import type { Clock } from './clock/clock.ts';
import type { Config } from './config.ts';
import type { DB } from './db/schema.ts';
import type { FileStore } from './files/store.ts';
import type { Log } from './log/log.ts';
import type { Actor } from './policy.ts';

/** What one running installation has at hand. Made once by `openApp`. */
export interface App {
  config: Config;
  db: Kysely<DB>;
  pool: Pool;
  clock: Clock;
  files: FileStore;
  cache: RenderedCache;
  log: Log;
}

type Channel = 'web' | 'cli' | 'job' | 'api';

/** What every use case is given first: who acts, when, through which channel. `now` is fixed for the whole act. */
export interface Ctx {
  app: App;
  actor: Actor;
  now: Date;
  requestId: string;
  channel: Channel;
  ip: string | null;
}

/** A ctx of the same request for another actor, or at another moment (season simulator, jobs). */
export const withActor = (ctx: Ctx, actor: Actor): Ctx => ({ ...ctx, actor });
