import { RuleError } from '#lib/domain/kernel/errors.ts';
import { normaliseEmail } from '#lib/domain/people/person.ts';
import { act } from '../platform/act.ts';
import { verifyPassword } from '../platform/auth/password.ts';
import { actorOfPerson } from '../platform/auth/sessions.ts';
import { type Ctx, withActor } from '../platform/ctx.ts';
import { isSignedIn } from '../platform/policy.ts';
import { forgetAttempts, networkOf, returnAttempt, takeAttempt } from './limits.ts';

/**
 * Checks an address and a password. Wrong address, wrong password and blocked account are one answer that takes one
 * time. Ten attempts for an account from one network address, 200 for a network address, in 15 minutes.
 * @throws RuleError sign-in.refused, or rate-limit with the minutes to wait
 */
export async function signIn(ctx: Ctx, args: { email: string; password: string }): Promise<{ personId: string }> {
  const { db } = ctx.app;
  const email = normaliseEmail(args.email);
  const issues = [
    ...(email === '' ? [{ field: 'email', message: 'Hãy nhập địa chỉ thư điện tử.' }] : []),
    ...(args.password === '' ? [{ field: 'password', message: 'Hãy nhập mật khẩu.' }] : []),
  ];
  if (issues.length > 0) throw new RuleError({ code: 'fields', message: 'Một số ô chưa có nội dung.', issues });
  const from = networkOf(ctx.ip);
  const account = `sign-in:${email.slice(0, 254)}:${from}`;
  const network = `sign-in:${from}`;
  await takeAttempt(db, account, {
    points: 10,
    windowMinutes: 15,
    what: 'Bạn đã nhập sai nhiều lần',
    field: 'password',
  });
  await takeAttempt(db, network, {
    points: 200,
    windowMinutes: 15,
    what: 'Có quá nhiều lần đăng nhập từ mạng này',
    field: 'password',
  });
  const person = await db
    .selectFrom('person')
    .select(['id', 'full_name', 'password_hash', 'disabled_at'])
    .where('email', '=', email)
    .executeTakeFirst();
  const right = await verifyPassword(person?.password_hash ?? null, args.password);
  if (!right || !person || person.disabled_at)
    throw new RuleError({
      code: 'sign-in.refused',
      message: 'Thư điện tử hoặc mật khẩu không đúng.',
      hint: 'Kiểm tra bộ gõ tiếng Việt và phím Caps Lock, hoặc đặt lại mật khẩu.',
      field: 'password',
    });
  await forgetAttempts(db, account);
  await returnAttempt(db, network);
  const actor = (await actorOfPerson(db, person.id)) ?? ctx.actor;
  await act(
    withActor(ctx, actor),
    { act: 'session.begin', subject: { kind: 'person', id: person.id }, summary: `${person.full_name} đăng nhập` },
    async (tx) => {
      await tx.db.updateTable('person').set({ last_login_at: ctx.now }).where('id', '=', person.id).execute();
    },
  );
  return { personId: person.id };
}

/** Writes down that the person signed out; the browser's session is ended by the page. */
export async function signOut(ctx: Ctx): Promise<void> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) return;
  await act(
    ctx,
    { act: 'session.end', subject: { kind: 'person', id: actor.id }, summary: `${actor.name} đăng xuất` },
    async () => {},
  );
}
