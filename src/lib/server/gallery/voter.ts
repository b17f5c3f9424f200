/** K24-4: liking without an account. The address is confirmed by a link and a press; a program that opens links does not vote. */
import { votingLimits } from '#lib/domain/gallery/voting.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { fold, maskEmail } from '#lib/domain/kernel/text.ts';
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import { checkEmail, checkName } from '#lib/domain/people/person.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { linkTo } from '../message/address.ts';
import { letterText } from '../message/letter.ts';
import { networkOf, takeAttempt } from '../people/limits.ts';
import { fieldsRefused, linkGone } from '../people/register.ts';
import { act, type Tx } from '../platform/act.ts';
import { actorOfPerson } from '../platform/auth/sessions.ts';
import { hashSecret, newSecret } from '../platform/auth/tokens.ts';
import { type App, type Ctx, withActor } from '../platform/ctx.ts';
import { isSignedIn, requireAllowed } from '../platform/policy.ts';
import { checkProof } from './challenge.ts';
import { activeLike, castLike } from './like.ts';
import {
  mailboxDigest,
  mayLike,
  requireBegun,
  requireWork,
  type Source,
  takeVoteAttempt,
  type Work,
} from './voting.ts';

const lifetimeHours = 24;

/** What a voter agrees to, word for word: it is kept with the request. */
export const voteConsent = (doc: Pick<ContestProgramme, 'name' | 'standingAgency'>): string =>
  `Tôi đồng ý để ${doc.standingAgency} dùng họ tên và địa chỉ thư điện tử này để đếm và rà soát lượt bình chọn của ${doc.name}. Thông tin không được công khai và được lưu cùng hồ sơ cuộc thi.`;

/**
 * Mails a link by which the owner of the address confirms a like. The answer is the same whether the address is known or voted.
 * @throws RuleError fields, vote.early, proof.wrong, rate-limit
 */
export async function requestVote(
  ctx: Ctx,
  args: { code: string; fullName: string; email: string; agreed: boolean } & Source,
): Promise<{ sentTo: string }> {
  const work = await requireWork(ctx.app.db, args.code);
  requireBegun(ctx, work);
  const name = checkName(args.fullName);
  const email = checkEmail(args.email);
  const issues = [
    ...name.issues,
    ...email.issues,
    ...(args.agreed ? [] : [{ field: 'agreed', message: 'Hãy đánh dấu đồng ý để chúng tôi được dùng thông tin này.' }]),
  ];
  if (!name.ok || !email.ok || issues.length > 0) throw fieldsRefused(issues);
  const proof = await checkProof(ctx.app, args.proof);
  await takeVoteAttempt(ctx, 'mail', { device: args.device, challenge: proof.kind });
  // nobody's mailbox is filled by others, whichever way its address is written
  await takeAttempt(ctx.app.db, `vote-mail:m:${mailboxDigest(email.value)}`, {
    ...votingLimits.mailToAddress,
    what: 'Hộp thư này vừa nhận nhiều thư bình chọn',
    field: 'email',
  });
  const init = {
    act: 'gallery.request-vote',
    programmeId: work.programme.id,
    subject: { kind: 'entry', id: work.entryId },
    summary: `Gửi thư xác nhận một lượt thích cho ${work.code}`,
  };
  const until = new Date(ctx.now.getTime() + lifetimeHours * 3600_000);
  await act(ctx, init, async (tx) => {
    await proof.spend(tx.db);
    const secret = newSecret();
    await tx.db
      .insertInto('vote_request')
      .values({
        token_hash: hashSecret(secret),
        programme_id: work.programme.id,
        entry_id: work.entryId,
        email: email.value,
        full_name: name.value,
        consent: voteConsent(work.doc),
        challenge: proof.kind,
        network: networkOf(ctx.ip),
        device: args.device,
        at: ctx.now,
        expires_at: until,
      })
      .execute();
    await tx.send({
      kind: 'gallery.vote',
      to: email.value,
      toName: name.value,
      subject: `Xác nhận lượt thích cho ${work.code}`,
      body: letterText(name.value, [
        `Có người dùng địa chỉ này để thích tác phẩm “${work.title}” (${work.code}) của ${work.doc.name}. Để lượt thích được tính, hãy mở liên kết dưới đây rồi bấm nút xác nhận:`,
        linkTo(ctx.app, `/binh-chon/xac-nhan/${secret}`),
        `Liên kết dùng được đến ${formatDateTime(until)}. Nếu không phải Ông/Bà, hãy bỏ qua thư này: không có gì được tính.`,
      ]),
    });
  });
  return { sentTo: maskEmail(email.value) };
}

const gone = () => linkGone('Liên kết bình chọn');

