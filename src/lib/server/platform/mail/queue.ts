import { type Kysely, sql } from 'kysely';
import type { Ctx } from '../ctx.ts';
import type { DB } from '../db/schema.ts';

/** A mail as plain text; the sender adds the frame. Addresses are in lower case. */
export interface NewMessage {
  /** "entry.receipt": decides nothing, is searchable */
  kind: string;
  to: string;
  toName?: string;
  personId?: string | null;
  programmeId?: string | null;
  entryId?: string | null;
  subject: string;
  /** plain text; lines with only an address become links */
  body: string;
}

/**
 * Puts a mail into the outbox in the caller's transaction. With SMTP it is queued for sending; without, it is held and an
 * administrator reads on the outbox page what would have been sent.
 */
export async function queueMessage(
  db: Kysely<DB>,
  ctx: Ctx,
  message: NewMessage,
  programmeId: string | null,
): Promise<void> {
  const held = ctx.app.config.smtpUrl === null;
  const row = await db
    .insertInto('message')
    .values({
      kind: message.kind,
      to_address: message.to,
      to_name: message.toName ?? '',
      person_id: message.personId ?? null,
      programme_id: message.programmeId ?? programmeId,
      entry_id: message.entryId ?? null,
      subject: message.subject,
      body: message.body,
      state: held ? 'held' : 'queued',
      created_at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (!held)
    await sql`select graphile_worker.add_job('message.send', payload => ${JSON.stringify({ id: row.id })}::json, job_key => ${`message.send:${row.id}`}::text, max_attempts => 12)`.execute(
      db,
    );
}
