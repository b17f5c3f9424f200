import type { AwardCall, PathStep } from '#lib/domain/award/types.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { officesOf } from '../catalogue/queries.ts';
import { type UnitOnDay, unitsBeneath, unitsOn } from '../movement/units.ts';
import type { Ctx } from '../platform/ctx.ts';
import { allow, type Decision, deny, hasRole, hide, type StoredRole } from '../platform/policy.ts';

/**
 * What one actor may see and do in commendation, worked out once a request. People work for units: a coordinator nominates, an award
 * officer nominates, compiles, appraises, prepares decisions and keeps the register, a leader decides. All decisions of the rooms of
 * commendation come from here.
 */
export interface AwardScope {
  /** reads everything: auditors and administrators */
  all: boolean;
  /** changes catalogues and councils for others */
  administers: boolean;
  /** units for which the actor holds a role, by role; and their codes */
  coordinates: Set<string>;
  officerOf: Set<string>;
  leaderOf: Set<string>;
  officerCodes: Set<string>;
  leaderCodes: Set<string>;
  /** the actor's units and everything beneath them */
  subtree: Set<string>;
  /** keeps the register of the province and sees all of it */
  registrar: boolean;
  /** enters discipline, inspection, complaints; codes of the offices that do */
  watches: boolean;
  watcherCodes: Set<string>;
  /** councils in which the actor sits today */
  councils: Set<string>;
  /** dossiers about which the opinion of one of the actor's units is asked */
  asked: Set<string>;
  /** every unit that exists today */
  units: Map<string, UnitOnDay>;
}

export interface StoredCall {
  id: string;
  slug: string;
  code: string;
  programmeId: string | null;
  state: 'draft' | 'open' | 'closed' | 'cancelled';
  version: number;
  openedAt: Date | null;
  closedAt: Date | null;
  doc: AwardCall;
}

export async function awardScope(ctx: Ctx): Promise<AwardScope> {
  const { actor, now } = ctx;
  const { db } = ctx.app;
  const today = isoDateLocal(now);
  const [units, offices, seats] = await Promise.all([
    unitsOn(db, today),
    officesOf(db),
    actor.id === null
      ? []
      : db
          .selectFrom('council_member as m')
          .innerJoin('council as c', 'c.id', 'm.council_id')
          .select('m.council_id')
          .where('m.person_id', '=', actor.id)
          .where('m.valid_from', '<=', today)
          .where((eb) => eb.or([eb('m.valid_to', 'is', null), eb('m.valid_to', '>=', today)]))
          .where((eb) => eb.or([eb('c.valid_to', 'is', null), eb('c.valid_to', '>=', today)]))
          .execute(),
  ]);
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const unitsWith = (role: StoredRole) =>
    new Set(
      actor.grants.flatMap((grant) =>
        grant.role === role && grant.unitId && hasRole(actor, now, role, { unitId: grant.unitId })
          ? [grant.unitId]
          : [],
      ),
    );
  const codes = (ids: Set<string>) => new Set([...ids].flatMap((id) => byId.get(id)?.code ?? []));
  const coordinates = unitsWith('unit-coordinator');
  const officerOf = unitsWith('award-officer');
  const leaderOf = unitsWith('leader');
  const officerCodes = codes(officerOf);
  const mine = new Set([...coordinates, ...officerOf, ...leaderOf]);
  const asked =
    mine.size === 0
      ? []
      : await db
          .selectFrom('award_opinion_line as l')
          .innerJoin('award_opinion as o', 'o.id', 'l.opinion_id')
          .select('l.dossier_id')
          .where('o.unit_id', 'in', [...mine])
          .where('o.cancelled_at', 'is', null)
          .execute();
  return {
    all: hasRole(actor, now, ['auditor', 'admin']),
    administers: hasRole(actor, now, 'admin'),
    coordinates,
    officerOf,
    leaderOf,
    officerCodes,
    leaderCodes: codes(leaderOf),
    subtree: new Set([...mine].flatMap((id) => (byId.has(id) ? [...unitsBeneath(units, id)] : [id]))),
    registrar: officerCodes.has(offices.registrar),
    watches: offices.watchers.some((code) => officerCodes.has(code)),
    watcherCodes: new Set(offices.watchers),
    councils: new Set(seats.map((seat) => seat.council_id)),
    asked: new Set(asked.map((row) => row.dossier_id)),
    units: byId,
  };
}

/** Whether commendation is the actor's business at all: a role for a unit, a seat in a council, or oversight. */
export const hasAwardWork = (scope: AwardScope): boolean =>
  scope.all ||
  scope.coordinates.size > 0 ||
  scope.officerOf.size > 0 ||
  scope.leaderOf.size > 0 ||
  scope.councils.size > 0;

const works = (scope: AwardScope, code: string): boolean => scope.officerCodes.has(code) || scope.leaderCodes.has(code);

/** Runs the call: writes it, opens and closes it, makes the summary list. */
export const managesCall = (scope: AwardScope, { doc }: Pick<StoredCall, 'doc'>): boolean =>
  scope.officerCodes.has(doc.standingUnit);

