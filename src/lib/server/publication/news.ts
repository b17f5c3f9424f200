import type { Kysely } from 'kysely';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, clean, cleanMultiline, slugify, truncate } from '#lib/domain/kernel/text.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, NewsState, Row } from '../platform/db/schema.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import { requireAny } from '../programme/create.ts';
import { mayProgramme } from '../programme/policy.ts';
import { plainSummary } from './markup.ts';

export interface NewsItem {
  id: string;
  slug: string;
  title: string;
  summary: string;
  body: string;
  state: NewsState;
  publishedAt: Date | null;
  updatedAt: Date;
}

const itemOf = (row: Row<'news'>): NewsItem => ({
  id: row.id,
  slug: row.slug,
  title: row.title,
  summary: row.summary,
  body: row.body,
  state: row.state,
  publishedAt: row.published_at,
  updatedAt: row.updated_at,
});

export interface NewsHead {
  slug: string;
  title: string;
  summary: string;
  publishedAt: Date;
}

/** Published news of a programme, the newest first. */
export async function publishedNews(
  db: Kysely<DB>,
  args: { programmeId: string; limit?: number },
): Promise<NewsHead[]> {
  const rows = await db
    .selectFrom('news')
    .select(['slug', 'title', 'summary', 'published_at'])
    .where('programme_id', '=', args.programmeId)
    .where('state', '=', 'published')
    .where('published_at', 'is not', null)
    .orderBy('published_at', 'desc')
    .orderBy('id')
    .limit(args.limit ?? 200)
    .execute();
  return rows.map((row) => ({
    slug: row.slug,
    title: row.title,
    summary: row.summary,
    publishedAt: row.published_at as Date,
  }));
}

/** One published piece of news, or null. */
export async function publishedNewsBySlug(
  db: Kysely<DB>,
  args: { programmeId: string; slug: string },
): Promise<NewsItem | null> {
  const row = await db
    .selectFrom('news')
    .selectAll()
    .where('programme_id', '=', args.programmeId)
    .where('slug', '=', args.slug)
    .where('state', '=', 'published')
    .executeTakeFirst();
  return row ? itemOf(row) : null;
}

/** Whether the actor writes and publishes the news of this programme. @throws RuleError 'not-found' */
export const mayWriteNews = async (ctx: Ctx, programmeId: string): Promise<Decision> =>
  mayProgramme(ctx, 'programme.news', await requireAny(ctx, programmeId));

/** Those who work on the programme, and whoever writes its news without any other part in it. */
async function mayReadDrafts(ctx: Ctx, programmeId: string): Promise<Decision> {
  const open = await mayProgramme(ctx, 'programme.open', await requireAny(ctx, programmeId));
  return open.allow ? open : mayWriteNews(ctx, programmeId);
}

/** All news of a programme in every state, for those who write it. */
export async function newsForStaff(ctx: Ctx, args: { programmeId: string }): Promise<NewsItem[]> {
  requireAllowed(await mayReadDrafts(ctx, args.programmeId));
  const rows = await ctx.app.db
    .selectFrom('news')
    .selectAll()
    .where('programme_id', '=', args.programmeId)
    .orderBy('updated_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(itemOf);
}

/** One piece of news of this programme for those who write it. @throws RuleError 'not-found' */
export async function newsItemForStaff(ctx: Ctx, args: { programmeId: string; newsId: string }): Promise<NewsItem> {
  requireAllowed(await mayReadDrafts(ctx, args.programmeId));
  return itemOf(await rowOf(ctx.app.db, args));
}

async function rowOf(
  db: Kysely<DB>,
  args: { programmeId: string; newsId: string },
  lock = false,
): Promise<Row<'news'>> {
  if (!isUuid(args.newsId)) throw notFound('Bài viết này');
  let query = db
    .selectFrom('news')
    .selectAll()
    .where('id', '=', args.newsId)
    .where('programme_id', '=', args.programmeId);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) throw notFound('Bài viết này');
  return row;
}

const maxTitle = 200;
const maxSummary = 400;
const maxBody = 50_000;

function checked(args: { title: string; summary: string; body: string }) {
  const title = clean(args.title);
  const body = cleanMultiline(args.body);
  const summary = clean(args.summary) || truncate(plainSummary(body), 200);
  const issues = [
    ...(title ? [] : [{ field: 'title', message: 'Hãy nhập tiêu đề.' }]),
    ...(charCount(title) > maxTitle ? [{ field: 'title', message: `Tiêu đề dài quá ${maxTitle} ký tự.` }] : []),
    ...(charCount(summary) > maxSummary ? [{ field: 'summary', message: `Tóm tắt dài quá ${maxSummary} ký tự.` }] : []),
    ...(body ? [] : [{ field: 'body', message: 'Hãy nhập nội dung.' }]),
    ...(charCount(body) > maxBody ? [{ field: 'body', message: 'Nội dung dài quá 50.000 ký tự.' }] : []),
  ];
  if (issues.length > 0) throw new RuleError({ code: 'news.incomplete', message: 'Bài viết chưa lưu được.', issues });
  return { title, summary, body };
}

