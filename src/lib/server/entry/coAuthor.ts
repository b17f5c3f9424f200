import type { Kysely } from 'kysely';
import { dossierStage } from '#lib/domain/entry/dossier.ts';
import { type EntryState, transition } from '#lib/domain/entry/states.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline, truncate } from '#lib/domain/kernel/text.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { lockAuthor } from '../gallery/answers.ts';
import { consentQuestions } from '../gallery/consentPage.ts';
import { type AuthorAnswers, takeAuthorAnswers } from '../gallery/giveConsent.ts';
import { lockExclusion } from '../people/exclusion.ts';
import { takeAttempt } from '../people/limits.ts';
import { linkGone } from '../people/register.ts';
import { act, type Tx } from '../platform/act.ts';
import { findToken } from '../platform/auth/tokens.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { isSignedIn } from '../platform/policy.ts';
import { exclusionsOf, refuseExcluded, requireEditable } from './facts.ts';
import { coAuthorAnswerMail } from './mails.ts';
import { authorOf, requireEntry } from './policy.ts';
import { requireWithinLimit } from './quota.ts';
import { readersOf } from './readers.ts';
import { type AuthorRecord, type EntryRecord, findEntry, lockForAuthors, programmeOf, writeEvent } from './record.ts';
import { inviteCoAuthor, voidLinks } from './saveAuthors.ts';

const gone = () => linkGone('Liên kết đồng tác giả');

interface Invitation {
  entry: EntryRecord;
  author: AuthorRecord;
}

async function behindLink(ctx: Ctx, secret: string): Promise<Invitation & { used: boolean }> {
  const token = await findToken(ctx.app.db, 'co-author', secret, ctx.now);
  if (!token || token.state === 'expired') throw gone();
  const entry = await findEntry(ctx.app.db, String(token.payload.entryId ?? ''));
  const author = entry?.authors.find((one) => one.id === token.payload.authorId);
  if (!entry || !author) throw gone();
  const used = token.state === 'used';
  // A link that was replaced by a newer one says nothing; one that was answered shows the answer.
  if (used && !author.confirmedAt && !author.declinedAt) throw gone();
  return { entry, author, used };
}

/** What the page behind a co-author's link shows: what they are asked to agree to. No contact data of others. */
export async function coAuthorInvitation(ctx: Ctx, secret: string) {
  const { entry, author } = await behindLink(ctx, secret);
  const programme = await programmeOf(ctx.app.db, entry);
  const { doc } = programme;
  return {
    contest: doc.name,
    contestShort: doc.shortName,
    contestSlug: doc.slug,
    clause: clauseLabel(doc, doc.eligibility.clause),
    minShare: doc.eligibility.minShare,
    excludedNote: doc.eligibility.excludedNote,
    title: entry.title,
    code: entry.code,
    fullName: author.fullName,
    share: author.share,
    authors: entry.authors.map((one) => ({ fullName: one.fullName, share: one.share, you: one.id === author.id })),
    state: author.declinedAt
      ? ('declined' as const)
      : author.confirmedAt
        ? ('confirmed' as const)
        : ('waiting' as const),
    over: isOut(entry.state),
    declarations: dossierStage(doc, 'submission').declarations.map(({ id, text, clause }) => ({
      id,
      text,
      clause: clauseLabel(doc, clause),
    })),
    publication: await consentQuestions(ctx, programme, entry.id, author.id),
  };
}

const isOut = (state: EntryState): boolean => state === 'withdrawn' || state === 'disqualified';

/**
 * A co-author agrees by the link in the mail; no account is needed. One that has this address is tied to the entry. What they
 * answer about publication on the same page is stored with it; they may also leave that for later.
 */
export async function confirmCoAuthor(
  ctx: Ctx,
  args: { secret: string; publication?: AuthorAnswers | null },
): Promise<{ entryId: string; linked: boolean }> {
  const { entry, author, used } = await behindLink(ctx, args.secret);
  if (used && author.confirmedAt) return { entryId: entry.id, linked: author.personId !== null };
  if (used) throw gone();
  return answer(
    ctx,
    { entry, author },
    {
      accept: true,
      reason: '',
      channel: 'link',
      publication: args.publication ?? null,
    },
  );
}

