import { sql } from 'kysely';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean, cleanMultiline, fold, maskEmail } from '#lib/domain/kernel/text.ts';
import { checkEmail } from '#lib/domain/people/person.ts';
import { roleLabel } from '#lib/domain/people/roles.ts';
import { act } from '../platform/act.ts';
import { endAllSessions } from '../platform/auth/sessions.ts';
import { accountLinks, voidTokens } from '../platform/auth/tokens.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { canAdminister } from './policy.ts';
import { changedColumns, checkProfile, type ProfileInput, personFacts } from './profile.ts';
import { fieldsRefused, sendConfirmation } from './register.ts';
import { readRoleChoice, refuseLastAdmin } from './roles.ts';
import { requireUnit } from './units.ts';

export interface PeopleFilter {
  q?: string;
  unitId?: string;
  role?: string;
  programmeId?: string;
  page?: number;
}

export const peoplePageSize = 50;

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** People by name, address or telephone; one query for the page, one for the roles of all its rows. */
export async function listPeople(ctx: Ctx, filter: PeopleFilter) {
  requireAllowed(canAdminister(ctx));
  const { db } = ctx.app;
  const page = Math.max(1, filter.page ?? 1);
  const q = clean(filter.q ?? '').slice(0, 100);
  let query = db
    .selectFrom('person')
    .leftJoin('unit', 'unit.id', 'person.unit_id')
    .select([
      'person.id',
      'person.full_name as fullName',
      'person.email',
      'person.phone',
      'person.email_confirmed_at as emailConfirmedAt',
      'person.disabled_at as disabledAt',
      'person.last_login_at as lastLoginAt',
      'unit.name as unitName',
      sql<number>`count(*) over ()`.as('total'),
    ]);
  if (q !== '')
    query = query.where((eb) =>
      eb.or([
        eb('person.folded', 'like', like(fold(q))),
        eb('person.email', 'like', like(q.toLowerCase())),
        ...(/\d{3}/.test(q) ? [eb('person.phone', 'like', like(q.replace(/\D/g, '')))] : []),
      ]),
    );
  if (isUuid(filter.unitId)) query = query.where('person.unit_id', '=', filter.unitId);
  if (filter.role || filter.programmeId)
    query = query.where(({ exists, selectFrom }) => {
      let held = selectFrom('role_grant')
        .select('role_grant.id')
        .whereRef('role_grant.person_id', '=', 'person.id')
        .where('revoked_at', 'is', null);
      if (filter.role) held = held.where(ofRole(filter.role));
      if (isUuid(filter.programmeId)) held = held.where('role_grant.programme_id', '=', filter.programmeId);
      return exists(held);
    });
  const rows = await query
    .orderBy(sql`person.full_name collate "vi-x-icu"`)
    .orderBy('person.id')
    .limit(peoplePageSize)
    .offset((page - 1) * peoplePageSize)
    .execute();
  const grants = await grantsOf(
    ctx,
    rows.map((row) => row.id),
  );
  return {
    total: rows[0]?.total ?? 0,
    page,
    people: rows.map(({ total: _, ...row }) => ({
      ...row,
      grants: grants.filter((g) => g.personId === row.id && g.current),
    })),
  };
}

const termState = (now: Date, grant: { valid_from: Date; valid_to: Date | null; revoked_at: Date | null }) =>
  grant.revoked_at === null && (grant.valid_to === null || grant.valid_to >= now);

/** All grants of some people, newest first; `current`: in force or still to come. */
export async function grantsOf(ctx: Ctx, personIds: string[]) {
  if (personIds.length === 0) return [];
  const rows = await ctx.app.db
    .selectFrom('role_grant')
    .leftJoin('programme', 'programme.id', 'role_grant.programme_id')
    .leftJoin('unit', 'unit.id', 'role_grant.unit_id')
    .leftJoin('person as giver', 'giver.id', 'role_grant.granted_by')
    .select([
      'role_grant.id',
      'role_grant.person_id as personId',
      'role_grant.role',
      'role_grant.valid_from',
      'role_grant.valid_to',
      'role_grant.note',
      'role_grant.revoked_at',
      'role_grant.revoked_reason as revokedReason',
      'giver.full_name as givenBy',
      'unit.name as unitName',
      sql<string | null>`programme.doc->>'shortName'`.as('programmeName'),
      'programme.kind as programmeKind',
    ])
    .where('role_grant.person_id', 'in', personIds)
    .orderBy('role_grant.granted_at', 'desc')
    .execute();
  return rows.map((g) => ({
    id: g.id,
    personId: g.personId,
    role: g.role,
    label: roleLabel(g.role, g.programmeKind),
    scope: [g.programmeName, g.unitName].filter(Boolean).join(', '),
    validFrom: g.valid_from,
    validTo: g.valid_to,
    note: g.note,
    givenBy: g.givenBy,
    revokedAt: g.revoked_at,
    revokedReason: g.revokedReason,
    current: termState(ctx.now, g),
  }));
}

