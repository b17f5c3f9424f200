import { type Kysely, sql } from 'kysely';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { checkPassword } from '#lib/domain/people/password.ts';
import { checkEmail, checkName } from '#lib/domain/people/person.ts';
import { act } from '../platform/act.ts';
import { hashPassword } from '../platform/auth/password.ts';
import { findToken, issueToken, useToken } from '../platform/auth/tokens.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { fieldsRefused, linkGone } from './register.ts';

const lifetime = 24 * 3600;
const gone = () => linkGone('Liên kết tạo quản trị viên đầu tiên');

const adminExists = async (db: Kysely<DB>): Promise<boolean> =>
  (await db
    .selectFrom('role_grant')
    .innerJoin('person', 'person.id', 'role_grant.person_id')
    .select('role_grant.id')
    .where('role', '=', 'admin')
    .where('revoked_at', 'is', null)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()) !== undefined;

/**
 * While nobody administers this installation: a link, good once within 24 hours, that makes the first administrator.
 * Links of earlier starts lose their force. null when there is an administrator.
 * @param address public address without a trailing slash
 */
export async function firstAdminLink(app: App, address: string): Promise<string | null> {
  if (await adminExists(app.db)) return null;
  await app.db.deleteFrom('token').where('purpose', '=', 'first-admin').execute();
  const secret = await issueToken(app.db, { purpose: 'first-admin', personId: null, now: app.clock.now(), lifetime });
  return `${address}/quan-tri-dau-tien/${secret}`;
}

/** @throws RuleError token.gone when the link cannot be used (any more) */
export async function requireFirstAdminLink(ctx: Ctx, secret: string): Promise<string> {
  const token = await findToken(ctx.app.db, 'first-admin', secret, ctx.now);
  if (token?.state !== 'valid' || (await adminExists(ctx.app.db))) throw gone();
  return token.hash;
}

/** Makes the first administrator by the one-time link. */
export async function createFirstAdmin(
  ctx: Ctx,
  args: { secret: string; fullName: string; email: string; password: string },
): Promise<{ personId: string }> {
  const hash = await requireFirstAdminLink(ctx, args.secret);
  const [fullName, email] = [checkName(args.fullName), checkEmail(args.email)];
  const issues = [
    ...fullName.issues,
    ...email.issues,
    ...checkPassword(args.password, { audience: 'staff', email: args.email, name: args.fullName }),
  ];
  if (!fullName.ok || !email.ok || issues.length > 0) throw fieldsRefused(issues);
  const passwordHash = await hashPassword(args.password);
  return act(
    ctx,
    { act: 'person.first-admin', summary: `${fullName.value} trở thành quản trị viên đầu tiên` },
    async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('first-admin'))`.execute(tx.db);
      if ((await adminExists(tx.db)) || !(await useToken(tx.db, hash, ctx.now))) throw gone();
      const person = await tx.db
        .insertInto('person')
        .values({
          full_name: fullName.value,
          folded: fold(fullName.value),
          email: email.value,
          email_confirmed_at: ctx.now,
          password_hash: passwordHash,
          created_at: ctx.now,
        })
        .onConflict((c) => c.column('email').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!person)
        throw new RuleError({
          code: 'email.taken',
          message: 'Địa chỉ này đã có tài khoản. Hãy dùng một địa chỉ khác.',
          field: 'email',
        });
      await tx.db
        .insertInto('role_grant')
        .values({
          person_id: person.id,
          role: 'admin',
          valid_from: ctx.now,
          granted_at: ctx.now,
          note: 'Quản trị viên đầu tiên',
        })
        .execute();
      tx.note({ subject: { kind: 'person', id: person.id } });
      return { personId: person.id };
    },
  );
}
