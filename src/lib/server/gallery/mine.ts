/** What a page of a work, and one's account, show of interactions. */
import { sql } from 'kysely';
import { votingNote, votingPhase } from '#lib/domain/gallery/voting.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { formatDate, toDate } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { all, isSignedIn } from '../platform/policy.ts';
import { canVote } from './like.ts';
import { publicTallies } from './tally.ts';
import { mayLike, requireWork, type Work, workAddress } from './voting.ts';

/** What stands beside a work's video. The same for every visitor but for `me`. */
interface InteractState {
  /** null while the contest hides the numbers until the freeze */
  counts: { likes: number; shares: number; views: number } | null;
  /** "Đã chốt …", "tính giải đến hết …", "mở từ …" */
  note: string;
  /** when hidden: until when */
  hidden: string | null;
  begun: boolean;
  /** what happens now counts for the prize */
  counting: boolean;
  /** null for visitors */
  me: { liked: boolean; blocked: string | null } | null;
}

async function stateOf(ctx: Ctx, work: Work): Promise<InteractState> {
  const { db } = ctx.app;
  const tallies = await publicTallies(db, work.programme, { now: ctx.now, entryIds: [work.entryId] });
  const tally = tallies?.get(work.entryId);
  return {
    counts: tallies ? { likes: tally?.likes ?? 0, shares: tally?.shares ?? 0, views: tally?.views ?? 0 } : null,
    hidden: tallies ? null : `Số lượt được công bố sau khi chốt, ${formatDate(toDate(work.rules.freezeAt))}.`,
    note: votingNote(work.rules, ctx.now),
    begun: votingPhase(work.rules, ctx.now) !== 'before',
    counting: votingPhase(work.rules, ctx.now) === 'counting',
    me: await myState(ctx, work),
  };
}

async function myState(ctx: Ctx, work: Work): Promise<InteractState['me']> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) return null;
  const like = await ctx.app.db
    .selectFrom('gallery_like')
    .select('voided_at')
    .where('entry_id', '=', work.entryId)
    .where('person_id', '=', actor.id)
    .where('taken_back_at', 'is', null)
    .executeTakeFirst();
  const may = all(canVote(ctx), await mayLike(ctx.app.db, work, { id: actor.id, email: actor.email ?? '' }));
  return { liked: like !== undefined, blocked: may.allow ? null : may.reason };
}

/** The state of a work's interactions, for its public page. @throws RuleError 404 */
export async function shownInteraction(ctx: Ctx, code: string): Promise<InteractState> {
  return stateOf(ctx, await requireWork(ctx.app.db, code));
}

/** The same together with the work. @throws RuleError 404 */
export async function interactState(ctx: Ctx, code: string): Promise<InteractState & { work: Work }> {
  const work = await requireWork(ctx.app.db, code);
  return { ...(await stateOf(ctx, work)), work };
}

interface MyLike {
  code: string;
  title: string;
  contest: string;
  at: Date;
  /** null when the work is no longer on show */
  address: string | null;
  voided: boolean;
}

/** One's own likes that were not taken back, the newest first. */
export async function myLikes(ctx: Ctx): Promise<MyLike[]> {
  if (!isSignedIn(ctx.actor)) throw notFound();
  const rows = await ctx.app.db
    .selectFrom('gallery_like')
    .innerJoin('gallery_item', 'gallery_item.entry_id', 'gallery_like.entry_id')
    .innerJoin('programme', 'programme.id', 'gallery_like.programme_id')
    .select([
      'gallery_item.code',
      'gallery_item.title',
      'gallery_item.withdrawn_at',
      'gallery_like.at',
      'gallery_like.voided_at',
      'programme.slug',
      sql<string>`programme.doc->>'shortName'`.as('contest'),
    ])
    .where('gallery_like.person_id', '=', ctx.actor.id)
    .where('gallery_like.taken_back_at', 'is', null)
    .orderBy('gallery_like.at', 'desc')
    .orderBy('gallery_like.id', 'desc')
    .execute();
  return rows.map((row) => ({
    code: row.code,
    title: row.title,
    contest: row.contest,
    at: row.at,
    address: row.withdrawn_at ? null : workAddress(row.slug, row.code),
    voided: row.voided_at !== null,
  }));
}