/** Everything an administrator sees about one person. */
export async function personDetail(ctx: Ctx, personId: string) {
  requireAllowed(canAdminister(ctx));
  if (!isUuid(personId)) throw notFound('Người này');
  const person = await personFacts(ctx.app.db)
    .select([
      'person.disabled_at as disabledAt',
      'person.last_login_at as lastLoginAt',
      sql<boolean>`person.password_hash is not null`.as('hasPassword'),
    ])
    .where('person.id', '=', personId)
    .executeTakeFirst();
  if (!person) throw notFound('Người này');
  const [grants, entries] = await Promise.all([
    grantsOf(ctx, [personId]),
    ctx.app.db
      .selectFrom('entry_author')
      .innerJoin('entry', 'entry.id', 'entry_author.entry_id')
      .select(['entry.code', 'entry.title', 'entry.state'])
      .where('entry_author.person_id', '=', personId)
      .orderBy('entry.created_at', 'desc')
      .execute(),
  ]);
  return { person, grants, entries };
}

/** An administrator mends somebody's details; a new address must be confirmed by its owner. */
export async function updatePerson(ctx: Ctx, args: ProfileInput & { personId: string; email?: string }): Promise<void> {
  requireAllowed(canAdminister(ctx));
  if (!isUuid(args.personId)) throw notFound('Người này');
  const typed = clean(args.email ?? '');
  const email = typed ? checkEmail(typed) : null;
  if (email && !email.ok) throw fieldsRefused(email.issues);
  const after = checkProfile(args, ctx.now);
  const init = {
    act: 'person.admin-update',
    subject: { kind: 'person', id: args.personId },
    summary: 'Sửa thông tin của một người',
  };
  await act(ctx, init, async (tx) => {
    const before = await tx.db
      .selectFrom('person')
      .select(['full_name', 'folded', 'phone', 'birth_year', 'position', 'unit_id', 'email'])
      .where('id', '=', args.personId)
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw notFound('Người này');
    if (after.unit_id && after.unit_id !== before.unit_id) await requireUnit(tx.db, after.unit_id, ctx.now);
    if (before.email && !email)
      throw new RuleError({
        code: 'email.needed',
        message: 'Không bỏ trống thư điện tử của người đã có tài khoản.',
        field: 'email',
      });
    const moved = email !== null && email.value !== before.email;
    if (moved) {
      const taken = await tx.db.selectFrom('person').select('id').where('email', '=', email.value).executeTakeFirst();
      if (taken)
        throw new RuleError({
          code: 'email.taken',
          message: 'Địa chỉ này đã thuộc về một tài khoản khác.',
          field: 'email',
        });
      await tx.db
        .updateTable('person')
        .set({ email: email.value, email_confirmed_at: null })
        .where('id', '=', args.personId)
        .execute();
      await endAllSessions(tx.db, args.personId);
      await voidTokens(tx.db, args.personId, accountLinks, ctx.now);
      await sendConfirmation(ctx, tx, { id: args.personId, fullName: after.full_name, email: email.value });
    }
    await tx.db.updateTable('person').set(after).where('id', '=', args.personId).execute();
    tx.note({
      summary: `Sửa thông tin của ${before.full_name}`,
      changes: { columns: changedColumns(before, after), ...(moved ? { email: maskEmail(email.value) } : {}) },
    });
  });
}

/** Closes an account (its sessions end) or opens it again. Nothing is deleted. */
export async function setPersonDisabled(
  ctx: Ctx,
  args: { personId: string; disabled: boolean; reason: string },
): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const reason = cleanMultiline(args.reason);
  if (args.disabled && reason === '')
    throw new RuleError({ code: 'reason', message: 'Hãy nhập lý do khóa tài khoản.', field: 'reason' });
  if (!isUuid(args.personId)) throw notFound('Người này');
  const name = args.disabled ? 'person.disable' : 'person.enable';
  await act(
    ctx,
    { act: name, subject: { kind: 'person', id: args.personId }, summary: 'Khóa hoặc mở tài khoản' },
    async (tx) => {
      const person = await tx.db
        .updateTable('person')
        .set({ disabled_at: args.disabled ? ctx.now : null })
        .where('id', '=', args.personId)
        .returning('full_name')
        .executeTakeFirst();
      if (!person) throw notFound('Người này');
      if (args.disabled) {
        await endAllSessions(tx.db, args.personId);
        await refuseLastAdmin(ctx, tx);
      }
      tx.note({
        summary: `${args.disabled ? 'Khóa' : 'Mở lại'} tài khoản của ${person.full_name}${reason ? `: ${reason}` : ''}`,
      });
    },
  );
}

