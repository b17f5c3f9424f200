import type { Ctx } from '../platform/ctx.ts';
import { allow, type Decision, deny, hasRole, hide, isSignedIn, type StoredRole } from '../platform/policy.ts';
import type { AnyProgramme } from './queries.ts';

/** Roles that work on a programme and therefore see its inner pages. */
export const staffRoles: StoredRole[] = ['secretary', 'support', 'organiser', 'jury-chair', 'admin', 'auditor'];

/**
 * The policy of a noun over the roles of a programme: who holds one of an act's roles may, other staff is told who may, for everyone else it
 * does not exist.
 * @param what.aside roles beside the staff that are told, too
 */
export const staffPolicy =
  <Act extends string>(what: {
    code: string;
    holders: Record<Act, StoredRole[]>;
    refusals: Record<Act, string>;
    aside?: StoredRole[];
  }) =>
  (ctx: Ctx, act: Act, programmeId?: string): Decision => {
    const { actor, now } = ctx;
    if (!isSignedIn(actor) && actor.kind !== 'system') return hide;
    const scope = programmeId === undefined ? {} : { programmeId };
    if (hasRole(actor, now, what.holders[act], scope)) return allow;
    const staff = [...staffRoles, ...(what.aside ?? [])];
    return hasRole(actor, now, staff, scope) ? deny(what.code, what.refusals[act]) : hide;
  };

export type ProgrammeAct =
  /** see the inner pages of one programme */
  | 'programme.open'
  /** see drafts, every version and every part */
  | 'programme.view'
  /** create, change, publish, close */
  | 'programme.edit'
  /** news, plan documents, public lists of committees */
  | 'programme.content'
  /** write and publish news */
  | 'programme.news'
  /** see who holds which role */
  | 'programme.people';

const holders: Record<ProgrammeAct, StoredRole[]> = {
  'programme.open': staffRoles,
  'programme.view': ['admin', 'auditor', 'organiser', 'secretary'],
  'programme.edit': ['admin'],
  'programme.content': ['admin', 'secretary'],
  'programme.news': ['admin', 'secretary'],
  'programme.people': ['admin', 'auditor', 'organiser', 'secretary', 'jury-chair'],
};

const refusals: Partial<Record<ProgrammeAct, string>> = {
  'programme.edit': 'Chỉ quản trị viên được sửa chương trình.',
  'programme.content':
    'Chỉ những người theo dõi, thư ký của chương trình và quản trị viên được sửa văn bản, danh sách các ban.',
  'programme.news':
    'Chỉ những người theo dõi, thư ký của chương trình, đơn vị đăng tải và quản trị viên được viết tin.',
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
 * Like `canProgramme`, and some units act for a movement through whoever coordinates them: the head of a unit runs the unit's own
 * movement (Điều 18 Luật Thi đua, khen thưởng 2022: heads launch movements within their unit), its standing unit does the daily
 * work, and the unit that is charged with it publishes the news (V26-7).
 */
export async function mayProgramme(ctx: Ctx, act: ProgrammeAct, programme: AnyProgramme): Promise<Decision> {
  const decision = canProgramme(ctx, act, programme.id);
  if (decision.allow || !hasRole(ctx.actor, ctx.now, 'unit-coordinator', { programmeId: programme.id }))
    return decision;
  const codes = unitsThatMay(act, programme.doc);
  if (codes.length === 0) return decision;
  const units = await ctx.app.db.selectFrom('unit').select('id').where('code', 'in', codes).execute();
  return units.some((unit) => coordinates(ctx, unit.id, programme.id)) ? allow : decision;
}

/** What the standing unit of a unit's own movement does beside its organiser. */
const dailyActs: ProgrammeAct[] = ['programme.open', 'programme.view', 'programme.content', 'programme.news'];

/** Codes of the units whose coordinators may do this. */
function unitsThatMay(act: ProgrammeAct, doc: AnyProgramme['doc']): string[] {
  if (doc.kind !== 'movement' || act === 'programme.people') return [];
  return [
    ...(doc.level === 'agency' ? [doc.organiserUnit] : []),
    ...(doc.level === 'agency' && dailyActs.includes(act) ? [doc.standingUnit] : []),
    ...(act === 'programme.news' && doc.publisherUnit ? [doc.publisherUnit] : []),
  ];
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