/** A co-author who has confirmed by the link answers about publication there, too, as often as they like. */
export async function answerConsentsByLink(ctx: Ctx, args: { secret: string } & AuthorAnswers): Promise<void> {
  const { entry, author } = await behindLink(ctx, args.secret);
  if (!author.confirmedAt || isOut(entry.state)) throw gone();
  const init = {
    act: 'gallery.consent',
    programmeId: entry.programmeId,
    subject: { kind: 'entry', id: entry.id },
    summary: `${author.fullName} trả lời về đăng công khai “${entry.title}” (qua liên kết trong thư)`,
  };
  await act(ctx, init, async (tx) => {
    const locked = await lockAuthor(tx, entry.id, author.id);
    const { changed } = await takeAuthorAnswers(tx, ctx, locked, args, { who: 'author', channel: 'mail' });
    tx.note({ changes: { answers: changed } });
  });
}

/** A co-author refuses by the link in the mail; everyone who works on the entry is told. */
export async function declineCoAuthor(ctx: Ctx, args: { secret: string; reason: string }): Promise<void> {
  const { entry, author, used } = await behindLink(ctx, args.secret);
  if (used && author.declinedAt) return;
  if (used) throw gone();
  await answer(ctx, { entry, author }, { accept: false, reason: args.reason, channel: 'link' });
}

/** The same for somebody who is signed in with the address that the entry names. */
export async function answerInvitation(
  ctx: Ctx,
  args: { entryId: string; accept: boolean; reason?: string },
): Promise<void> {
  const entry = await requireEntry(ctx, 'entry.view', args.entryId);
  const author = authorOf(ctx.actor, entry);
  if (!author || author.confirmedAt) throw notFound('Lời mời này');
  await answer(ctx, { entry, author }, { accept: args.accept, reason: args.reason ?? '', channel: 'account' });
}

const accountOf = (db: Kysely<DB>, email: string | null) =>
  email === null
    ? undefined
    : db
        .selectFrom('person')
        .select(['id', 'email'])
        .where('email', '=', email)
        .where('email_confirmed_at', 'is not', null)
        .where('disabled_at', 'is', null)
        .executeTakeFirst();

interface Answer {
  accept: boolean;
  reason: string;
  channel: 'link' | 'account';
  publication?: AuthorAnswers | null;
}

async function answer(
  ctx: Ctx,
  { entry: { id, programmeId }, author: { id: authorId } }: Invitation,
  { accept, reason: typed, channel, publication }: Answer,
): Promise<{ entryId: string; linked: boolean }> {
  const reason = truncate(cleanMultiline(typed), 1000);
  const init = {
    act: accept ? 'entry.co-author-confirm' : 'entry.co-author-decline',
    programmeId,
    subject: { kind: 'entry', id },
    summary: 'Trả lời lời mời đồng tác giả',
    changes: { channel, ...(reason ? { reason } : {}) },
  };
  return act(ctx, init, async (tx) => {
    await lockExclusion(tx.db, programmeId);
    const entry = await lockForAuthors(tx.db, id);
    const author = entry.authors.find((one) => one.id === authorId);
    if (!author) throw gone();
    if (isOut(entry.state))
      throw new RuleError({ code: 'entry.out', message: 'Sản phẩm này không còn dự thi nên không cần trả lời nữa.' });
    const programme = await programmeOf(tx.db, entry);
    const personId = author.personId ?? (await accountFor(ctx, tx, entry, author));
    const named = { ...author, personId, declinedAt: null };
    if (accept) {
      refuseExcluded(await exclusionsOf(tx.db, programme, [named], ctx.now), () => 'authors');
      const group = entry.authors.map((one) => (one.id === author.id ? named : one));
      await requireWithinLimit(ctx, tx.db, programme, group, { except: entry.id, counts: (one) => one === named });
    }
    await voidLinks(ctx, tx, [author.id]);
    await tx.db
      .updateTable('entry_author')
      .set({
        confirmed_at: accept ? ctx.now : null,
        declined_at: accept ? null : ctx.now,
        confirm_channel: channel,
        ...(accept ? { person_id: personId } : {}),
      })
      .where('id', '=', author.id)
      .execute();
    if (accept && publication && programme.doc.gallery) {
      const locked = { entry, author: { ...author, personId }, programme, gallery: programme.doc.gallery };
      await takeAuthorAnswers(tx, ctx, locked, publication, { who: 'author', channel: 'mail' });
    }
    const returned = !accept && (await takeBack(ctx, tx, entry, author.fullName, reason));
    tx.note({
      summary: `${author.fullName} ${accept ? 'xác nhận' : 'không nhận'} là đồng tác giả của “${entry.title}”${channel === 'link' ? ' (qua liên kết trong thư)' : ''}`,
    });
    const readers = (await readersOf(tx.db, [entry.id])).get(entry.id) ?? [];
    for (const reader of readers.filter((one) => one.email !== author.email))
      await tx.send(
        coAuthorAnswerMail(ctx.app, reader, programme, entry, {
          name: author.fullName,
          accepted: accept,
          reason,
          returned,
        }),
      );
    return { entryId: entry.id, linked: accept && personId !== null };
  });
}

