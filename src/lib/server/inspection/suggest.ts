import { bearingOf } from '#lib/domain/dashboard/standing.ts';
import { daysOverdue } from '#lib/domain/inspection/states.ts';
import { type Suggestion, suggestVisits, type VisitFacts } from '#lib/domain/inspection/suggest.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { isOverdue } from '#lib/domain/obligation/states.ts';
import { loadBoard } from '../dashboard/board.ts';
import type { MovementScope } from '../movement/scope.ts';
import { obligationsOf } from '../obligation/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { findingsOf, inspectionsOf } from './queries.ts';

/** What speaks for a visit to each of the units that take part, in a handful of queries. */
async function visitFacts(ctx: Ctx, at: { movement: StoredMovement; scope: MovementScope }): Promise<VisitFacts[]> {
  const { movement, scope } = at;
  const { db } = ctx.app;
  const [obligations, findings, visits, board] = await Promise.all([
    obligationsOf(db, { programmeIds: [movement.id], open: true }),
    findingsOf(db, { programmeIds: [movement.id], active: true }),
    inspectionsOf(db, { programmeId: movement.id, states: ['planned', 'held', 'closed'] }),
    loadBoard(ctx, at, { year: null, working: false }),
  ]);
  const count = (ids: string[]) => Map.groupBy(ids, (id) => id);
  const overdue = count(obligations.filter((one) => isOverdue(one, ctx.now)).map((one) => one.unitId));
  const late = count(findings.filter((one) => daysOverdue(one, ctx.now) !== null).map((one) => one.ownerId));
  const behind = new Map<string, string[]>();
  for (const indicator of board.indicators)
    for (const unit of board.reporters(indicator))
      if (bearingOf(board.ofUnit(indicator, unit).state) === 'behind')
        behind.set(unit.id, [...(behind.get(unit.id) ?? []), indicator.shortName]);
  const held = new Map<string, string>();
  const planned = new Map<string, string>();
  // in the order of their days: the last one held stays, of those to come the first
  for (const visit of visits)
    if (visit.heldOn) held.set(visit.unitId, visit.heldOn);
    else if (!planned.has(visit.unitId)) planned.set(visit.unitId, visit.plannedOn);
  return scope.participants.map((unit) => ({
    unitId: unit.id,
    unitName: unit.name,
    overdue: overdue.get(unit.id)?.length ?? 0,
    behind: behind.get(unit.id) ?? [],
    findings: late.get(unit.id)?.length ?? 0,
    lastHeld: held.get(unit.id) ?? null,
    plannedOn: planned.get(unit.id) ?? null,
  }));
}

/** Units that take part, those for which most speaks first, each with its reasons; a person decides (Q25-11). */
export const suggestions = async (
  ctx: Ctx,
  at: { movement: StoredMovement; scope: MovementScope },
): Promise<Suggestion[]> => suggestVisits(await visitFacts(ctx, at), isoDateLocal(ctx.now));
