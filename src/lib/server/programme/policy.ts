import type { Ctx } from '../platform/ctx.ts';
import { allow, type Decision, deny, hasRole, hide, isSignedIn, type StoredRole } from '../platform/policy.ts';
import type { AnyProgramme } from './queries.ts';

/** Roles that work on a programme and therefore see its inner pages. */
export const staffRoles: StoredRole[] = ['secretary', 'support', 'organiser', 'jury-chair', 'admin', 'auditor'];

export type ProgrammeAct =
  /** see the inner pages of one programme */
  | 'programme.open'
  /** see drafts, every version and every part */
  | 'programme.view'
  /** create, change, publish, close */
  | 'programme.edit'
  /** news, plan documents, public lists of committees */
  | 'programme.content'
  /** see who holds which role */
  | 'programme.people';

const holders: Record<ProgrammeAct, StoredRole[]> = {
  'programme.open': staffRoles,
  'programme.view': ['admin', 'auditor', 'organiser', 'secretary'],
  'programme.edit': ['admin'],
  'programme.content': ['admin', 'secretary'],
  'programme.people': ['admin', 'auditor', 'organiser', 'secretary', 'jury-chair'],
};

const refusals: Partial<Record<ProgrammeAct, string>> = {
  'programme.edit': 'Chỉ quản trị viên được sửa chương trình.',
  'programme.content':
    'Chỉ Tổ Thư ký của chương trình và quản trị viên được sửa tin tức, văn bản và danh sách các ban.',
};

/**
 * Who may do what with a programme. People who cannot even open it are told that it does not exist; people who can are told
 * who may do it.
 */
export function canProgramme(ctx: Ctx, act: ProgrammeAct, programmeId?: string): Decision {
  const { actor, now } = ctx;
  if (!isSignedIn(actor) && actor.kind !== 'system') return hide;
  const scope = programmeId === undefined ? {} : { programmeId };
  if (hasRole(actor, now, holders[act], scope)) return allow;
  const reason = refusals[act];
  return reason && hasRole(actor, now, staffRoles, scope) ? deny('programme.not-yours', reason) : hide;
}

/**
 * Like `canProgramme`, and the head of a unit runs the unit's own movement: whoever coordinates it may do what an administrator may
 * (Điều 18 Luật Thi đua, khen thưởng 2022: heads launch movements within their unit).
 */
export async function mayProgramme(ctx: Ctx, act: ProgrammeAct, programme: AnyProgramme): Promise<Decision> {
  const decision = canProgramme(ctx, act, programme.id);
  return !decision.allow && act !== 'programme.people' && (await runsOwnMovement(ctx, programme)) ? allow : decision;
}

async function runsOwnMovement(ctx: Ctx, { id, doc }: AnyProgramme): Promise<boolean> {
  const { actor, now } = ctx;
  if (
    doc.kind !== 'movement' ||
    doc.level !== 'agency' ||
    !hasRole(actor, now, 'unit-coordinator', { programmeId: id })
  )
    return false;
  const unit = await ctx.app.db
    .selectFrom('unit')
    .select('id')
    .where('code', '=', doc.organiserUnit)
    .executeTakeFirst();
  return unit !== undefined && coordinates(ctx, unit.id, id);
}

/** The actor coordinates this very unit now; a grant that names no unit is not one for every unit. */
const coordinates = ({ actor, now }: Ctx, unitId: string, programmeId?: string): boolean =>
  actor.grants.some(
    (grant) =>
      grant.role === 'unit-coordinator' &&
      grant.unitId === unitId &&
      hasRole({ ...actor, grants: [grant] }, now, grant.role, programmeId === undefined ? {} : { programmeId }),
  );

/** Ids of the programmes in which the actor holds one of the roles now; null when a role holds in all of them. */
export function programmesOfActor(ctx: Ctx, roles: StoredRole[] = staffRoles): string[] | null {
  const grants = ctx.actor.grants.filter(
    (g) => roles.includes(g.role) && g.validFrom <= ctx.now && (g.validTo === null || ctx.now <= g.validTo),
  );
  if (ctx.actor.kind === 'system' || grants.some((g) => g.programmeId === null)) return null;
  return [...new Set(grants.flatMap((g) => (g.programmeId ? [g.programmeId] : [])))];
}
