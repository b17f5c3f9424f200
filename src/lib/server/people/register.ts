import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { fold, maskEmail } from '#lib/domain/kernel/text.ts';
import { checkPassword } from '#lib/domain/people/password.ts';
import { checkPerson } from '#lib/domain/people/person.ts';
import { act } from '../platform/act.ts';
import { hashPassword } from '../platform/auth/password.ts';
import { actorOfPerson } from '../platform/auth/sessions.ts';
import { accountLinks, findToken, issueToken, useToken, voidTokens } from '../platform/auth/tokens.ts';
import { type Ctx, withActor } from '../platform/ctx.ts';
import { isSignedIn } from '../platform/policy.ts';
import { networkOf, takeAttempt } from './limits.ts';
import { confirmMail, someoneTriedMail } from './mails.ts';
import { requireUnit } from './units.ts';

const confirmLifetime = 7 * 24 * 3600;

/** Every finding about a form at once, as one refusal. */
export const fieldsRefused = (issues: RuleError['issues']): RuleError =>
  new RuleError({ code: 'fields', message: 'Một số ô chưa đúng. Hãy sửa rồi gửi lại.', issues });

export const linkGone = (what: string): RuleError =>
  new RuleError({
    code: 'token.gone',
    message: `${what} không dùng được nữa: đã hết hạn, đã dùng hoặc bị chép thiếu.`,
    status: 410,
  });

interface Registration {
  fullName: string;
  email: string;
  password: string;
  phone?: string;
  birthYear?: string;
  position?: string;
  unitId?: string | null;
  /** local path to go to after the confirmation */
  next?: string | null;
}

/**
 * Makes an account and mails a link to confirm its address. The answer to the person is the same whether the address
 * has an account or not; then its owner gets a mail instead.
 * @returns the new person's id, null when the address had an account (not for the page to show)
 */
export async function registerPerson(ctx: Ctx, args: Registration): Promise<{ personId: string | null }> {
  const person = checkPerson(args, ctx.now);
  const issues = [
    ...person.issues,
    ...checkPassword(args.password, { audience: 'citizen', email: args.email, name: args.fullName }),
  ];
  if (!person.ok || issues.length > 0) throw fieldsRefused(issues);
  if (args.unitId) await requireUnit(ctx.app.db, args.unitId, ctx.now);
  if (ctx.ip)
    await takeAttempt(ctx.app.db, `register:${networkOf(ctx.ip)}`, {
      points: 60,
      windowMinutes: 60,
      what: 'Có quá nhiều tài khoản được lập từ mạng này',
    });
  // Each attempt mails the owner of the address.
  await takeAttempt(ctx.app.db, `register:${person.value.email}`, {
    points: 5,
    windowMinutes: 60,
    what: 'Địa chỉ này vừa được dùng để đăng ký nhiều lần',
    field: 'email',
  });
  // Hashed in both cases, so that time does not tell whether the address has an account.
  const passwordHash = await hashPassword(args.password);
  const { value } = person;
  const init = { act: 'person.register', summary: `${value.fullName} lập tài khoản` };
  return act(ctx, init, async (tx) => {
    const made = await tx.db
      .insertInto('person')
      .values({
        full_name: value.fullName,
        folded: fold(value.fullName),
        email: value.email,
        phone: value.phone,
        birth_year: value.birthYear,
        position: value.position,
        unit_id: args.unitId ?? null,
        password_hash: passwordHash,
        created_at: ctx.now,
      })
      .onConflict((c) => c.column('email').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made) {
      const secret = await issueToken(tx.db, {
        purpose: 'confirm-email',
        personId: made.id,
        payload: args.next ? { next: args.next } : {},
        now: ctx.now,
        lifetime: confirmLifetime,
      });
      tx.note({ subject: { kind: 'person', id: made.id } });
      await tx.send(confirmMail(ctx.app, { id: made.id, ...value }, secret, confirmUntil(ctx)));
      return { personId: made.id };
    }
    const owner = await tx.db
      .selectFrom('person')
      .select(['id', 'full_name'])
      .where('email', '=', value.email)
      .executeTakeFirstOrThrow();
    tx.note({
      summary: 'Có người đăng ký bằng một địa chỉ đã có tài khoản; chủ địa chỉ được báo bằng thư',
      subject: { kind: 'person', id: owner.id },
    });
    await tx.send(someoneTriedMail(ctx.app, { id: owner.id, fullName: owner.full_name, email: value.email }));
    return { personId: null };
  });
}

const confirmUntil = (ctx: Ctx): Date => new Date(ctx.now.getTime() + confirmLifetime * 1000);