/** Grants of a role as `roleChoices` offers it: the same role has its own name in movements. */
function ofRole(choice: string) {
  const { role, kind } = readRoleChoice(choice);
  return kind === null
    ? sql<boolean>`role_grant.role = ${role}`
    : sql<boolean>`role_grant.role = ${role}
        and role_grant.programme_id in (select id from programme where kind = ${kind})`;
}

/** Contests and movements as choices for a scope. */
export async function programmeChoices(
  ctx: Ctx,
): Promise<{ label: string; options: { value: string; label: string }[] }[]> {
  const rows = await ctx.app.db
    .selectFrom('programme')
    .select(['id as value', 'kind', sql<string>`doc->>'shortName'`.as('label')])
    .orderBy('created_at', 'desc')
    .execute();
  const of = (kind: 'contest' | 'movement') =>
    rows.filter((row) => row.kind === kind).map(({ value, label }) => ({ value, label }));
  return [
    { label: 'Phong trào', options: of('movement') },
    { label: 'Cuộc thi', options: of('contest') },
  ].filter((group) => group.options.length > 0);
}

/** Grants of all people for the page of roles: in force or to come, by programme and role. */
export async function listGrants(ctx: Ctx, filter: { role?: string; programmeId?: string; past?: boolean }) {
  requireAllowed(canAdminister(ctx));
  let query = ctx.app.db
    .selectFrom('role_grant')
    .innerJoin('person', 'person.id', 'role_grant.person_id')
    .leftJoin('programme', 'programme.id', 'role_grant.programme_id')
    .leftJoin('unit', 'unit.id', 'role_grant.unit_id')
    .select([
      'role_grant.id',
      'role_grant.role',
      'role_grant.valid_from',
      'role_grant.valid_to',
      'role_grant.revoked_at',
      'role_grant.revoked_reason as revokedReason',
      'person.id as personId',
      'person.full_name as fullName',
      'person.email',
      'unit.name as unitName',
      sql<string | null>`programme.doc->>'shortName'`.as('programmeName'),
      'programme.kind as programmeKind',
    ]);
  if (filter.role) query = query.where(ofRole(filter.role));
  if (isUuid(filter.programmeId)) query = query.where('role_grant.programme_id', '=', filter.programmeId);
  if (!filter.past)
    query = query
      .where('role_grant.revoked_at', 'is', null)
      .where((eb) => eb.or([eb('role_grant.valid_to', 'is', null), eb('role_grant.valid_to', '>=', ctx.now)]));
  const rows = await query
    .orderBy(
      sql`programme.created_at desc nulls first, role_grant.role, person.full_name collate "vi-x-icu", role_grant.id`,
    )
    .limit(1000)
    .execute();
  return rows.map((g) => ({
    id: g.id,
    personId: g.personId,
    fullName: g.fullName,
    email: g.email,
    role: g.role,
    label: roleLabel(g.role, g.programmeKind),
    scope: [g.programmeName, g.unitName].filter(Boolean).join(', '),
    validFrom: g.valid_from,
    validTo: g.valid_to,
    revokedAt: g.revoked_at,
    revokedReason: g.revokedReason,
    current: termState(ctx.now, g),
  }));
}

/** What the first page of administration counts. */
export async function adminCounts(ctx: Ctx) {
  requireAllowed(canAdminister(ctx));
  const { rows } = await sql<{
    people: number;
    units: number;
    grants: number;
    held: number;
    failed: number;
    initiatives: number;
    programmes: number;
  }>`select
      (select count(*) from person where disabled_at is null) as people,
      (select count(*) from unit where valid_to is null or valid_to >= ${ctx.now}::date) as units,
      (select count(*) from role_grant where revoked_at is null and (valid_to is null or valid_to >= ${ctx.now})) as grants,
      (select count(*) from message where state = 'held') as held,
      (select count(*) from message where state = 'failed') as failed,
      (select count(*) from initiative) as initiatives,
      (select count(*) from programme) as programmes`.execute(ctx.app.db);
  return rows[0]!;
}