async function freeSlug(tx: Tx, programmeId: string, title: string): Promise<string> {
  const base = slugify(title).slice(0, 80).replace(/-+$/, '') || 'tin';
  const rows = await tx.db
    .selectFrom('news')
    .select('slug')
    .where('programme_id', '=', programmeId)
    .where('slug', 'like', `${base}%`)
    .execute();
  const taken = new Set(rows.map((row) => row.slug));
  let slug = base;
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
  return slug;
}

/**
 * Stores a piece of news; a new one is a draft. A change to published news is public at once.
 * @param args.seen `updatedAt` of the version the page was made from (optimistic lock)
 * @returns its id
 * @throws RuleError 'news.incomplete', 'stale'
 */
export async function saveNews(
  ctx: Ctx,
  args: { programmeId: string; newsId?: string; seen?: string; title: string; summary: string; body: string },
): Promise<string> {
  requireAllowed(await mayWriteNews(ctx, args.programmeId));
  const content = checked(args);
  return act(
    ctx,
    {
      act: args.newsId ? 'news.edit' : 'news.create',
      programmeId: args.programmeId,
      summary: `Lưu tin “${content.title}”.`,
    },
    async (tx) => {
      if (!args.newsId) {
        const { id } = await tx.db
          .insertInto('news')
          .values({
            ...content,
            programme_id: args.programmeId,
            slug: await freeSlug(tx, args.programmeId, content.title),
            state: 'draft',
            by_id: ctx.actor.id,
            updated_at: ctx.now,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        tx.note({ subject: { kind: 'news', id } });
        return id;
      }
      const row = await rowOf(tx.db, { programmeId: args.programmeId, newsId: args.newsId }, true);
      if (args.seen !== undefined && args.seen !== row.updated_at.toISOString()) throw stale('Bài viết');
      await tx.db
        .updateTable('news')
        .set({ ...content, by_id: ctx.actor.id, updated_at: ctx.now })
        .where('id', '=', row.id)
        .execute();
      tx.note({
        subject: { kind: 'news', id: row.id },
        changes:
          row.state === 'published' ? { before: { title: row.title, summary: row.summary, body: row.body } } : {},
      });
      if (row.state === 'published') tx.publish();
      return row.id;
    },
  );
}

const stateNames: Record<NewsState, string> = { draft: 'nháp', published: 'đã đăng', withdrawn: 'đã gỡ' };

async function changeState(
  ctx: Ctx,
  args: {
    programmeId: string;
    newsId: string;
    from: NewsState[];
    to: NewsState;
    act: string;
    verb: string;
    reason?: string;
  },
): Promise<void> {
  requireAllowed(await mayWriteNews(ctx, args.programmeId));
  await act(ctx, { act: args.act, programmeId: args.programmeId, summary: args.verb }, async (tx) => {
    const row = await rowOf(tx.db, args, true);
    if (!args.from.includes(row.state))
      throw new RuleError({
        code: 'news.state',
        message: `Bài viết đang ở trạng thái ${stateNames[row.state]} nên không làm việc này được.`,
        status: 409,
      });
    await tx.db
      .updateTable('news')
      .set({
        state: args.to,
        updated_at: ctx.now,
        ...(args.to === 'published' ? { published_at: row.published_at ?? ctx.now } : {}),
      })
      .where('id', '=', row.id)
      .execute();
    tx.note({
      subject: { kind: 'news', id: row.id },
      summary: `${args.verb} “${row.title}”.`,
      changes: args.reason ? { reason: args.reason } : {},
    });
    tx.publish();
  });
}

/** Shows a draft or withdrawn piece of news to everyone; its date stays that of the first time. */
export const publishNews = (ctx: Ctx, args: { programmeId: string; newsId: string }): Promise<void> =>
  changeState(ctx, { ...args, from: ['draft', 'withdrawn'], to: 'published', act: 'news.publish', verb: 'Đăng tin' });

/** Takes a published piece of news off the public pages; it stays readable for the staff. @throws RuleError 'news.reason' */
export async function withdrawNews(
  ctx: Ctx,
  args: { programmeId: string; newsId: string; reason: string },
): Promise<void> {
  const reason = clean(args.reason);
  if (!reason) throw new RuleError({ code: 'news.reason', message: 'Hãy ghi lý do gỡ bài.', field: 'reason' });
  await changeState(ctx, {
    ...args,
    reason,
    from: ['published'],
    to: 'withdrawn',
    act: 'news.withdraw',
    verb: 'Gỡ tin',
  });
}
