/** K24-4: links that people pass on. Here is written down what happened; how many of a day count is decided by the tally. */
import { type Kysely, sql } from 'kysely';
import { votingLimits } from '#lib/domain/gallery/voting.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal, startOfDay } from '#lib/domain/kernel/time.ts';
import { networkOf, takeAttempt } from '../people/limits.ts';
import { act } from '../platform/act.ts';
import { newSecret } from '../platform/auth/tokens.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { checkProof } from './challenge.ts';
import { requireVoter } from './like.ts';
import { mailboxDigest, requireBegun, requireWork, type Source, takeVoteAttempt, type Work } from './voting.ts';

/** The address of a passed-on link. */
export const shareAddress = (token: string): string => `/chia-se/${token}`;

async function linkOfToday(
  ctx: Ctx,
  db: Kysely<DB>,
  of: { entryId: string; personId: string; email: string | null },
): Promise<string | null> {
  const row = await db
    .selectFrom('gallery_share')
    .select('token')
    .where('entry_id', '=', of.entryId)
    .where((eb) =>
      eb.or([eb('person_id', '=', of.personId), ...(of.email ? [eb('mailbox', '=', mailboxDigest(of.email))] : [])]),
    )
    .where('at', '>=', startOfDay(isoDateLocal(ctx.now)))
    .where('at', '<=', ctx.now)
    .orderBy('id')
    .executeTakeFirst();
  return row?.token ?? null;
}

/** One's own link to a work of today, null before it is asked for. */
export const myShare = (ctx: Ctx, work: Work): Promise<string | null> =>
  ctx.actor.id
    ? linkOfToday(ctx, ctx.app.db, { entryId: work.entryId, personId: ctx.actor.id, email: ctx.actor.email })
    : Promise.resolve(null);

/**
 * A link of one's own to a work. One a mailbox, work and day: asking again, from whichever account, gives the same one.
 * @throws RuleError vote.early, proof.wrong, rate-limit
 */
export async function passOn(ctx: Ctx, args: { code: string } & Source): Promise<{ token: string; work: Work }> {
  const voter = requireVoter(ctx);
  const work = await requireWork(ctx.app.db, args.code);
  requireBegun(ctx, work);
  const proof = await checkProof(ctx.app, args.proof);
  await takeAttempt(ctx.app.db, `vote-share:p:${voter.id}`, {
    ...votingLimits.shareOfPerson,
    what: 'Bạn đã lấy quá nhiều liên kết chia sẻ',
  });
  const mine = { entryId: work.entryId, personId: voter.id, email: voter.email };
  const mailbox = mailboxDigest(voter.email);
  const known = await linkOfToday(ctx, ctx.app.db, mine);
  if (known) return { token: known, work };
  await takeVoteAttempt(ctx, 'share', { device: args.device, challenge: proof.kind });
  const init = {
    act: 'gallery.share',
    programmeId: work.programme.id,
    subject: { kind: 'entry', id: work.entryId },
    summary: `Lấy liên kết chia sẻ ${work.code}`,
  };
  const token = await act(ctx, init, async (tx) => {
    // two presses at the same moment are one link
    await sql`select pg_advisory_xact_lock(hashtextextended(${`share:${work.entryId}:${mailbox}`}, 0))`.execute(tx.db);
    const meanwhile = await linkOfToday(ctx, tx.db, mine);
    if (meanwhile) return meanwhile;
    await proof.spend(tx.db);
    const made = newSecret().slice(0, 22);
    await tx.db
      .insertInto('gallery_share')
      .values({
        token: made,
        programme_id: work.programme.id,
        entry_id: work.entryId,
        person_id: voter.id,
        mailbox,
        at: ctx.now,
        network: networkOf(ctx.ip),
        device: args.device,
      })
      .execute();
    return made;
  });
  return { token, work };
}

/** Who opens a passed-on link, as far as the browser tells. `person`: false for previews, crawlers and fetching ahead. */
interface Opener {
  device: string | null;
  person: boolean;
}

/**
 * Opens a passed-on link. It counts once: when somebody else than the sharer first opens it, that is in another browser and not
 * in a session of the sharer. The same network is allowed (a family, a school); the networks of both are kept for the review.
 * @throws RuleError 404 for unknown links and works that are no longer on show
 */
export async function openShare(ctx: Ctx, args: { token: string } & Opener): Promise<{ work: Work; counted: boolean }> {
  const share = await ctx.app.db
    .selectFrom('gallery_share')
    .innerJoin('gallery_item', 'gallery_item.entry_id', 'gallery_share.entry_id')
    .select([
      'gallery_share.id',
      'gallery_share.person_id',
      'gallery_share.mailbox',
      'gallery_share.device',
      'gallery_share.opened_at',
      'gallery_item.code',
    ])
    .where('token', '=', args.token)
    .executeTakeFirst();
  if (!share) throw notFound('Liên kết này');
  const work = await requireWork(ctx.app.db, share.code);
  const own =
    ctx.actor.id === share.person_id ||
    (ctx.actor.email != null && mailboxDigest(ctx.actor.email) === share.mailbox) ||
    (share.device !== null && share.device === args.device);
  if (!args.person || own || share.opened_at) return { work, counted: false };
  const opened = await openOnce(ctx, work, share.id, args.device);
  return { work, counted: opened };
}

async function openOnce(ctx: Ctx, work: Work, id: number, device: string | null): Promise<boolean> {
  const late = new Error('opened by somebody else at the same moment');
  const init = {
    act: 'gallery.open-share',
    programmeId: work.programme.id,
    subject: { kind: 'entry', id: work.entryId },
    summary: `Một liên kết chia sẻ ${work.code} được mở lần đầu`,
  };
  try {
    await act(ctx, init, async (tx) => {
      const done = await tx.db
        .updateTable('gallery_share')
        .set({
          opened_at: sql<Date>`greatest(at, ${ctx.now})`,
          opened_network: networkOf(ctx.ip),
          opened_device: device,
        })
        .where('id', '=', id)
        .where('opened_at', 'is', null)
        .executeTakeFirst();
      if (done.numUpdatedRows !== 1n) throw late;
    });
    return true;
  } catch (problem) {
    if (problem === late) return false;
    throw problem;
  }
}
