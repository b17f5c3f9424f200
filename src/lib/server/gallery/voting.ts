/** What every interaction of the public has in common: the work on show, where it comes from, how often. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { votingLimits, votingNote, votingPhase } from '#lib/domain/gallery/voting.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { mailboxOf } from '#lib/domain/people/mailbox.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { ContestProgramme, InteractionRules } from '#lib/domain/programme/types.ts';
import { networkOf, takeAttempt } from '../people/limits.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, LikeChallenge } from '../platform/db/schema.ts';
import { allow, type Decision, deny } from '../platform/policy.ts';
import { programmeById, type StoredProgramme } from '../programme/queries.ts';

/** Where an interaction comes from, as far as a browser tells. */
export interface Source {
  /** the random name of the browser */
  device: string | null;
  /** what the browser calls itself */
  agent: string;
  /** what the browser computed, null without scripts */
  proof: string | null;
}

/** A work on show in a contest that counts interactions. */
export interface Work {
  entryId: string;
  code: string;
  title: string;
  /** seconds, null when not known */
  duration: number | null;
  /** where the work's page is */
  address: string;
  programme: StoredProgramme;
  doc: ContestProgramme;
  rules: InteractionRules;
}

/** The address of a work's public page. */
export const workAddress = (slug: string, code: string): string => `/cuoc-thi/${slug}/thu-vien/${code.toLowerCase()}`;

/** @throws RuleError 404 when no such work is on show, or its contest counts no interactions */
export async function requireWork(db: Kysely<DB>, code: string): Promise<Work> {
  const item = await db
    .selectFrom('gallery_item')
    .select(['entry_id', 'programme_id', 'code', 'title', 'duration'])
    .where('code', '=', code.toUpperCase().slice(0, 40))
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  const programme = item ? await programmeById(db, item.programme_id) : null;
  const rules = programme?.doc.interaction;
  if (!item || !programme || !rules || programme.status === 'draft') throw notFound('Tác phẩm này');
  return {
    entryId: item.entry_id,
    code: item.code,
    title: item.title,
    duration: item.duration === null ? null : Number(item.duration),
    address: workAddress(programme.slug, item.code),
    programme,
    doc: programme.doc,
    rules,
  };
}

/** Interactions begin at an instant of the programme; they do not end with the freeze, they only stop counting for prizes. */
export function requireBegun(ctx: Ctx, work: Work): void {
  if (votingPhase(work.rules, ctx.now) === 'before')
    throw new RuleError({
      code: 'vote.early',
      message: votingNote(work.rules, ctx.now),
      clause: clauseLabel(work.doc, work.rules.clause),
    });
}

/** One mailbox has one vote; only this digest is kept with the vote. */
export const mailboxDigest = (email: string): string => createHash('sha256').update(mailboxOf(email)).digest('hex');

/** Is the person an author of the work, by account or by mailbox? */
async function isAuthor(
  db: Kysely<DB>,
  entryId: string,
  person: { id: string | null; email: string },
): Promise<boolean> {
  const authors = await db
    .selectFrom('entry_author')
    .select(['person_id', 'email'])
    .where('entry_id', '=', entryId)
    .where('declined_at', 'is', null)
    .execute();
  const mailbox = mailboxOf(person.email);
  return authors.some(
    (author) =>
      (person.id !== null && author.person_id === person.id) ||
      (author.email !== null && mailboxOf(author.email) === mailbox),
  );
}

/** Authors do not vote for their own work: a vote is somebody else's judgement. */
export async function mayLike(
  db: Kysely<DB>,
  work: Work,
  person: { id: string | null; email: string },
): Promise<Decision> {
  if (await isAuthor(db, work.entryId, person))
    return deny(
      'vote.own',
      'Bạn là tác giả của tác phẩm này nên không bình chọn cho chính mình được.',
      clauseLabel(work.doc, work.rules.clause),
    );
  return allow;
}

const scales = {
  like: [votingLimits.likeOfNetwork, votingLimits.likeOfDevice],
  mail: [votingLimits.mailOfNetwork, votingLimits.mailOfDevice],
  share: [votingLimits.shareOfNetwork, null],
} as const;

const whatOf = { like: 'lượt thích', mail: 'yêu cầu gửi thư bình chọn', share: 'liên kết chia sẻ' } as const;

/** Counts one attempt of a network and of a browser. @throws RuleError 429 that says when to try again */
export async function takeVoteAttempt(
  ctx: Ctx,
  kind: keyof typeof scales,
  from: { device: string | null; challenge: LikeChallenge },
): Promise<void> {
  const { db } = ctx.app;
  const [network, device] = scales[kind];
  const { challenge } = from;
  const help = challenge === 'none' ? ' khi trình duyệt không chạy mã kiểm tra' : '';
  if (ctx.ip)
    await takeAttempt(db, `vote-${kind}:${challenge}:${networkOf(ctx.ip)}`, {
      ...network[challenge],
      what: `Mạng này đã có quá nhiều ${whatOf[kind]}${help}`,
    });
  if (device && from.device)
    await takeAttempt(db, `vote-${kind}:${challenge}:d:${from.device}`, {
      ...device[challenge],
      what: `Thiết bị này đã có quá nhiều ${whatOf[kind]}`,
    });
}
