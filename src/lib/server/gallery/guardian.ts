/** The guardian of a minor (K24-4): named by the author, answers by a link, without an account. */
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { mailboxOf } from '#lib/domain/people/mailbox.ts';
import { checkEmail, checkName, checkShortText } from '#lib/domain/people/person.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { authorOf, requireEntry } from '../entry/policy.ts';
import { type AuthorRecord, type EntryRecord, findEntry, programmeOf } from '../entry/record.ts';
import { takeAttempt } from '../people/limits.ts';
import { linkGone } from '../people/register.ts';
import { act, type Tx } from '../platform/act.ts';
import { findToken, issueToken } from '../platform/auth/tokens.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isSignedIn } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { type Choices, galleryOf, lockAuthor, requireAnswered, writeAnswers } from './answers.ts';
import { authorConsents } from './consents.ts';
import { guardianMail } from './mails.ts';
import { takeOffWithoutConsent } from './takeOff.ts';

/** How long a guardian may take to answer, in seconds. What was answered stays within reach of the same link. */
const guardianLifetime = 30 * 24 * 3600;

const gone = () => linkGone('Liên kết của người giám hộ');

interface NamedGuardian {
  fullName: string;
  email: string;
}

/** Mails the guardian a new link. Older ones keep working until they expire. */
export async function inviteGuardian(
  ctx: Ctx,
  tx: Tx,
  programme: StoredProgramme,
  entry: Pick<EntryRecord, 'id' | 'code' | 'title'>,
  author: { id: string; fullName: string },
  guardian: NamedGuardian,
): Promise<void> {
  const secret = await issueToken(tx.db, {
    purpose: 'guardian',
    personId: null,
    payload: { entryId: entry.id, authorId: author.id, email: guardian.email },
    now: ctx.now,
    lifetime: guardianLifetime,
  });
  const until = new Date(ctx.now.getTime() + guardianLifetime * 1000);
  const to = { personId: null, email: guardian.email, fullName: guardian.fullName };
  await tx.send(guardianMail(ctx.app, to, programme, entry, { child: author.fullName, secret, until }));
  await tx.db
    .updateTable('author_guardian')
    .set({ sent_at: ctx.now })
    .where('entry_author_id', '=', author.id)
    .execute();
}

async function ownAuthor(ctx: Ctx, entryId: string): Promise<AuthorRecord> {
  const entry = await requireEntry(ctx, 'entry.view', entryId);
  galleryOf(await programmeOf(ctx.app.db, entry));
  const author = authorOf(ctx.actor, entry);
  if (!author?.confirmedAt || author.declinedAt) throw notFound('Trang này');
  return author;
}

const limitMails = (ctx: Ctx, authorId: string) =>
  takeAttempt(ctx.app.db, `guardian:${authorId}`, {
    points: 3,
    windowMinutes: 60,
    what: 'Đã gửi thư cho người giám hộ nhiều lần',
  });

/**
 * A minor names the guardian, who is mailed a link. Once the guardian has answered, only the secretariat can note another one.
 * @throws RuleError gallery.not-minor, gallery.guardian-answered, with issues for the fields
 */
export async function nameGuardian(
  ctx: Ctx,
  args: { entryId: string; fullName: string; relation: string; email: string },
): Promise<void> {
  const { id: authorId } = await ownAuthor(ctx, args.entryId);
  const name = checkName(args.fullName, 'guardianName', 'Họ và tên người giám hộ');
  const relation = checkShortText(args.relation, 'guardianRelation', 'Quan hệ với bạn', 100);
  const email = checkEmail(args.email, 'guardianEmail');
  const issues = [...name.issues, ...relation.issues, ...email.issues];
  if (clean(args.relation) === '')
    issues.push({ field: 'guardianRelation', message: 'Hãy ghi quan hệ với bạn, ví dụ: mẹ, cha, người giám hộ.' });
  const init = {
    act: 'gallery.guardian',
    subject: { kind: 'entry', id: args.entryId },
    summary: 'Ghi người giám hộ',
  };
  await act(ctx, init, async (tx) => {
    const { entry, author, programme } = await lockAuthor(tx, args.entryId, authorId);
    const state = (await authorConsents(tx.db, programme, [entry.id], ctx.now)).get(entry.id) ?? [];
    const me = state.find((one) => one.id === author.id);
    if (!me?.minor)
      throw new RuleError({
        code: 'gallery.not-minor',
        message: 'Theo năm sinh đã ghi, bạn tự trả lời, không cần người giám hộ.',
      });
    if (me.consents.some((one) => one.who === 'guardian' && one.state !== 'missing'))
      throw new RuleError({
        code: 'gallery.guardian-answered',
        message: 'Người giám hộ đã trả lời nên không đổi được ở đây. Hãy liên hệ Tổ Thư ký nếu cần.',
      });
    // A minor must not answer in the guardian's place.
    const own = [ctx.actor.email, ...entry.authors.map((one) => one.email)].flatMap((one) =>
      one ? mailboxOf(one) : [],
    );
    if (email.value && own.includes(mailboxOf(email.value)))
      issues.push({
        field: 'guardianEmail',
        message: 'Đây là địa chỉ của tác giả. Hãy ghi địa chỉ của người giám hộ.',
      });
    if (issues.length > 0 || !name.value || !relation.value || !email.value)
      throw new RuleError({ code: 'fields', message: issues[0]?.message ?? 'Hãy sửa các chỗ sai.', issues });
    await limitMails(ctx, author.id);
    const guardian = { full_name: name.value, relation: relation.value, email: email.value };
    const before = me.guardian;
    await tx.db
      .insertInto('author_guardian')
      .values({
        entry_author_id: author.id,
        ...guardian,
        named_at: ctx.now,
        named_by: ctx.actor.id,
        sent_at: ctx.now,
      })
      .onConflict((conflict) =>
        conflict.column('entry_author_id').doUpdateSet({ ...guardian, named_at: ctx.now, named_by: ctx.actor.id }),
      )
      .execute();
    if (before && before.email !== email.value) await voidLinks(ctx, tx, author.id);
    await inviteGuardian(ctx, tx, programme, entry, author, { fullName: name.value, email: email.value });
    tx.note({
      programmeId: programme.id,
      summary: `${author.fullName} ghi người giám hộ cho “${entry.title}”; đã gửi thư hỏi ý kiến`,
    });
  });
}

