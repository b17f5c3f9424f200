import { sql } from 'kysely';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { checkPassword, type PasswordAudience } from '#lib/domain/people/password.ts';
import { checkEmail, checkName } from '#lib/domain/people/person.ts';
import { roleLabel, unitRoles } from '#lib/domain/people/roles.ts';
import { act } from '../platform/act.ts';
import { hashPassword } from '../platform/auth/password.ts';
import { actorOfPerson, endAllSessions } from '../platform/auth/sessions.ts';
import { accountLinks, findToken, issueToken, useToken, voidTokens } from '../platform/auth/tokens.ts';
import { type Ctx, withActor } from '../platform/ctx.ts';
import type { GrantedRole, ProgrammeKind } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { inviteMail } from './mails.ts';
import { audienceOf } from './passwords.ts';
import { canBringPeople, canInvite } from './policy.ts';
import { checkProfile, type ProfileInput } from './profile.ts';
import { fieldsRefused, linkGone } from './register.ts';
import { grantInAct } from './roles.ts';
import { requireUnit } from './units.ts';

const inviteLifetime = 14 * 24 * 3600;
const gone = () => linkGone('Lời mời');

export interface Invitation {
  email: string;
  fullName: string;
  unitId?: string | null;
  role?: GrantedRole | null;
  programmeId?: string | null;
  /** @see RoleInput.kind */
  kind?: ProgrammeKind | null;
  to?: Date | null;
  /** @see RoleInput.looked */
  looked?: boolean;
}

/**
 * Invites a person by mail to set a password, with a role when an administrator says so. Somebody who has an account
 * already gets only the role (and a mail about it).
 * @throws RuleError invite.known when there is an account and no role to give
 */
export async function invitePerson(ctx: Ctx, args: Invitation): Promise<{ personId: string; known: boolean }> {
  requireAllowed(canInvite(ctx, args.unitId ?? null, Boolean(args.role)));
  const [fullName, email] = [checkName(args.fullName), checkEmail(args.email)];
  if (!fullName.ok || !email.ok) throw fieldsRefused([...fullName.issues, ...email.issues]);
  const unit = args.unitId ? await requireUnit(ctx.app.db, args.unitId, ctx.now) : null;
  return act(ctx, { act: 'person.invite', summary: `Mời ${fullName.value}` }, async (tx) => {
    const made = await tx.db
      .insertInto('person')
      .values({
        full_name: fullName.value,
        folded: fold(fullName.value),
        email: email.value,
        unit_id: unit?.id ?? null,
        created_by: ctx.actor.id,
        created_at: ctx.now,
      })
      .onConflict((c) => c.column('email').doNothing())
      .returning(['id', 'full_name', 'password_hash'])
      .executeTakeFirst();
    const person =
      made ??
      (await tx.db
        .selectFrom('person')
        .select(['id', 'full_name', 'password_hash'])
        .where('email', '=', email.value)
        .executeTakeFirstOrThrow());
    const known = person.password_hash !== null;
    tx.note({ subject: { kind: 'person', id: person.id } });
    if (known && !args.role)
      throw new RuleError({
        code: 'invite.known',
        message:
          'Người có địa chỉ này đã có tài khoản, không cần mời. Họ đăng nhập và chọn đơn vị trong phần Tài khoản.',
        field: 'email',
        status: 409,
      });
    if (args.role) {
      // The unit is the scope of a unit's own roles; for the others it is only where the person works.
      const unitId = unitRoles.some((role) => role === args.role) ? (args.unitId ?? null) : null;
      await grantInAct(ctx, tx, {
        personId: person.id,
        role: args.role,
        programmeId: args.programmeId ?? null,
        kind: args.kind ?? null,
        unitId,
        to: args.to ?? null,
        looked: args.looked ?? false,
      });
    }
    const roleName = args.role ? roleLabel(args.role, args.kind ?? null) : null;
    if (!known) {
      tx.note({ summary: `Mời ${person.full_name}${roleName ? ` với vai trò ${roleName}` : ''}` });
      const secret = await issueToken(tx.db, {
        purpose: 'invite',
        personId: person.id,
        now: ctx.now,
        lifetime: inviteLifetime,
      });
      const until = new Date(ctx.now.getTime() + inviteLifetime * 1000);
      const to = { id: person.id, fullName: person.full_name, email: email.value };
      await tx.send(inviteMail(ctx.app, to, secret, until, ctx.actor.name, roleName));
    }
    return { personId: person.id, known };
  });
}