async function behindLink(ctx: Ctx, secret: string) {
  const request = await ctx.app.db
    .selectFrom('vote_request')
    .innerJoin('gallery_item', 'gallery_item.entry_id', 'vote_request.entry_id')
    .selectAll('vote_request')
    .select('gallery_item.code')
    .where('token_hash', '=', hashSecret(secret))
    .executeTakeFirst();
  if (!request || (!request.confirmed_at && request.expires_at < ctx.now)) throw gone();
  return { request, work: await requireWork(ctx.app.db, request.code) };
}

/** What the page behind a mailed link shows. Opening it does not vote. */
export async function voteBehind(
  ctx: Ctx,
  secret: string,
): Promise<{ work: Work; fullName: string; email: string; done: boolean }> {
  const { request, work } = await behindLink(ctx, secret);
  return { work, fullName: request.full_name, email: maskEmail(request.email), done: request.confirmed_at !== null };
}

/** Who votes by this address: the person who has it, or a new one without a password. */
async function voterOf(tx: Tx, ctx: Ctx, request: { email: string; full_name: string }) {
  const columns = ['id', 'full_name', 'password_hash', 'email_confirmed_at', 'disabled_at'] as const;
  await tx.db
    .insertInto('person')
    .values({
      full_name: request.full_name,
      folded: fold(request.full_name),
      email: request.email,
      email_confirmed_at: ctx.now,
      created_at: ctx.now,
    })
    .onConflict((c) => c.column('email').doNothing())
    .execute();
  const person = await tx.db
    .selectFrom('person')
    .select(columns)
    .where('email', '=', request.email)
    .executeTakeFirstOrThrow();
  if (person.disabled_at)
    throw new RuleError({
      code: 'vote.disabled',
      message: 'Tài khoản của địa chỉ này đang bị khóa nên không bình chọn được.',
    });
  if (!person.email_confirmed_at) {
    // Whoever set that password has not shown that the address is theirs; a press here must not show it for them.
    if (person.password_hash)
      throw new RuleError({
        code: 'vote.unconfirmed',
        message: 'Địa chỉ này đã có tài khoản nhưng chưa được xác nhận.',
        hint: 'Hãy đặt lại mật khẩu ở trang Quên mật khẩu, đăng nhập rồi bình chọn.',
      });
    await tx.db.updateTable('person').set({ email_confirmed_at: ctx.now }).where('id', '=', person.id).execute();
  }
  return person;
}

/**
 * Confirms the like behind a mailed link.
 * @returns `session`: this browser may be signed in as the voter (without roles): the person has no password and nobody is signed in
 */
export async function confirmVote(
  ctx: Ctx,
  args: { secret: string } & Pick<Source, 'device' | 'agent'>,
): Promise<{ personId: string; session: boolean; work: Work }> {
  const { request, work } = await behindLink(ctx, args.secret);
  if (request.confirmed_at) throw gone();
  requireBegun(ctx, work);
  const known = await ctx.app.db
    .selectFrom('person')
    .select('id')
    .where('email', '=', request.email)
    .executeTakeFirst();
  requireAllowed(await mayLike(ctx.app.db, work, { id: known?.id ?? null, email: request.email }));
  const actor = known ? ((await actorOfPerson(ctx.app.db, known.id)) ?? ctx.actor) : ctx.actor;
  const init = {
    act: 'gallery.confirm-vote',
    programmeId: work.programme.id,
    subject: { kind: 'entry', id: work.entryId },
    summary: `Thích ${work.code} bằng thư điện tử đã xác nhận`,
  };
  const person = await act(withActor(ctx, actor), init, async (tx) => {
    const found = await voterOf(tx, ctx, request);
    const used = await tx.db
      .updateTable('vote_request')
      .set({ confirmed_at: ctx.now, person_id: found.id })
      .where('token_hash', '=', request.token_hash)
      .where('confirmed_at', 'is', null)
      .executeTakeFirst();
    if (used.numUpdatedRows !== 1n) throw gone();
    const liked = await activeLike(tx.db, work.entryId, found.id);
    if (!liked)
      await castLike(tx, ctx, {
        work,
        person: { id: found.id, email: request.email },
        from: { ...args, proof: null },
        // the proof was used up by the request
        proof: { kind: request.challenge, spend: async () => {} },
      });
    return found;
  });
  return { personId: person.id, session: person.password_hash === null && !isSignedIn(ctx.actor), work };
}

/** Requests that nobody confirmed are forgotten a day after they expire. */
export const forgetVoteRequests = (app: Pick<App, 'db' | 'clock'>) =>
  app.db
    .deleteFrom('vote_request')
    .where('confirmed_at', 'is', null)
    .where('expires_at', '<', new Date(app.clock.now().getTime() - 24 * 3600_000))
    .execute();
