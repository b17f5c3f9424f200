import { type Kysely, sql } from 'kysely';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, fold } from '#lib/domain/kernel/text.ts';
import { canAdminister } from '../people/policy.ts';
import { act } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB, MessageState } from '../platform/db/schema.ts';
import { isSignedIn, requireAllowed } from '../platform/policy.ts';
import { siteAddress } from './address.ts';

export const messageStates: Record<MessageState, { label: string; tone: 'info' | 'good' | 'warn' | 'bad' | 'plain' }> =
  {
    queued: { label: 'Chờ gửi', tone: 'info' },
    sending: { label: 'Đang gửi', tone: 'info' },
    sent: { label: 'Đã gửi', tone: 'good' },
    failed: { label: 'Gửi lỗi', tone: 'bad' },
    held: { label: 'Giữ lại', tone: 'warn' },
  };

export const outboxPageSize = 50;

export interface OutboxFilter {
  q?: string;
  state?: string;
  kind?: string;
  page?: number;
}

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

const columns = [
  'message.id',
  'message.kind',
  'message.to_address as to',
  'message.to_name as toName',
  'message.subject',
  'message.state',
  'message.attempts',
  'message.last_error as lastError',
  'message.created_at as createdAt',
  'message.sent_at as sentAt',
] as const;

/** The outbox, newest first, with what each state counts. */
export async function listMessages(ctx: Ctx, filter: OutboxFilter) {
  requireAllowed(canAdminister(ctx));
  const { db } = ctx.app;
  const page = Math.max(1, filter.page ?? 1);
  const q = clean(filter.q ?? '').slice(0, 100);
  let query = db.selectFrom('message').select(columns).select(sql<number>`count(*) over ()`.as('total'));
  if (filter.state && filter.state in messageStates) query = query.where('state', '=', filter.state as MessageState);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  if (q !== '')
    query = query.where((eb) =>
      eb.or([
        eb('to_address', 'like', like(q.toLowerCase())),
        eb(sql`lower(unaccent(to_name || ' ' || subject))`, 'like', like(fold(q))),
      ]),
    );
  const [rows, counts] = await Promise.all([
    query
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(outboxPageSize)
      .offset((page - 1) * outboxPageSize)
      .execute(),
    countByState(db),
  ]);
  return { total: rows[0]?.total ?? 0, page, counts, messages: rows.map(({ total: _, ...row }) => row) };
}

const countByState = async (db: Kysely<DB>): Promise<Partial<Record<MessageState, number>>> => {
  const rows = await db
    .selectFrom('message')
    .select(['state', sql<number>`count(*)`.as('n')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
};

export interface BodyLine {
  text: string;
  /** for lines that are only an address; our own become local paths, so that a rehearsal can be clicked through */
  href: string | null;
}

/** A mail's text by lines, with its links. */
function bodyLines(app: Pick<App, 'config'>, body: string): BodyLine[] {
  const own = siteAddress(app);
  return body.split('\n').map((text) => {
    if (!/^https?:\/\/\S+$/.test(text)) return { text, href: null };
    return { text, href: text.startsWith(`${own}/`) ? text.slice(own.length) : text };
  });
}

/** One message with its text. */
export async function messageDetail(ctx: Ctx, messageId: string) {
  requireAllowed(canAdminister(ctx));
  if (!isUuid(messageId)) throw notFound('Thư này');
  const row = await ctx.app.db
    .selectFrom('message')
    .select(columns)
    .select(['body'])
    .where('id', '=', messageId)
    .executeTakeFirst();
  if (!row) throw notFound('Thư này');
  const { body, ...message } = row;
  return { ...message, lines: bodyLines(ctx.app, body) };
}

/** Sends failed and held messages (one, or all) once more. @returns how many */
export async function retryMessages(ctx: Ctx, args: { messageId?: string }): Promise<number> {
  requireAllowed(canAdminister(ctx));
  if (ctx.app.config.smtpUrl === null)
    throw new RuleError({
      code: 'mail.none',
      message: 'Hệ thống chưa nối với máy chủ thư, nên chưa gửi được thư nào.',
      hint: 'Đặt biến SMTP_URL và MAIL_FROM rồi khởi động lại.',
    });
  if (args.messageId !== undefined && !isUuid(args.messageId)) throw notFound('Thư này');
  return act(ctx, { act: 'message.retry', summary: 'Gửi lại thư' }, async (tx) => {
    let query = tx.db.updateTable('message').set({ state: 'queued' }).where('state', 'in', ['failed', 'held']);
    if (args.messageId) query = query.where('id', '=', args.messageId);
    const rows = await query.returning('id').execute();
    // A failed message may still have a job that waits for its next attempt: one key, one job.
    for (const { id } of rows) await tx.job('message.send', { id }, { key: `message.send:${id}` });
    tx.note({ summary: `Gửi lại ${rows.length} thư`, changes: { messages: rows.length } });
    return rows.length;
  });
}

/** The newest messages to the signed-in person, by account or confirmed address. */
export async function myMessages(ctx: Ctx, limit = 100) {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound();
  const rows = await ctx.app.db
    .selectFrom('message')
    .select(['id', 'kind', 'subject', 'body', 'state', 'created_at as createdAt'])
    .where((eb) =>
      eb.or([
        eb('person_id', '=', actor.id),
        ...(actor.email && actor.emailConfirmed ? [eb('to_address', '=', actor.email)] : []),
      ]),
    )
    // A link in these would let whoever sits at an open session take the account over or confirm an address.
    .where('kind', 'not in', ['person.reset', 'person.confirm', 'person.invite'])
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ body, ...row }) => ({ ...row, lines: bodyLines(ctx.app, body) }));
}
