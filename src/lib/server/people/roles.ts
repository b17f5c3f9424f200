import { sql } from 'kysely';
import { isExcludedRole } from '#lib/domain/entry/exclusion.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { programmeRoles, roleLabel, roleLabels, unitRoles } from '#lib/domain/people/roles.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { GrantedRole, ProgrammeKind } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { appointmentFindings, lockExclusion } from './exclusion.ts';
import { roleGivenMail, roleTakenMail } from './mails.ts';
import { canAdminister } from './policy.ts';
import { requireUnit } from './units.ts';

const grantedRoles = (Object.keys(roleLabels) as (keyof typeof roleLabels)[]).filter(
  (role) => role !== 'author',
) as GrantedRole[];

const needsProgramme: readonly GrantedRole[] = programmeRoles.contest;

const choice = (role: GrantedRole, kind: ProgrammeKind | null) => ({
  value: kind === 'movement' ? `movement.${role}` : role,
  label: roleLabel(role, kind),
});

/** Every role as a choice, by where it holds. @see readRoleChoice */
export const roleChoices = (): { label: string; options: { value: string; label: string }[] }[] => [
  { label: 'Của đơn vị', options: unitRoles.map((role) => choice(role, null)) },
  { label: 'Trong một phong trào', options: programmeRoles.movement.map((role) => choice(role, 'movement')) },
  { label: 'Trong một cuộc thi', options: programmeRoles.contest.map((role) => choice(role, 'contest')) },
  { label: 'Toàn hệ thống', options: wholeRoles.map((role) => choice(role, null)) },
];

/** What was chosen among `roleChoices`; `kind` is null for a role that is not one of a programme. */
export function readRoleChoice(value: string): { role: GrantedRole; kind: ProgrammeKind | null } {
  const role = value.replace(/^movement\./, '') as GrantedRole;
  return { role, kind: value !== role ? 'movement' : needsProgramme.includes(role) ? 'contest' : null };
}

/** Roles that hold everywhere: a scope beside them would promise a limit that nothing keeps. */
const wholeRoles: GrantedRole[] = ['admin', 'auditor'];

export interface RoleInput {
  personId: string;
  role: GrantedRole;
  programmeId?: string | null;
  /** the kind of programme for which the role was chosen: its name says it */
  kind?: ProgrammeKind | null;
  unitId?: string | null;
  /** null: from now */
  from?: Date | null;
  /** null: open */
  to?: Date | null;
  note?: string | null;
  /** the administrator has looked at the findings that a person must judge (same name, unconfirmed invitation) */
  looked?: boolean;
}

const issue = (field: string, message: string) => new RuleError({ code: 'role.input', message, field });

function checkScope(args: RoleInput, now: Date): void {
  if (!grantedRoles.includes(args.role)) throw issue('role', 'Hãy chọn một vai trò.');
  if (needsProgramme.includes(args.role) && !args.programmeId)
    throw issue(
      'programmeId',
      `Vai trò ${roleLabel(args.role, args.kind ?? null)} phải gắn với một cuộc thi hoặc phong trào.`,
    );
  if (unitRoles.some((role) => role === args.role) && !args.unitId)
    throw issue('unitId', `${roleLabels[args.role]} phải gắn với một đơn vị.`);
  if (args.role !== 'unit-coordinator' && unitRoles.some((role) => role === args.role) && args.programmeId)
    throw issue('programmeId', `Vai trò ${roleLabels[args.role]} không gắn với một chương trình. Hãy bỏ trống ô này.`);
  if (wholeRoles.includes(args.role) && args.programmeId)
    throw issue(
      'programmeId',
      `Vai trò ${roleLabels[args.role]} có hiệu lực với mọi cuộc thi, phong trào. Hãy bỏ trống ô này.`,
    );
  if (wholeRoles.includes(args.role) && args.unitId)
    throw issue('unitId', `Vai trò ${roleLabels[args.role]} không gắn với một đơn vị. Hãy bỏ trống ô đơn vị.`);
  if (args.to && args.to <= (args.from ?? now)) throw issue('to', 'Ngày kết thúc phải sau ngày bắt đầu.');
}

const kindWords: Record<ProgrammeKind, string> = { contest: 'cuộc thi', movement: 'phong trào' };

