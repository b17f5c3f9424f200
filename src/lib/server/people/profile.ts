import type { Kysely } from 'kysely';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { fold, maskEmail } from '#lib/domain/kernel/text.ts';
import { checkBirthYear, checkEmail, checkName, checkPhone, checkShortText } from '#lib/domain/people/person.ts';
import { act } from '../platform/act.ts';
import { hashSecret } from '../platform/auth/tokens.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { isSignedIn } from '../platform/policy.ts';
import { takeAttempt } from './limits.ts';
import { emailChangedMail } from './mails.ts';
import { requireCurrentPassword } from './passwords.ts';
import { fieldsRefused, sendConfirmation } from './register.ts';
import { requireUnit } from './units.ts';

export interface ProfileInput {
  fullName: string;
  phone?: string;
  birthYear?: string;
  position?: string;
  unitId?: string | null;
}

/** Checks what the profile form sends, all fields at once. */
export function checkProfile(input: ProfileInput, now: Date) {
  const [fullName, phone, birthYear, position] = [
    checkName(input.fullName),
    checkPhone(input.phone ?? ''),
    checkBirthYear(input.birthYear ?? '', now),
    checkShortText(input.position ?? '', 'position', 'Chức vụ, nghề nghiệp'),
  ];
  if (!fullName.ok || !phone.ok || !birthYear.ok || !position.ok)
    throw fieldsRefused([fullName, phone, birthYear, position].flatMap((c) => c.issues));
  return {
    full_name: fullName.value,
    folded: fold(fullName.value),
    phone: phone.value,
    birth_year: birthYear.value,
    position: position.value,
    unit_id: input.unitId || null,
  };
}

/** Which columns differ, for the audit event: names only, because the values are personal data. */
export const changedColumns = <T extends object>(before: T, after: Partial<T>): string[] =>
  (Object.keys(after) as (keyof T & string)[]).filter((key) => key !== 'folded' && before[key] !== after[key]);

/** What a person's own page and the administrator's page both show; callers add whose. */
export const personFacts = (db: Kysely<DB>) =>
  db
    .selectFrom('person')
    .leftJoin('unit', 'unit.id', 'person.unit_id')
    .select([
      'person.id',
      'person.full_name as fullName',
      'person.email',
      'person.email_confirmed_at as emailConfirmedAt',
      'person.phone',
      'person.birth_year as birthYear',
      'person.position',
      'person.unit_id as unitId',
      'unit.name as unitName',
      'person.created_at as createdAt',
    ]);

export async function myProfile(ctx: Ctx) {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound();
  return personFacts(ctx.app.db).where('person.id', '=', actor.id).executeTakeFirstOrThrow();
}

/** Changes one's own name, telephone, year of birth, position and unit. */
export async function updateProfile(ctx: Ctx, args: ProfileInput): Promise<void> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound();
  const after = checkProfile(args, ctx.now);
  if (after.unit_id && after.unit_id !== actor.unitId) await requireUnit(ctx.app.db, after.unit_id, ctx.now);
  const init = {
    act: 'person.update',
    subject: { kind: 'person', id: actor.id },
    summary: `${actor.name} sửa thông tin cá nhân`,
  };
  await act(ctx, init, async (tx) => {
    const before = await tx.db
      .selectFrom('person')
      .select(['full_name', 'folded', 'phone', 'birth_year', 'position', 'unit_id'])
      .where('id', '=', actor.id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    await tx.db.updateTable('person').set(after).where('id', '=', actor.id).execute();
    tx.note({ changes: { columns: changedColumns(before, after) } });
  });
}

/** Asks to move the account to another address: it moves when the link sent there is confirmed. */
export async function changeEmail(ctx: Ctx, args: { email: string; currentPassword: string }): Promise<void> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound();
  const email = checkEmail(args.email);
  if (!email.ok) throw fieldsRefused(email.issues);
  if (email.value === actor.email)
    throw new RuleError({ code: 'email.same', message: 'Đây đang là địa chỉ của tài khoản.', field: 'email' });
  await requireCurrentPassword(ctx, actor.id, args.currentPassword);
  await takeAttempt(ctx.app.db, `confirm:${actor.id}`, {
    points: 5,
    windowMinutes: 60,
    what: 'Đã gửi thư xác nhận nhiều lần',
  });
  const init = {
    act: 'person.change-email',
    subject: { kind: 'person', id: actor.id },
    summary: `${actor.name} yêu cầu đổi thư điện tử`,
    changes: { to: maskEmail(email.value) },
  };
  await act(ctx, init, async (tx) => {
    await sendConfirmation(ctx, tx, { id: actor.id, fullName: actor.name, email: email.value });
    if (actor.email)
      await tx.send(
        emailChangedMail({ id: actor.id, fullName: actor.name, email: actor.email }, maskEmail(email.value)),
      );
  });
}

export interface SessionRow {
  /** stable within a page, tells nothing about the secret */
  id: string;
  createdAt: Date;
  seenAt: Date;
  ip: string | null;
  /** 'Chrome trên Android', as far as the browser says */
  device: string;
  current: boolean;
}

// In this order: browsers and systems name their forebears, too.
const browsers = [
  ['Edg', 'Edge'],
  ['coc_coc', 'Cốc Cốc'],
  ['Firefox', 'Firefox'],
  ['Zalo', 'Zalo'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
];
const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
];

/** What people call the browser and the machine behind a User-Agent text. */
function deviceOf(userAgent: string | null): string {
  const named = (list: string[][]) => list.find(([mark]) => userAgent?.includes(mark!))?.[1];
  const [browser, system] = [named(browsers), named(systems)];
  if (!browser && !system) return 'Thiết bị không rõ';
  return [browser ?? 'Trình duyệt', system].filter(Boolean).join(' trên ');
}

/** The sessions of the signed-in person, newest first. */
export async function mySessions(ctx: Ctx, session: string | null): Promise<SessionRow[]> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound();
  const rows = await ctx.app.db
    .selectFrom('session')
    .selectAll()
    .where('person_id', '=', actor.id)
    .where('expires_at', '>', new Date())
    .orderBy('seen_at', 'desc')
    .execute();
  const own = session ? hashSecret(session) : null;
  return rows.map((row) => ({
    id: row.token_hash.slice(0, 12),
    createdAt: row.created_at,
    seenAt: row.seen_at,
    ip: row.ip,
    device: deviceOf(row.user_agent),
    current: row.token_hash === own,
  }));
}

/** Ends all sessions of the signed-in person except this one. @returns how many ended */
export async function endOtherSessions(ctx: Ctx, args: { session: string | null }): Promise<number> {
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound();
  const init = {
    act: 'session.end-others',
    subject: { kind: 'person', id: actor.id },
    summary: `${actor.name} kết thúc các phiên khác`,
  };
  return act(ctx, init, async (tx) => {
    const ended = await tx.db
      .deleteFrom('session')
      .where('person_id', '=', actor.id)
      .where('token_hash', '!=', args.session ? hashSecret(args.session) : '')
      .executeTakeFirst();
    return Number(ended.numDeletedRows);
  });
}
