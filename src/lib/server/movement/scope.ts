import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Indicator, ObligationRule } from '#lib/domain/movement/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import { allow, type Decision, deny, hasRole, hide, isSignedIn, type StoredRole } from '../platform/policy.ts';
import { canProgramme } from '../programme/policy.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { type Participant, participantsAmong, type UnitOnDay, unitsBeneath, unitsOn } from './units.ts';

/** Roles that see everything in a movement: those who follow it up (Sở Nội vụ …), its leaders, auditors and administrators. */
const overseers: StoredRole[] = ['secretary', 'support', 'organiser', 'auditor', 'admin'];
/** Roles that act for the standing unit. */
const managers: StoredRole[] = ['secretary', 'organiser'];

/**
 * What one actor may see and do in one movement, worked out once a request: everyone sees the own unit and what lies beneath it, a
 * unit that leads an indicator sees that indicator everywhere, the standing unit sees all. All decisions of the movement's rooms
 * come from here.
 */
export interface MovementScope {
  movementId: string;
  /** not published yet: the business of those alone who set it up */
  draft: boolean;
  /** sees every unit and every figure */
  all: boolean;
  /** acts for the standing unit: accepts, returns, exempts, locks, writes the summary */
  manages: boolean;
  /** edits the document itself */
  administers: boolean;
  /** reads its settings: every part, every version */
  views: boolean;
  /** writes and publishes its news */
  publishes: boolean;
  /** units that the actor coordinates */
  own: Set<string>;
  /** these and everything beneath them */
  subtree: Set<string>;
  /** codes of the units in `own` */
  ownCodes: Set<string>;
  /** every unit that exists today, by id */
  units: Map<string, UnitOnDay>;
  participants: Participant[];
}

/** @returns the scope; `seesAnything` tells whether the rooms are this actor's business at all */
export async function movementScope(ctx: Ctx, movement: StoredMovement): Promise<MovementScope> {
  const { actor, now } = ctx;
  const at = { programmeId: movement.id };
  const today = isoDateLocal(now);
  const units = await unitsOn(ctx.app.db, today);
  const participants = participantsAmong(movement.doc, units);
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const own = new Set(
    actor.grants.flatMap((grant) =>
      grant.role === 'unit-coordinator' &&
      grant.unitId &&
      hasRole(actor, now, grant.role, { ...at, unitId: grant.unitId })
        ? [grant.unitId]
        : [],
    ),
  );
  const ownCodes = new Set([...own].flatMap((id) => byId.get(id)?.code ?? []));
  // The movement of one agency is run by the agency itself (Điều 18 Luật Thi đua, khen thưởng 2022) and by whom it charges with it.
  const { level, organiserUnit, standingUnit, publisherUnit } = movement.doc;
  const heads = level === 'agency' && ownCodes.has(organiserUnit);
  const runs = heads || (level === 'agency' && ownCodes.has(standingUnit));
  return {
    movementId: movement.id,
    draft: movement.status === 'draft',
    all: runs || hasRole(actor, now, overseers, at),
    manages: runs || hasRole(actor, now, managers, at),
    administers: heads || hasRole(actor, now, 'admin', at),
    views: runs || canProgramme(ctx, 'programme.view', movement.id).allow,
    publishes:
      runs ||
      (publisherUnit !== undefined && ownCodes.has(publisherUnit)) ||
      canProgramme(ctx, 'programme.news', movement.id).allow,
    own,
    // what still stands beneath a unit that has ended is its successors' business
    subtree: new Set([...own].flatMap((id) => (byId.has(id) ? [...unitsBeneath(units, id)] : [id]))),
    ownCodes,
    units: byId,
    participants,
  };
}

const notYourUnit = 'Bạn chỉ làm được việc này cho đơn vị mà bạn là đầu mối.';

/**
 * Whether the actor has any business in the movement's rooms: an overseer, or, once it is published, the coordinator of a unit that
 * takes part, lies above one or publishes its news.
 */
export function mayOpen(ctx: Ctx, scope: MovementScope): Decision {
  if (ctx.actor.kind === 'system' || scope.all) return allow;
  if (!isSignedIn(ctx.actor) || scope.draft) return hide;
  if (scope.publishes) return allow;
  return scope.participants.some((unit) => scope.subtree.has(unit.id)) ? allow : hide;
}

/** See a unit's drafts, figures and reports. */
export const maySeeUnit = (scope: MovementScope, unitId: string): Decision =>
  scope.all || scope.subtree.has(unitId) ? allow : hide;

/** See the figures of one indicator everywhere: overseers and the unit that leads it. */
export const maySeeIndicator = (scope: MovementScope, indicator: Indicator): boolean =>
  scope.all || leads(scope, indicator);