/**
 * The rooms of a call: its standing unit, those who act on its path, whose commendation it is, overseers. Units that only nominate have
 * rooms of their own, and so have council members.
 */
export function mayOpenCall(scope: AwardScope, { doc }: Pick<StoredCall, 'doc'>): Decision {
  if (scope.all || works(scope, doc.standingUnit) || works(scope, doc.authority.unit)) return allow;
  return doc.path.some((step) => works(scope, step.unit)) ? allow : hide;
}

/** Change the call itself. */
export const mayManageCall = (scope: AwardScope, call: Pick<StoredCall, 'doc'>): Decision =>
  managesCall(scope, call)
    ? allow
    : mayOpenCall(scope, call).allow
      ? deny(
          'award.not-standing',
          'Chỉ cán bộ thi đua, khen thưởng của cơ quan thường trực đợt xét khen làm được việc này.',
        )
      : hide;

/** Make a new call: an award officer, for the own unit or one beneath it. */
export const mayMakeCall = (scope: AwardScope): Decision =>
  scope.officerOf.size > 0
    ? allow
    : scope.all
      ? deny('award.not-officer', 'Chỉ cán bộ thi đua, khen thưởng của đơn vị mở được đợt xét khen.')
      : hide;

/** See what a unit has in its nominations: the unit, those above it, overseers. */
export const maySeeNominator = (scope: AwardScope, unitId: string): Decision =>
  scope.all || scope.subtree.has(unitId) ? allow : hide;

/** Write and hand in for a unit: its coordinator or its award officer. */
export const mayNominate = (scope: AwardScope, unitId: string): Decision =>
  scope.coordinates.has(unitId) || scope.officerOf.has(unitId)
    ? allow
    : maySeeNominator(scope, unitId).allow
      ? deny(
          'award.not-your-unit',
          'Bạn chỉ đề nghị khen thưởng được cho đơn vị mà bạn là đầu mối hoặc cán bộ thi đua, khen thưởng.',
        )
      : hide;

/**
 * Read a dossier in the rooms of the call. Drafts and what was returned to the unit are the unit's own business. An office that is asked for
 * its opinion reads what it is asked about.
 */
export function maySeeDossier(
  scope: AwardScope,
  call: Pick<StoredCall, 'doc'>,
  dossier: { id?: string; unitId: string; state: string; receivedAt: Date | null },
): Decision {
  if (maySeeNominator(scope, dossier.unitId).allow) return allow;
  if (dossier.id !== undefined && scope.asked.has(dossier.id)) return allow;
  return dossier.receivedAt !== null ? mayOpenCall(scope, call) : hide;
}

/**
 * Work on dossiers that stand at a step: the award officers of the unit that acts there. A decision, and what goes to those above, is also
 * prepared by the standing unit of the call: a leader has no office of its own in it.
 */
export const mayWorkAt = (scope: AwardScope, call: Pick<StoredCall, 'doc'>, step: PathStep): Decision =>
  scope.officerCodes.has(step.unit) ||
  ((step.kind === 'decision' || step.kind === 'forwarding') && managesCall(scope, call))
    ? allow
    : mayOpenCall(scope, call).allow
      ? deny(
          'award.not-your-step',
          `Bước “${step.name}” là việc của cơ quan khác. Bạn xem được nhưng không xử lý được.`,
        )
      : hide;

/** Answer for an office that was asked for its opinion: its award officer or its coordinator; its leader and overseers read along. */
export const mayAnswerOpinion = (scope: AwardScope, unitId: string): Decision =>
  scope.officerOf.has(unitId) || scope.coordinates.has(unitId)
    ? allow
    : scope.all || scope.leaderOf.has(unitId)
      ? deny('award.not-asked', 'Chỉ cán bộ thi đua, khen thưởng hoặc đầu mối của cơ quan được hỏi trả lời được.')
      : hide;

/**
 * Decide, or propose to those above: the leader of the unit whose decision or letter it is (Điều 79, 80, 83 Luật Thi đua, khen thưởng 2022).
 */
export const mayDecideAt = (scope: AwardScope, call: Pick<StoredCall, 'doc'>, step: PathStep): Decision =>
  (step.kind === 'decision' || step.kind === 'forwarding') && scope.leaderCodes.has(step.unit)
    ? allow
    : mayOpenCall(scope, call).allow
      ? deny(
          'award.not-leader',
          step.kind === 'forwarding'
            ? 'Chỉ người có thẩm quyền đề nghị cấp trên khen thưởng làm được việc này.'
            : 'Chỉ người có thẩm quyền quyết định khen thưởng làm được việc này.',
          step.kind === 'forwarding'
            ? 'Điều 83 Luật Thi đua, khen thưởng 2022'
            : 'Điều 79, Điều 80 Luật Thi đua, khen thưởng 2022',
        )
      : hide;

/** Enter and clear discipline, inspection, complaints: the offices that know (Nghị định 152/2025/NĐ-CP Điều 4 khoản 4). */
export const mayWatch = (scope: AwardScope): Decision =>
  scope.watches
    ? allow
    : hasAwardWork(scope)
      ? deny('award.not-watcher', 'Chỉ cơ quan theo dõi kỷ luật, thanh tra, đơn thư nhập được thông tin này.')
      : hide;

