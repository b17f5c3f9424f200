import { type Kysely, sql } from 'kysely';
import type { VoteKind } from '#lib/domain/gallery/suspicion.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { programmeById } from '../programme/queries.ts';
import { publishedDecisions } from '../publication/contestPage.ts';
import { canInteraction, requireCounting } from './interactionPolicy.ts';

const tables = { like: 'gallery_like', share: 'gallery_share', view: 'gallery_view' } as const;
const nouns: Record<VoteKind, string> = { like: 'lượt thích', share: 'lượt chia sẻ', view: 'lượt xem' };

/** Reads a kind that came with a form. @throws RuleError */
export function voteKind(text: string): VoteKind {
  if (text === 'like' || text === 'share' || text === 'view') return text;
  throw new RuleError({ code: 'vote.kind', message: 'Không có loại tương tác này.' });
}

interface Review {
  programmeId: string;
  kind: VoteKind;
  voteIds: number[];
  reason: string;
  /** what the page showed as the ground for suspicion; kept in the record */
  seen?: string;
}

function checked(args: Review, doing: string): { ids: number[]; reason: string } {
  const ids = [...new Set(args.voteIds)].filter((id) => Number.isSafeInteger(id) && id > 0);
  if (ids.length === 0)
    throw new RuleError({ code: 'vote.none', message: `Hãy chọn ít nhất một lượt để ${doing}.`, field: 'vote' });
  const reason = cleanMultiline(args.reason);
  if (charCount(reason) < 20)
    throw new RuleError({
      code: 'vote.reason',
      message: `Hãy nêu lý do ${doing}, ít nhất 20 ký tự: lý do được giữ lại cùng các lượt này.`,
      field: 'reason',
    });
  return { ids, reason };
}

/** Once prizes are known, the count behind them may not change any more without taking a prize back first. */
async function requireOpen(tx: Tx, programmeId: string): Promise<void> {
  if ((await publishedDecisions(tx.db, programmeId)).results)
    throw new RuleError({
      code: 'vote.results-published',
      message: 'Kết quả đã công bố nên không loại hay khôi phục lượt tương tác nữa.',
      hint: 'Nếu phát hiện gian lận sau công bố, Ban Tổ chức thu hồi giải ở phần Kết quả và nêu lý do.',
      status: 409,
    });
}

/** A decision that waited for a freeze came after it: counting again as of that freeze must not see it (as trigger `after_freeze`). */
async function instantOfDeciding(tx: Tx, programmeId: string, now: Date): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select greatest(${now}::timestamptz, max(made_at) + interval '1 millisecond') as at
      from interaction_freeze where programme_id = ${programmeId}`.execute(tx.db);
  return rows[0]!.at;
}

async function decide(
  ctx: Ctx,
  args: Review,
  decision: 'void' | 'restore',
): Promise<{ changed: number; frozen: boolean }> {
  requireAllowed(canInteraction(ctx, 'interaction.void', args.programmeId));
  const programme = requireCounting(await programmeById(ctx.app.db, args.programmeId));
  const voiding = decision === 'void';
  const { ids, reason } = checked(args, voiding ? 'loại' : 'khôi phục');
  return act(
    ctx,
    {
      act: voiding ? 'vote.void' : 'vote.restore',
      programmeId: programme.id,
      subject: { kind: 'programme', id: programme.id },
      summary: voiding ? 'Loại lượt tương tác' : 'Khôi phục lượt tương tác',
    },
    async (tx) => {
      await requireOpen(tx, programme.id);
      const table = sql.table(tables[args.kind]);
      const state = voiding ? sql`voided_at is null` : sql`voided_at is not null`;
      const to = voiding
        ? sql`voided_at = ${ctx.now}, voided_by = ${ctx.actor.id}, voided_reason = ${reason}`
        : sql`voided_at = null, voided_by = null, voided_reason = null`;
      const { rows } = await sql<{ id: number; entry_id: string }>`
        update ${table} set ${to}
         where programme_id = ${programme.id} and id = any (${ids}::bigint[]) and ${state}
        returning id, entry_id`.execute(tx.db);
      if (rows.length === 0)
        throw new RuleError({
          code: 'vote.nothing',
          message: voiding ? 'Các lượt này đã bị loại từ trước.' : 'Các lượt này đang được tính.',
          status: 409,
        });
      const at = await instantOfDeciding(tx, programme.id, ctx.now);
      for (const [entryId, votes] of Map.groupBy(rows, (row) => row.entry_id))
        await tx.db
          .insertInto('vote_review')
          .values({
            programme_id: programme.id,
            entry_id: entryId,
            kind: args.kind,
            decision,
            vote_ids: votes.map((vote) => Number(vote.id)),
            seen: cleanMultiline(args.seen ?? ''),
            reason,
            by_id: ctx.actor.id!,
            by_name: ctx.actor.name,
            at,
          })
          .execute();
      const frozen = await tx.db
        .selectFrom('interaction_freeze')
        .select('no')
        .where('programme_id', '=', programme.id)
        .limit(1)
        .executeTakeFirst();
      tx.note({
        summary: `${voiding ? 'Loại' : 'Khôi phục'} ${rows.length} ${nouns[args.kind]}: ${reason.slice(0, 200)}`,
        changes: { kind: args.kind, votes: rows.map((row) => Number(row.id)), seen: args.seen ?? null },
      });
      tx.publish();
      return { changed: rows.length, frozen: frozen !== undefined };
    },
  );
}

/**
 * Takes votes out of the count, with a reason. They stay in the record, and nobody can vote again in their place. After a freeze
 * the frozen count changes only when the organisers count again (`frozen` says so).
 * @throws RuleError vote.none, vote.reason, vote.nothing, vote.results-published
 */
export const voidVotes = (ctx: Ctx, args: Review) => decide(ctx, args, 'void');

/** Puts voided votes back into the count, with a reason. */
export const restoreVotes = (ctx: Ctx, args: Review) => decide(ctx, args, 'restore');

export interface PastReview {
  id: number;
  at: Date;
  byName: string;
  kind: VoteKind;
  decision: 'void' | 'restore';
  votes: number[];
  seen: string;
  reason: string;
  work: { code: string; title: string };
  /** of a voiding: how many of its votes are still voided */
  stillVoided: number;
}

/** Everything that was decided about votes, the newest first. */
export async function pastReviews(db: Kysely<DB>, programmeId: string): Promise<PastReview[]> {
  const { rows } = await sql<Omit<PastReview, 'work' | 'votes'> & { votes: string[]; code: string; title: string }>`
    select r.id, r.at, r.by_name as "byName", r.kind, r.decision, r.vote_ids as votes, r.seen, r.reason, i.code, i.title,
           (case r.kind
              when 'like' then (select count(*) from gallery_like v where v.id = any (r.vote_ids) and v.voided_at is not null)
              when 'share' then (select count(*) from gallery_share v where v.id = any (r.vote_ids) and v.voided_at is not null)
              else (select count(*) from gallery_view v where v.id = any (r.vote_ids) and v.voided_at is not null)
            end)::int as "stillVoided"
      from vote_review r join gallery_item i on i.entry_id = r.entry_id
     where r.programme_id = ${programmeId} order by r.id desc limit 500`.execute(db);
  return rows.map(({ code, title, votes, ...row }) => ({
    ...row,
    id: Number(row.id),
    votes: votes.map(Number),
    work: { code, title },
  }));
}
