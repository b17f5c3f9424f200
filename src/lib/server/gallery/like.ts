import { type Kysely, sql } from 'kysely';
import { votingLimits } from '#lib/domain/gallery/voting.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { networkOf, takeAttempt } from '../people/limits.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { type Actor, allow, type Decision, deny, isSignedIn, requireAllowed } from '../platform/policy.ts';
import { checkProof, type Proof } from './challenge.ts';
import {
  mailboxDigest,
  mayLike,
  requireBegun,
  requireWork,
  type Source,
  takeVoteAttempt,
  type Work,
} from './voting.ts';

export type Voter = Actor & { id: string; email: string };

/** A vote is of a person whose address is confirmed. */
export function canVote(ctx: Ctx): Decision {
  if (!isSignedIn(ctx.actor)) return deny('vote.who', 'Hãy đăng nhập hoặc xác nhận thư điện tử để bình chọn.');
  if (!ctx.actor.email || !ctx.actor.emailConfirmed)
    return deny('vote.unconfirmed', 'Hãy xác nhận thư điện tử của tài khoản trước khi bình chọn.');
  return allow;
}

/** @throws RuleError 403 that says what is missing */
export function requireVoter(ctx: Ctx): Voter {
  requireAllowed(canVote(ctx));
  return ctx.actor as Voter;
}

const already = new RuleError({ code: 'vote.already', message: 'Bạn đã thích tác phẩm này rồi.' });

/** The like of a person that was not taken back. */
export const activeLike = (db: Kysely<DB>, entryId: string, personId: string) =>
  db
    .selectFrom('gallery_like')
    .select(['id', 'voided_at'])
    .where('entry_id', '=', entryId)
    .where('person_id', '=', personId)
    .where('taken_back_at', 'is', null)
    .executeTakeFirst();

/**
 * Writes one like within an act. One active like a person and work, and one a mailbox and work: the database decides, whatever
 * comes at the same moment.
 */
export async function castLike(
  tx: Tx,
  ctx: Ctx,
  args: { work: Work; person: { id: string; email: string }; from: Source; proof: Proof },
): Promise<void> {
  const { work, person, from, proof } = args;
  const mailbox = mailboxDigest(person.email);
  await proof.spend(tx.db);
  const before = await tx.db
    .selectFrom('gallery_like')
    .select('id')
    .where('entry_id', '=', work.entryId)
    .where((eb) => eb.or([eb('person_id', '=', person.id), eb('mailbox', '=', mailbox)]))
    .where('voided_at', 'is not', null)
    .executeTakeFirst();
  if (before)
    throw new RuleError({
      code: 'vote.voided',
      message: 'Lượt thích của bạn cho tác phẩm này đã bị loại khi rà soát nên không bình chọn lại được.',
      hint: 'Nếu thấy chưa đúng, hãy liên hệ cơ quan thường trực của cuộc thi.',
    });
  const made = await tx.db
    .insertInto('gallery_like')
    .values({
      programme_id: work.programme.id,
      entry_id: work.entryId,
      person_id: person.id,
      mailbox,
      at: ctx.now,
      network: networkOf(ctx.ip),
      device: from.device,
      agent: from.agent.slice(0, 300),
      challenge: proof.kind,
    })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) return;
  if (await activeLike(tx.db, work.entryId, person.id)) throw already;
  throw new RuleError({
    code: 'vote.mailbox',
    message:
      'Hộp thư này đã thích tác phẩm này bằng một cách viết địa chỉ khác. Mỗi hộp thư có một lượt thích cho mỗi tác phẩm.',
  });
}

/**
 * K24-4, K24-8: likes a work. Pressing twice is one like.
 * @returns what is true afterwards
 * @throws RuleError vote.early, vote.own, vote.mailbox, proof.wrong, rate-limit
 */
export async function likeWork(ctx: Ctx, args: { code: string } & Source): Promise<{ liked: true; work: Work }> {
  const voter = requireVoter(ctx);
  const work = await requireWork(ctx.app.db, args.code);
  requireBegun(ctx, work);
  requireAllowed(await mayLike(ctx.app.db, work, voter));
  const proof = await checkProof(ctx.app, args.proof);
  await takeAttempt(ctx.app.db, `vote-like:p:${voter.id}`, {
    ...votingLimits.likeOfPerson,
    what: 'Bạn đã bấm thích quá nhiều lần',
  });
  await takeVoteAttempt(ctx, 'like', { device: args.device, challenge: proof.kind });
  if (await activeLike(ctx.app.db, work.entryId, voter.id)) return { liked: true, work };
  try {
    await act(
      ctx,
      {
        act: 'gallery.like',
        programmeId: work.programme.id,
        subject: { kind: 'entry', id: work.entryId },
        summary: `Thích ${work.code}`,
      },
      (tx) => castLike(tx, ctx, { work, person: voter, from: args, proof }),
    );
  } catch (problem) {
    if (problem !== already) throw problem;
  }
  return { liked: true, work };
}

/** Takes one's like back; the row stays as history. Taking back what is not there changes nothing. */
export async function takeBackLike(ctx: Ctx, args: { code: string }): Promise<{ liked: false; work: Work }> {
  const voter = requireVoter(ctx);
  const work = await requireWork(ctx.app.db, args.code);
  const like = await activeLike(ctx.app.db, work.entryId, voter.id);
  if (!like) return { liked: false, work };
  if (like.voided_at)
    throw new RuleError({
      code: 'vote.voided',
      message: 'Lượt thích này đã bị loại khi rà soát nên không rút lại được.',
    });
  await act(
    ctx,
    {
      act: 'gallery.take-back-like',
      programmeId: work.programme.id,
      subject: { kind: 'entry', id: work.entryId },
      summary: `Thôi thích ${work.code}`,
    },
    async (tx) => {
      await tx.db
        .updateTable('gallery_like')
        // a rehearsal may have moved the clock back
        .set({ taken_back_at: sql<Date>`greatest(at, ${ctx.now})` })
        .where('id', '=', like.id)
        .where('taken_back_at', 'is', null)
        .where('voided_at', 'is', null)
        .execute();
    },
  );
  return { liked: false, work };
}