/** A role of contests is not given in a movement, nor the other way round: nobody would find what it lets them do. */
function checkKind(args: RoleInput, kind: ProgrammeKind | null): void {
  if (kind === null) return;
  const name = roleLabel(args.role, args.kind ?? kind);
  if (args.kind && args.kind !== kind)
    throw issue(
      'programmeId',
      `${name} là vai trò trong ${kindWords[args.kind]}. Hãy chọn một ${kindWords[args.kind]}.`,
    );
  if (needsProgramme.includes(args.role) && !(programmeRoles[kind] as readonly string[]).includes(args.role))
    throw issue('programmeId', `Phong trào không có vai trò ${name}. Hãy chọn một cuộc thi.`);
}

/**
 * Gives a role with scope and term, in the caller's act.
 * @throws RuleError role.author (K26-2b) with the entry's name and the clause; role.look when a person must look first
 */
export async function grantInAct(ctx: Ctx, tx: Tx, args: RoleInput): Promise<{ id: string }> {
  checkScope(args, ctx.now);
  const person = await tx.db
    .selectFrom('person')
    .leftJoin('unit', 'unit.id', 'person.unit_id')
    .select([
      'person.id as personId',
      'person.full_name as fullName',
      'person.folded',
      'person.email',
      'person.password_hash',
      'unit.name as workplace',
    ])
    .where('person.id', '=', isUuid(args.personId) ? args.personId : null)
    .where('disabled_at', 'is', null)
    // one grant at a time for a person: the same form sent twice must not become two grants
    .forNoKeyUpdate('person')
    .executeTakeFirst();
  if (!person) throw notFound('Người này');
  const unit = args.unitId ? await requireUnit(tx.db, args.unitId, ctx.now) : null;
  // In order of id, so that two appointments cannot wait for one another.
  const programmes = await tx.db
    .selectFrom('programme')
    .select(['id', 'doc'])
    .$if(Boolean(args.programmeId), (q) => q.where('id', '=', isUuid(args.programmeId) ? args.programmeId : null))
    .orderBy('id')
    .execute();
  if (args.programmeId && programmes.length === 0) throw issue('programmeId', 'Không tìm thấy chương trình này.');
  const kind = args.programmeId ? programmes[0]!.doc.kind : null;
  checkKind(args, kind);
  const roleName = roleLabel(args.role, kind);
  // only contests have authors
  const excluding = programmes.flatMap(({ id, doc }) =>
    doc.kind === 'contest' && isExcludedRole(doc, args.role) ? [{ id, doc }] : [],
  );
  for (const programme of excluding) await lockExclusion(tx.db, programme.id);

  const findings = await appointmentFindings(tx.db, { person, role: args.role, programmes: excluding });
  const blocked = findings.filter((finding) => finding.level === 'block');
  if (blocked.length > 0)
    throw new RuleError({
      code: 'role.author',
      message: blocked.map((finding) => finding.message).join(' '),
      clause: blocked[0]!.clause,
      field: 'personId',
    });
  if (findings.length > 0 && !args.looked)
    throw new RuleError({
      code: 'role.look',
      message: findings.map((finding) => finding.message).join(' '),
      clause: findings[0]!.clause,
      field: 'looked',
      hint: 'Nếu đã kiểm tra và vẫn giao vai trò, hãy đánh dấu “Tôi đã kiểm tra” rồi gửi lại.',
    });

  const from = args.from ?? ctx.now;
  const same = await tx.db
    .selectFrom('role_grant')
    .select('id')
    .where('person_id', '=', person.personId)
    .where('role', '=', args.role)
    .where('programme_id', args.programmeId ? '=' : 'is', args.programmeId ?? null)
    .where('unit_id', args.unitId ? '=' : 'is', args.unitId ?? null)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', from)]))
    .$if(Boolean(args.to), (q) => q.where('valid_from', '<=', args.to!))
    .executeTakeFirst();
  if (same)
    throw new RuleError({
      code: 'role.same',
      message: `${person.fullName} đang có vai trò ${roleName} trong phạm vi này.`,
      field: 'role',
      status: 409,
    });

  const made = await tx.db
    .insertInto('role_grant')
    .values({
      person_id: person.personId,
      role: args.role,
      programme_id: args.programmeId ?? null,
      unit_id: unit?.id ?? null,
      valid_from: from,
      valid_to: args.to ?? null,
      note: args.note ? cleanMultiline(args.note).slice(0, 500) : null,
      granted_by: ctx.actor.id,
      granted_at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const scope = [args.programmeId ? programmes[0]!.doc.shortName : null, unit?.name].filter(Boolean).join(', ');
  tx.note({
    programmeId: args.programmeId ?? null,
    summary: `Giao vai trò ${roleName}${scope ? ` (${scope})` : ''} cho ${person.fullName}`,
    changes: {
      role: args.role,
      from,
      to: args.to ?? null,
      ...(findings.length > 0 ? { looked: findings.map((f) => f.message) } : {}),
    },
  });
  if (person.email && person.password_hash)
    await tx.send(
      roleGivenMail(
        ctx.app,
        { id: person.personId, fullName: person.fullName, email: person.email },
        roleName,
        scope,
        args.to ?? null,
      ),
    );
  return made;
}

/** Gives a person a role with scope and term. @see grantInAct */
export async function grantRole(ctx: Ctx, args: RoleInput): Promise<{ id: string }> {
  requireAllowed(canAdminister(ctx));
  const init = { act: 'role.grant', subject: { kind: 'person', id: args.personId }, summary: 'Giao vai trò' };
  return act(ctx, init, (tx) => grantInAct(ctx, tx, args));
}

/** Takes a role back; the grant stays readable with its reason. */
export async function revokeRole(ctx: Ctx, args: { grantId: string; reason: string }): Promise<void> {
  requireAllowed(canAdminister(ctx));
  const reason = cleanMultiline(args.reason);
  if (reason === '') throw issue('reason', 'Hãy nhập lý do thôi giao vai trò.');
  if (!isUuid(args.grantId)) throw notFound('Vai trò này');
  await act(ctx, { act: 'role.revoke', summary: 'Thôi giao vai trò' }, async (tx) => {
    const grant = await tx.db
      .updateTable('role_grant')
      .set({ revoked_at: ctx.now, revoked_reason: reason.slice(0, 500) })
      .where('id', '=', args.grantId)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!grant) throw notFound('Vai trò này');
    if (grant.role === 'admin') await refuseLastAdmin(ctx, tx);
    const person = await tx.db
      .selectFrom('person')
      .select(['id', 'full_name', 'email'])
      .where('id', '=', grant.person_id)
      .executeTakeFirstOrThrow();
    const { scope, kind } = await scopeText(tx, grant.programme_id, grant.unit_id);
    const roleName = roleLabel(grant.role, kind);
    tx.note({
      programmeId: grant.programme_id,
      subject: { kind: 'person', id: person.id },
      summary: `Thôi giao vai trò ${roleName}${scope ? ` (${scope})` : ''} của ${person.full_name}: ${reason}`,
      changes: { role: grant.role, grant: grant.id },
    });
    if (person.email)
      await tx.send(
        roleTakenMail({ id: person.id, fullName: person.full_name, email: person.email }, roleName, scope, reason),
      );
  });
}

/** An installation without an administrator could only be mended on the server. */
export async function refuseLastAdmin(ctx: Ctx, tx: Tx): Promise<void> {
  // Two administrators who take the role from one another at the same moment: the second one sees what the first did.
  await sql`select pg_advisory_xact_lock(hashtext('role.admin'))`.execute(tx.db);
  const left = await tx.db
    .selectFrom('role_grant')
    .innerJoin('person', 'person.id', 'role_grant.person_id')
    .select('role_grant.id')
    .where('role', '=', 'admin')
    .where('revoked_at', 'is', null)
    .where('person.disabled_at', 'is', null)
    .where('valid_from', '<=', ctx.now)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', ctx.now)]))
    .executeTakeFirst();
  if (!left)
    throw new RuleError({
      code: 'role.last-admin',
      message: 'Đây là quản trị viên cuối cùng. Hãy giao vai trò quản trị cho người khác trước.',
      status: 409,
    });
}

async function scopeText(
  tx: Tx,
  programmeId: string | null,
  unitId: string | null,
): Promise<{ scope: string; kind: ProgrammeKind | null }> {
  const [programme, unit] = await Promise.all([
    programmeId ? tx.db.selectFrom('programme').select('doc').where('id', '=', programmeId).executeTakeFirst() : null,
    unitId ? tx.db.selectFrom('unit').select('name').where('id', '=', unitId).executeTakeFirst() : null,
  ]);
  return {
    scope: [programme?.doc.shortName, unit?.name].filter(Boolean).join(', '),
    kind: programme?.doc.kind ?? null,
  };
}

/** "từ 01/03/2026 đến 31/08/2026", "từ 01/03/2026" */
export const termText = (from: Date, to: Date | null): string =>
  `từ ${formatDate(from)}${to ? ` đến ${formatDate(to)}` : ''}`;