/** The actor coordinates the unit that leads this indicator. */
const leads = (scope: MovementScope, indicator: Indicator): boolean =>
  indicator.lead !== null && scope.ownCodes.has(indicator.lead);

/** Enter and hand in for a unit: only its own coordinator. Whoever may not even see the unit is told that it does not exist. */
export const mayEnterFor = (scope: MovementScope, unitId: string): Decision =>
  scope.own.has(unitId) ? allow : maySeeUnit(scope, unitId).allow ? deny('movement.not-your-unit', notYourUnit) : hide;

/**
 * Enter and hand in figures: the unit's own coordinator, and the standing unit on behalf of a unit that reports on paper or has
 * ended (C21-7). What is written on behalf says so beside the figure.
 */
export const mayEnterFigures = (scope: MovementScope, unitId: string): Decision =>
  scope.manages ? allow : mayEnterFor(scope, unitId);

/** Work on a figure that is there: the unit on its own, the standing unit only on those that were written on behalf. */
export const mayWorkOnFigure = (scope: MovementScope, figure: { unitId: string; onBehalf: boolean }): Decision =>
  figure.onBehalf ? mayEnterFigures(scope, figure.unitId) : mayEnterFor(scope, figure.unitId);

/** Whether what the actor writes for a unit is written on its behalf. */
export const writesOnBehalf = (scope: MovementScope, unitId: string): boolean =>
  scope.manages && !scope.own.has(unitId);

/**
 * Verify a figure (bottom-up): the unit that leads the indicator; without one the unit above; in every case the standing unit.
 * Nobody verifies the figure of the own unit, unless for the standing unit.
 */
export function mayVerify(scope: MovementScope, indicator: Indicator, unitId: string): Decision {
  if (scope.manages) return allow;
  const parent = scope.units.get(unitId)?.parentId ?? null;
  const above = indicator.lead === null && parent !== null && scope.own.has(parent) && scope.units.has(parent);
  if ((leads(scope, indicator) || above) && !scope.own.has(unitId)) return allow;
  return maySeeUnit(scope, unitId).allow || leads(scope, indicator)
    ? deny(
        'movement.not-verifier',
        'Chỉ cơ quan chủ trì chỉ tiêu, đơn vị cấp trên hoặc cơ quan thường trực xác nhận được số liệu này.',
      )
    : hide;
}

/** Correct a figure after its lock: the unit itself; the standing unit, because a unit that was dissolved has nobody left. */
export const mayCorrect = (scope: MovementScope, unitId: string): Decision =>
  scope.manages ? allow : mayEnterFor(scope, unitId);

/** Accept or return what was handed in: the first receiver of the rule, and the standing unit. */
export function mayAccept(scope: MovementScope, rule: ObligationRule, unitId: string): Decision {
  if (scope.manages) return allow;
  const [first] = rule.receivers;
  if (first !== undefined && scope.ownCodes.has(first) && !scope.own.has(unitId)) return allow;
  return maySeeUnit(scope, unitId).allow || rule.receivers.some((code) => scope.ownCodes.has(code))
    ? deny('movement.not-receiver', 'Chỉ nơi nhận và cơ quan thường trực của phong trào chấp nhận hoặc trả lại được.')
    : hide;
}

/** Read what a unit handed in: also the other receivers of the rule. */
export const mayReadReport = (scope: MovementScope, rule: ObligationRule, unitId: string): Decision =>
  maySeeUnit(scope, unitId).allow || rule.receivers.some((code) => scope.ownCodes.has(code)) ? allow : hide;

/** Act for the standing unit: exempt, lock, write the summary, plan inspections, publish good examples. */
export const mayManage = (scope: MovementScope): Decision =>
  scope.manages
    ? allow
    : scope.all || scope.own.size > 0
      ? deny('movement.not-standing', 'Chỉ cơ quan thường trực của phong trào làm được việc này.')
      : hide;

/** Make a movement of its own out of this one: whoever coordinates a unit that takes part, and the administrator (Điều 18). */
export function mayLaunch(scope: MovementScope, unitId: string): Decision {
  if (scope.draft || !scope.participants.some((unit) => unit.id === unitId)) return hide;
  if (scope.own.has(unitId) || scope.administers) return allow;
  return maySeeUnit(scope, unitId).allow ? deny('movement.not-your-unit', notYourUnit) : hide;
}

/** Read what the standing unit works with, without acting: overseers. Coordinators have the pages of their own unit. */
export const mayOversee = (scope: MovementScope): Decision => (scope.all ? allow : hide);

/** Send files in: whoever may change anything at all; each of their rows is asked about by itself. */
export const mayImport = (scope: MovementScope): Decision =>
  scope.manages || scope.own.size > 0
    ? allow
    : scope.all
      ? deny('movement.looks-on', 'Bạn xem và xuất được số liệu, nhưng không có đơn vị nào để nhập cho.')
      : hide;
