import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { checkPassword, type PasswordAudience } from '#lib/domain/people/password.ts';
import { checkEmail } from '#lib/domain/people/person.ts';
import { act } from '../platform/act.ts';
import { hashPassword, verifyPassword } from '../platform/auth/password.ts';
import { actorOfPerson, endAllSessions } from '../platform/auth/sessions.ts';
import { accountLinks, findToken, hashSecret, issueToken, useToken, voidTokens } from '../platform/auth/tokens.ts';
import { type Ctx, withActor } from '../platform/ctx.ts';
import { isSignedIn } from '../platform/policy.ts';
import { forgetAttempts, networkOf, takeAttempt } from './limits.ts';
import { passwordChangedMail, resetMail } from './mails.ts';
import { fieldsRefused, linkGone } from './register.ts';

const resetLifetime = 2 * 3600;
const gone = () => linkGone('Liên kết đặt lại mật khẩu');

/** Who holds a role, now or later, needs the longer password. */
export async function audienceOf(ctx: Ctx, personId: string): Promise<PasswordAudience> {
  const grant = await ctx.app.db
    .selectFrom('role_grant')
    .select('id')
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', ctx.now)]))
    .executeTakeFirst();
  return grant ? 'staff' : 'citizen';
}

/** Mails a link to set a new password. The answer is the same whether the address has an account. */
export async function requestPasswordReset(ctx: Ctx, args: { email: string }): Promise<void> {
  const email = checkEmail(args.email);
  if (!email.ok) throw fieldsRefused(email.issues);
  const { db } = ctx.app;
  if (ctx.ip)
    await takeAttempt(db, `reset:${networkOf(ctx.ip)}`, {
      points: 60,
      windowMinutes: 60,
      what: 'Có quá nhiều yêu cầu từ mạng này',
    });
  await takeAttempt(db, `reset:${email.value}`, {
    points: 5,
    windowMinutes: 60,
    what: 'Đã yêu cầu nhiều lần cho địa chỉ này',
    field: 'email',
  });
  const person = await db
    .selectFrom('person')
    .select(['id', 'full_name'])
    .where('email', '=', email.value)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  const init = {
    act: 'person.request-reset',
    summary: person
      ? `Có yêu cầu đặt lại mật khẩu của ${person.full_name}`
      : 'Có yêu cầu đặt lại mật khẩu cho một địa chỉ không có tài khoản',
    ...(person ? { subject: { kind: 'person', id: person.id } } : {}),
  };
  await act(ctx, init, async (tx) => {
    if (!person) return;
    const secret = await issueToken(tx.db, {
      purpose: 'reset-password',
      personId: person.id,
      now: ctx.now,
      lifetime: resetLifetime,
    });
    const until = new Date(ctx.now.getTime() + resetLifetime * 1000);
    await tx.send(resetMail(ctx.app, { id: person.id, fullName: person.full_name, email: email.value }, secret, until));
  });
}

async function personOfReset(ctx: Ctx, secret: string) {
  const token = await findToken(ctx.app.db, 'reset-password', secret, ctx.now);
  if (token?.state !== 'valid' || !token.personId) throw gone();
  const person = await ctx.app.db
    .selectFrom('person')
    .select(['id', 'full_name', 'email', 'email_confirmed_at'])
    .where('id', '=', token.personId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!person?.email) throw gone();
  return { token, person, email: person.email };
}

/** Whose password a link sets, and how long it must be. */
export async function resetBehind(ctx: Ctx, secret: string): Promise<{ email: string; audience: PasswordAudience }> {
  const { person, email } = await personOfReset(ctx, secret);
  return { email, audience: await audienceOf(ctx, person.id) };
}

/** Sets a new password by a mailed link; all sessions of the person end, and the address counts as confirmed. */
export async function resetPassword(
  ctx: Ctx,
  args: { secret: string; password: string },
): Promise<{ personId: string }> {
  const { token, person, email } = await personOfReset(ctx, args.secret);
  const issues = checkPassword(args.password, {
    audience: await audienceOf(ctx, person.id),
    email,
    name: person.full_name,
  });
  if (issues.length > 0) throw fieldsRefused(issues);
  const passwordHash = await hashPassword(args.password);
  const actor = (await actorOfPerson(ctx.app.db, person.id)) ?? ctx.actor;
  const init = {
    act: 'person.reset-password',
    subject: { kind: 'person', id: person.id },
    summary: `${person.full_name} đặt lại mật khẩu`,
  };
  await act(withActor(ctx, actor), init, async (tx) => {
    if (!(await useToken(tx.db, token.hash, ctx.now))) throw gone();
    // Other links that were mailed before lose their force with the old password.
    await voidTokens(tx.db, person.id, accountLinks, ctx.now);
    await tx.db
      .updateTable('person')
      .set({ password_hash: passwordHash, email_confirmed_at: person.email_confirmed_at ?? ctx.now })
      .where('id', '=', person.id)
      .execute();
    await endAllSessions(tx.db, person.id);
    await tx.send(passwordChangedMail(ctx.app, { id: person.id, fullName: person.full_name, email }, ctx.now));
  });
  await forgetAttempts(ctx.app.db, `sign-in:${email}:${networkOf(ctx.ip)}`);
  return { personId: person.id };
}

/** @throws RuleError when the typed current password is wrong (counted, like signing in) */
export async function requireCurrentPassword(
  ctx: Ctx,
  personId: string,
  typed: string,
  field = 'currentPassword',
): Promise<void> {
  await takeAttempt(ctx.app.db, `password:${personId}`, {
    points: 10,
    windowMinutes: 15,
    what: 'Bạn đã nhập sai nhiều lần',
    field,
  });
  const row = await ctx.app.db
    .selectFrom('person')
    .select('password_hash')
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!(await verifyPassword(row?.password_hash ?? null, typed)))
    throw new RuleError({ code: 'password.wrong', message: 'Mật khẩu hiện tại không đúng.', field });
  await forgetAttempts(ctx.app.db, `password:${personId}`);
}

/** Changes one's own password; the other sessions end. `session`: secret of the session that stays. */
export async function changePassword(
  ctx: Ctx,
  args: { currentPassword: string; password: string; session: string | null },
): Promise<void> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound();
  await requireCurrentPassword(ctx, actor.id, args.currentPassword);
  const issues = checkPassword(args.password, {
    audience: await audienceOf(ctx, actor.id),
    email: actor.email,
    name: actor.name,
  });
  if (issues.length > 0) throw fieldsRefused(issues);
  const passwordHash = await hashPassword(args.password);
  const init = {
    act: 'person.change-password',
    subject: { kind: 'person', id: actor.id },
    summary: `${actor.name} đổi mật khẩu`,
  };
  await act(ctx, init, async (tx) => {
    await tx.db.updateTable('person').set({ password_hash: passwordHash }).where('id', '=', actor.id).execute();
    // a confirmed account's only open confirmation is of a new address, perhaps a thief's
    const links = accountLinks.filter((purpose) => purpose !== 'confirm-email' || actor.emailConfirmed);
    await voidTokens(tx.db, actor.id, links, ctx.now);
    await tx.db
      .deleteFrom('session')
      .where('person_id', '=', actor.id)
      .where('token_hash', '!=', args.session ? hashSecret(args.session) : '')
      .execute();
    if (actor.email)
      await tx.send(passwordChangedMail(ctx.app, { id: actor.id, fullName: actor.name, email: actor.email }, ctx.now));
  });
}