async function personOfInvite(ctx: Ctx, secret: string) {
  const token = await findToken(ctx.app.db, 'invite', secret, ctx.now);
  if (token?.state !== 'valid' || !token.personId) throw gone();
  const person = await ctx.app.db
    .selectFrom('person')
    .leftJoin('unit', 'unit.id', 'person.unit_id')
    .select(['person.id', 'person.full_name as fullName', 'person.email', 'unit.name as unitName'])
    .where('person.id', '=', token.personId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!person?.email) throw gone();
  return { token, person, email: person.email };
}

/** What the invitation page shows. */
export async function invitationBehind(
  ctx: Ctx,
  secret: string,
): Promise<{ fullName: string; email: string; unitName: string | null; audience: PasswordAudience }> {
  const { person, email } = await personOfInvite(ctx, secret);
  return { fullName: person.fullName, email, unitName: person.unitName, audience: await audienceOf(ctx, person.id) };
}

/** Accepts an invitation: name, password; the address is confirmed by having had the link. */
export async function acceptInvitation(
  ctx: Ctx,
  args: { secret: string; fullName: string; password: string },
): Promise<{ personId: string }> {
  const { token, person, email } = await personOfInvite(ctx, args.secret);
  const fullName = checkName(args.fullName);
  const issues = [
    ...fullName.issues,
    ...checkPassword(args.password, { audience: await audienceOf(ctx, person.id), email, name: args.fullName }),
  ];
  if (!fullName.ok || issues.length > 0) throw fieldsRefused(issues);
  const passwordHash = await hashPassword(args.password);
  const actor = (await actorOfPerson(ctx.app.db, person.id)) ?? ctx.actor;
  const init = {
    act: 'person.accept-invitation',
    subject: { kind: 'person', id: person.id },
    summary: `${fullName.value} nhận lời mời`,
  };
  await act(withActor(ctx, actor), init, async (tx) => {
    if (!(await useToken(tx.db, token.hash, ctx.now))) throw gone();
    await tx.db
      .updateTable('person')
      .set({
        full_name: fullName.value,
        folded: fold(fullName.value),
        password_hash: passwordHash,
        email_confirmed_at: ctx.now,
      })
      .where('id', '=', person.id)
      .execute();
    await voidTokens(tx.db, person.id, accountLinks, ctx.now);
    await endAllSessions(tx.db, person.id);
  });
  return { personId: person.id };
}

/**
 * Writes down a person who has no e-mail address, so that the coordinator can enter on their behalf.
 * @throws RuleError person.same when the unit already has somebody of this name and telephone number
 */
export async function createPersonOnBehalf(
  ctx: Ctx,
  args: ProfileInput & { unitId: string },
): Promise<{ personId: string }> {
  requireAllowed(canBringPeople(ctx, args.unitId));
  const person = checkProfile(args, ctx.now);
  await requireUnit(ctx.app.db, args.unitId, ctx.now);
  const init = { act: 'person.create-on-behalf', summary: `Ghi tên ${person.full_name} (không có thư điện tử)` };
  return act(ctx, init, async (tx) => {
    const same = await tx.db
      .selectFrom('person')
      .select('id')
      .where('folded', '=', person.folded)
      .where('unit_id', '=', args.unitId)
      .where('phone', person.phone ? '=' : 'is', person.phone)
      .where('birth_year', person.birth_year ? '=' : 'is', person.birth_year)
      .executeTakeFirst();
    if (same)
      throw new RuleError({
        code: 'person.same',
        message: `${person.full_name} đã có trong danh sách người của đơn vị. Nếu là người khác trùng tên, hãy ghi thêm số điện thoại hoặc năm sinh.`,
        field: 'fullName',
        status: 409,
      });
    const made = await tx.db
      .insertInto('person')
      .values({ ...person, created_by: ctx.actor.id, created_at: ctx.now })
      .returning('id')
      .executeTakeFirstOrThrow();
    tx.note({ subject: { kind: 'person', id: made.id } });
    return { personId: made.id };
  });
}

/** People of a unit that its coordinator may choose from; `hasAccount`: can sign in themselves. */
export async function peopleOfUnit(ctx: Ctx, args: { unitId: string }) {
  if (!canBringPeople(ctx, args.unitId).allow) throw notFound('Đơn vị này');
  const rows = await ctx.app.db
    .selectFrom('person')
    .select(['id', 'full_name as fullName', 'email', 'phone', 'birth_year as birthYear', 'position', 'password_hash'])
    .where('unit_id', '=', args.unitId)
    .where('disabled_at', 'is', null)
    .orderBy(sql`full_name collate "vi-x-icu"`)
    .execute();
  return rows.map(({ password_hash, ...person }) => ({ ...person, hasAccount: password_hash !== null }));
}