/** What the page behind a confirmation link shows before its button is pressed (mail scanners open links, too). */
export async function confirmationBehind(ctx: Ctx, secret: string): Promise<{ fullName: string; email: string }> {
  const { person, email } = await readConfirmation(ctx, secret);
  return { fullName: person.full_name, email };
}

async function readConfirmation(ctx: Ctx, secret: string) {
  const token = await findToken(ctx.app.db, 'confirm-email', secret, ctx.now);
  if (token?.state !== 'valid' || !token.personId) throw linkGone('Liên kết xác nhận');
  const person = await ctx.app.db
    .selectFrom('person')
    .select(['id', 'full_name', 'email'])
    .where('id', '=', token.personId)
    .executeTakeFirst();
  // A link for a new address carries it; the address of the account changes only now.
  const email = typeof token.payload.email === 'string' ? token.payload.email : person?.email;
  if (!person || !email) throw linkGone('Liên kết xác nhận');
  const next = typeof token.payload.next === 'string' ? token.payload.next : null;
  return { token, person, email, next };
}

/**
 * Confirms the address that the link was sent to.
 * @throws RuleError token.gone when the link is used, expired or unknown; email.taken when another account has the address
 */
export async function confirmEmail(
  ctx: Ctx,
  args: { secret: string },
): Promise<{ personId: string; next: string | null }> {
  const { token, person, email, next } = await readConfirmation(ctx, args.secret);
  const actor = (await actorOfPerson(ctx.app.db, person.id)) ?? ctx.actor;
  const init = {
    act: 'person.confirm-email',
    subject: { kind: 'person', id: person.id },
    summary: `${person.full_name} xác nhận địa chỉ thư điện tử`,
    changes: { email: maskEmail(email) },
  };
  await act(withActor(ctx, actor), init, async (tx) => {
    if (!(await useToken(tx.db, token.hash, ctx.now))) throw linkGone('Liên kết xác nhận');
    const taken = await tx.db
      .selectFrom('person')
      .select('id')
      .where('email', '=', email)
      .where('id', '!=', person.id)
      .executeTakeFirst();
    if (taken)
      throw new RuleError({
        code: 'email.taken',
        message: 'Địa chỉ thư điện tử này đã thuộc về một tài khoản khác.',
        status: 409,
      });
    // What was mailed to the former address must not open the account any more.
    if (email !== person.email) await voidTokens(tx.db, person.id, accountLinks, ctx.now);
    await tx.db.updateTable('person').set({ email, email_confirmed_at: ctx.now }).where('id', '=', person.id).execute();
  });
  return { personId: person.id, next };
}

/** Mails the confirmation link of one's own account again. */
export async function resendConfirmation(ctx: Ctx): Promise<void> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound();
  if (!actor.email) throw new RuleError({ code: 'email.none', message: 'Tài khoản này chưa có địa chỉ thư điện tử.' });
  if (actor.emailConfirmed)
    throw new RuleError({ code: 'email.confirmed', message: 'Địa chỉ thư điện tử đã được xác nhận.' });
  await takeAttempt(ctx.app.db, `confirm:${actor.id}`, {
    points: 5,
    windowMinutes: 60,
    what: 'Đã gửi thư xác nhận nhiều lần',
  });
  const email = actor.email;
  await act(
    ctx,
    {
      act: 'person.resend-confirmation',
      subject: { kind: 'person', id: actor.id },
      summary: `${actor.name} xin gửi lại thư xác nhận`,
    },
    async (tx) => {
      const secret = await issueToken(tx.db, {
        purpose: 'confirm-email',
        personId: actor.id,
        now: ctx.now,
        lifetime: confirmLifetime,
      });
      await tx.send(confirmMail(ctx.app, { id: actor.id, fullName: actor.name, email }, secret, confirmUntil(ctx)));
    },
  );
}

/** Queues the confirmation of a new address in the caller's act. */
export async function sendConfirmation(
  ctx: Ctx,
  tx: Parameters<Parameters<typeof act>[2]>[0],
  to: { id: string; fullName: string; email: string },
): Promise<void> {
  // An address that was mistyped before must not take the account over later.
  await voidTokens(tx.db, to.id, ['confirm-email'], ctx.now);
  const secret = await issueToken(tx.db, {
    purpose: 'confirm-email',
    personId: to.id,
    payload: { email: to.email },
    now: ctx.now,
    lifetime: confirmLifetime,
  });
  await tx.send(confirmMail(ctx.app, to, secret, confirmUntil(ctx)));
}