/** Links to somebody who is not the guardian any more. */
const voidLinks = (ctx: Ctx, tx: Tx, authorId: string) =>
  tx.db
    .updateTable('token')
    .set({ used_at: ctx.now })
    .where('purpose', '=', 'guardian')
    .where('used_at', 'is', null)
    .where((eb) => eb(eb.ref('payload', '->>').key('authorId'), '=', authorId))
    .execute();

/** Mails the guardian a link again, at most a few times an hour. */
export async function resendGuardianLink(ctx: Ctx, args: { entryId: string }): Promise<void> {
  const { id: authorId } = await ownAuthor(ctx, args.entryId);
  await limitMails(ctx, authorId);
  const init = {
    act: 'gallery.guardian-resend',
    subject: { kind: 'entry', id: args.entryId },
    summary: 'Gửi lại thư cho người giám hộ',
  };
  await act(ctx, init, async (tx) => {
    const { entry, author, programme } = await lockAuthor(tx, args.entryId, authorId);
    const me = (await authorConsents(tx.db, programme, [entry.id], ctx.now))
      .get(entry.id)
      ?.find((one) => one.id === author.id);
    if (!me?.guardian) throw notFound('Người giám hộ');
    await inviteGuardian(ctx, tx, programme, entry, author, me.guardian);
    tx.note({ programmeId: programme.id });
  });
}

async function behindLink(ctx: Ctx, secret: string) {
  const token = await findToken(ctx.app.db, 'guardian', secret, ctx.now);
  if (!token || token.state === 'used') throw gone();
  const entry = await findEntry(ctx.app.db, String(token.payload.entryId ?? ''));
  const author = entry?.authors.find((one) => one.id === token.payload.authorId && !one.declinedAt);
  if (!entry || !author) throw gone();
  const programme = await programmeOf(ctx.app.db, entry);
  const gallery = galleryOf(programme);
  const states = (await authorConsents(ctx.app.db, programme, [entry.id], ctx.now)).get(entry.id) ?? [];
  const state = states.find((one) => one.id === author.id);
  if (!state?.guardian || state.guardian.email !== token.payload.email) throw gone();
  const consents = state.consents.filter((one) => one.who === 'guardian');
  // Who has answered can always come back to take it back; who has not, in time.
  if (token.state === 'expired' && consents.every((one) => one.state === 'missing')) throw gone();
  return { entry, author, programme, gallery, guardian: state.guardian, consents, minor: state.minor === true };
}

/** What the page behind a guardian's link shows. No contact data of anybody. */
export async function guardianRequest(ctx: Ctx, secret: string) {
  const { entry, author, programme, gallery, guardian, consents, minor } = await behindLink(ctx, secret);
  const { doc } = programme;
  return {
    contest: doc.name,
    slug: doc.slug,
    title: entry.title,
    code: entry.code,
    author: author.fullName,
    guardian: guardian.fullName,
    relation: guardian.relation,
    minor,
    purposes: gallery.consents.map(({ id, text, clause, needed }) => {
      const said = consents.find((one) => one.purposeId === id);
      return { id, text, needed, clause: clauseLabel(doc, clause), state: said?.state ?? null, at: said?.at ?? null };
    }),
  };
}

/**
 * The guardian's answers, by the link; may be changed, or taken back, by the same link.
 * @throws RuleError gallery.consent-open; token.gone
 */
export async function answerAsGuardian(
  ctx: Ctx,
  args: { secret: string; choices: Choices },
): Promise<{ takenOff: boolean }> {
  const found = await behindLink(ctx, args.secret);
  if (!found.minor) throw gone();
  if (authorOf(ctx.actor, found.entry))
    throw new RuleError({
      code: 'gallery.not-guardian',
      message: 'Bạn đang đăng nhập là tác giả. Người giám hộ tự trả lời, trên máy không đăng nhập tài khoản của bạn.',
      status: 403,
    });
  const init = {
    act: 'gallery.guardian-consent',
    programmeId: found.programme.id,
    subject: { kind: 'entry', id: found.entry.id },
    summary: 'Người giám hộ trả lời về đăng công khai',
  };
  const asGuardian: Ctx = isSignedIn(ctx.actor)
    ? ctx
    : { ...ctx, actor: { ...ctx.actor, name: `Người giám hộ của ${found.author.fullName}` } };
  return act(asGuardian, init, async (tx) => {
    const locked = await lockAuthor(tx, found.entry.id, found.author.id);
    requireAnswered(locked.programme, locked.gallery, args.choices);
    const by = { who: 'guardian' as const, channel: 'mail' as const, guardian: found.guardian };
    const changed = await writeAnswers(tx, ctx, locked, args.choices, by);
    const takenOff = await takeOffWithoutConsent(tx, ctx, locked.programme, locked.entry.id);
    tx.note({
      summary: `Người giám hộ của ${found.author.fullName} trả lời về đăng công khai “${found.entry.title}”`,
      changes: { answers: changed },
    });
    return { takenOff };
  });
}
