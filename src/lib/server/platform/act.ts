import { type Kysely, sql } from 'kysely';
import type { Ctx } from './ctx.ts';
import type { DB } from './db/schema.ts';
import { type NewMessage, queueMessage } from './mail/queue.ts';

export interface ActInit {
  /** "entry.submit": noun.verb */
  act: string;
  programmeId?: string | null;
  subject?: { kind: string; id: string };
  /** one Vietnamese sentence that a person can read in the log; `tx.note` may replace it */
  summary: string;
  changes?: Record<string, unknown>;
}

/** What the body of an act may do. Everything happens in one transaction; nothing leaves before the commit. */
export interface Tx {
  db: Kysely<DB>;
  /** completes the audit event: summary, what changed, subject */
  note(more: Partial<Omit<ActInit, 'act'>>): void;
  /** queues a mail in the outbox */
  send(message: NewMessage): Promise<void>;
  /** queues a background job; payload holds only primitive values */
  job(
    name: string,
    payload: Record<string, string | number | boolean | null>,
    options?: { runAt?: Date; key?: string },
  ): Promise<void>;
  /** what the public sees changes with this act */
  publish(): void;
}

/**
 * Runs one act: opens the transaction, runs `body`, writes exactly one audit event, commits.
 * @throws whatever `body` throws; then nothing was written and nothing is sent.
 */
export async function act<T>(ctx: Ctx, init: ActInit, body: (tx: Tx) => Promise<T>): Promise<T> {
  let publishes = false;
  const result = await ctx.app.db.transaction().execute(async (db) => {
    const event: ActInit = { ...init };
    const tx: Tx = {
      db,
      note: (more) => Object.assign(event, more, { changes: { ...event.changes, ...more.changes } }),
      send: (message) => queueMessage(db, ctx, message, event.programmeId ?? null),
      job: async (name, payload, options) => {
        await sql`select graphile_worker.add_job(${name}, payload => ${JSON.stringify(payload)}::json, run_at => ${options?.runAt ?? null}::timestamptz, job_key => ${options?.key ?? null}::text)`.execute(
          db,
        );
      },
      publish: () => {
        publishes = true;
      },
    };
    const value = await body(tx);
    await db
      .insertInto('audit_event')
      .values({
        at: ctx.now,
        actor_id: ctx.actor.id,
        actor_name: ctx.actor.name,
        channel: ctx.channel,
        act: event.act,
        programme_id: event.programmeId ?? null,
        subject_kind: event.subject?.kind ?? null,
        subject_id: event.subject?.id ?? null,
        summary: event.summary,
        changes: JSON.stringify(event.changes ?? {}),
        ip: ctx.ip,
        request_id: ctx.requestId,
      })
      .execute();
    if (publishes) await sql`select nextval('publication_version'), pg_notify('lantoa', 'publication')`.execute(db);
    return value;
  });
  if (publishes) ctx.app.cache.clear();
  return result;
}