/** The account that the entry is tied to: of the address, else the one that is signed in and holds the link. */
async function accountFor(ctx: Ctx, tx: Tx, entry: EntryRecord, author: AuthorRecord): Promise<string | null> {
  const byAddress = await accountOf(tx.db, author.email);
  const candidate = byAddress?.id ?? (isSignedIn(ctx.actor) ? ctx.actor.id : null);
  const taken = candidate === null || entry.authors.some((one) => one.personId === candidate);
  return taken ? null : candidate;
}

/** An entry that was handed in with somebody who does not want to be its author goes back, while it can be mended. */
async function takeBack(ctx: Ctx, tx: Tx, entry: EntryRecord, name: string, why: string): Promise<boolean> {
  const programme = await programmeOf(tx.db, entry);
  const reason = `${name} không nhận là đồng tác giả.${why ? ` Lý do: ${why}` : ''}`;
  const move = transition(programme.doc, entry, entry.state === 'with-unit' ? 'unitReturn' : 'return', {
    now: ctx.now,
    reason,
  });
  if (!move.allow) return false;
  await tx.db.updateTable('entry').set({ state: move.to, updated_at: ctx.now }).where('id', '=', entry.id).execute();
  const clause = clauseLabel(programme.doc, programme.doc.eligibility.clause);
  await writeEvent(tx.db, ctx, entry, { from: entry.state, to: move.to, reason, clause, system: true });
  return true;
}

/** Mails the link to a co-author again, at most a few times an hour. */
export async function resendCoAuthorLink(ctx: Ctx, args: { entryId: string; authorId: string }): Promise<void> {
  await requireEntry(ctx, 'entry.edit', args.entryId);
  await takeAttempt(ctx.app.db, `co-author:${args.authorId}`, {
    points: 3,
    windowMinutes: 60,
    what: 'Đã gửi lại thư cho người này nhiều lần',
  });
  const init = {
    act: 'entry.co-author-resend',
    subject: { kind: 'entry', id: args.entryId },
    summary: 'Gửi lại thư mời đồng tác giả',
  };
  await act(ctx, init, async (tx) => {
    const entry = await lockForAuthors(tx.db, args.entryId);
    const programme = await programmeOf(tx.db, entry);
    await requireEditable(tx.db, programme, entry, ctx.now);
    const author = entry.authors.find((one) => one.id === args.authorId);
    if (!author) throw notFound('Tác giả này');
    if (author.confirmedAt || author.declinedAt || !author.email)
      throw new RuleError({
        code: 'co-author.answered',
        message: author.email
          ? `${author.fullName} đã trả lời, không cần gửi lại.`
          : `${author.fullName} chưa có địa chỉ thư điện tử.`,
      });
    await inviteCoAuthor(ctx, tx, programme, entry, { ...author, email: author.email });
    tx.note({ programmeId: programme.id, summary: `Gửi lại thư mời đồng tác giả cho ${author.fullName}` });
  });
}