/** Correct or clear an entry: the office that made it; the keeper of the register for offices that are gone. */
export const mayKeepBarrier = (scope: AwardScope, enteredUnitId: string | null): Decision =>
  (enteredUnitId !== null && scope.watches && scope.officerOf.has(enteredUnitId)) || scope.registrar
    ? allow
    : mayReadBarriers(scope).allow
      ? deny('award.not-entering-office', 'Chỉ cơ quan đã nhập, hoặc cơ quan giữ sổ khen thưởng, sửa và kết thúc được.')
      : hide;

/** Read the register with what the public may not see: officers see those of their units, the registrar and overseers all. */
export const mayReadRegister = (scope: AwardScope): Decision =>
  scope.all || scope.officerOf.size > 0 || scope.leaderOf.size > 0 ? allow : hide;

/** The register whole: the registrar and overseers; others see what their units received or decided. */
export const readsAllRegister = (scope: AwardScope): boolean => scope.all || scope.registrar;

/** Read one line of the register whole. */
export const mayReadRecord = (
  scope: AwardScope,
  record: { unitId: string | null; authorityUnitId: string | null },
): Decision =>
  readsAllRegister(scope) ||
  (mayReadRegister(scope).allow &&
    [record.unitId, record.authorityUnitId].some((unitId) => unitId !== null && scope.subtree.has(unitId)))
    ? allow
    : hide;

/** Import, correct, revoke: the registrar for the province, an award officer for what the own unit has decided. */
export const mayKeepRegister = (scope: AwardScope, authorityUnitId: string | null): Decision =>
  scope.registrar || (authorityUnitId !== null && scope.officerOf.has(authorityUnitId))
    ? allow
    : mayReadRegister(scope).allow
      ? deny('award.not-registrar', 'Chỉ cơ quan giữ sổ khen thưởng làm được việc này.')
      : hide;

/** Set up a council: an award officer of its unit; an administrator. */
export const mayKeepCouncil = (scope: AwardScope, unitId: string): Decision =>
  scope.officerOf.has(unitId) || scope.administers
    ? allow
    : hasAwardWork(scope)
      ? deny('award.not-council-officer', 'Chỉ cán bộ thi đua, khen thưởng của cơ quan có Hội đồng làm được việc này.')
      : hide;

/**
 * Read what was entered against a subject, with its basis: the offices that watch, the keeper of the register, overseers. Those who
 * appraise read it of the nominees of their calls (`appraises`).
 */
export const mayReadBarriers = (scope: AwardScope): Decision =>
  scope.all || scope.watches || scope.registrar ? allow : hide;

/** Award officers who appraise dossiers of a call; where nobody does, its standing unit. */
export const appraises = (scope: AwardScope, { doc }: Pick<StoredCall, 'doc'>): boolean => {
  const steps = doc.path.filter((step) => step.kind === 'appraisal');
  return steps.length === 0
    ? scope.officerCodes.has(doc.standingUnit)
    : steps.some((step) => scope.officerCodes.has(step.unit));
};

/** Say whether two awards are for one achievement: those who appraise, never the unit that nominates. */
export const mayJudge = (scope: AwardScope, call: Pick<StoredCall, 'doc'>, unitId: string): Decision =>
  appraises(scope, call)
    ? allow
    : mayOpenCall(scope, call).allow || maySeeNominator(scope, unitId).allow
      ? deny(
          'award.not-appraiser',
          'Cơ quan thẩm định của đợt xét khen kết luận việc này. Đơn vị đề nghị gửi giải trình.',
        )
      : hide;

/** How much the checks of a dossier tell a reader: what lies behind them, or what a nominating unit may know. */
export const checkInsight = (scope: AwardScope, call: Pick<StoredCall, 'doc'>): 'unit' | 'office' =>
  mayReadBarriers(scope).allow || appraises(scope, call) ? 'office' : 'unit';

/** Correct the catalogues: law, base salary, days off, offices. Whoever reads them besides is told whose work it is. */
export const mayKeepCatalogues = (scope: AwardScope): Decision =>
  scope.administers
    ? allow
    : scope.all
      ? deny('catalogue.not-admin', 'Chỉ quản trị viên sửa được danh mục; bạn xem được nội dung và lịch sử.')
      : hide;

/** Units whose printing and fund the actor keeps: the own ones; the registrar's office also keeps those of the province. */
export const officesKept = (scope: AwardScope): UnitOnDay[] =>
  [...scope.units.values()].filter(
    (unit) => scope.officerOf.has(unit.id) || (scope.registrar && unit.kind === 'province'),
  );

/** Adjust how certificates are printed, and keep the fund. */
export const mayKeepOffice = (scope: AwardScope, unitId: string): Decision =>
  officesKept(scope).some((unit) => unit.id === unitId)
    ? allow
    : scope.all || scope.leaderOf.has(unitId)
      ? deny('award.not-office', 'Chỉ cán bộ thi đua, khen thưởng của đơn vị làm được việc này.')
      : hide;
