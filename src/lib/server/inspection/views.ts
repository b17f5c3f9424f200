/** What the pages of inspections show, each within the reader's sight. */
import {
  daysOverdue,
  type FindingState,
  findingSaying,
  type InspectionState,
  isActive,
} from '#lib/domain/inspection/states.ts';
import { missingForClosing } from '#lib/domain/inspection/visit.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { isOverdue } from '#lib/domain/obligation/states.ts';
import { openMovement, openUnitMovement } from '../movement/room.ts';
import { type MovementScope, mayEnterFor, mayManage, maySeeUnit, movementScope } from '../movement/scope.ts';
import { obligationsOf } from '../obligation/queries.ts';
import { clustersOn } from '../people/clusters.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { publicMovements } from '../programme/queries.ts';
import { openFinding, openInspection } from './open.ts';
import { cited } from './papers.ts';
import {
  type FindingRow,
  findingsOf,
  type InspectionRow,
  inspectionEvents,
  inspectionFilesOf,
  inspectionsOf,
  inspectionYears,
} from './queries.ts';
import { suggestions } from './suggest.ts';

const seesVisit = (scope: MovementScope, visit: Pick<InspectionRow, 'unitId'>) => maySeeUnit(scope, visit.unitId).allow;
const seesFinding = (scope: MovementScope, one: Pick<FindingRow, 'unitId' | 'ownerId'>) =>
  seesVisit(scope, one) || maySeeUnit(scope, one.ownerId).allow;

/** The visits of a year. */
export async function inspectionOverview(
  ctx: Ctx,
  args: { slug: string; year: number | null; state: InspectionState | null },
) {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const today = isoDateLocal(ctx.now);
  const present = Number(today.slice(0, 4));
  const year = args.year ?? present;
  const [all, years, active] = await Promise.all([
    inspectionsOf(ctx.app.db, { programmeId: movement.id, year, today }),
    inspectionYears(ctx.app.db, movement.id),
    findingsOf(ctx.app.db, { programmeIds: [movement.id], active: true }),
  ]);
  const visits = all.filter((visit) => seesVisit(scope, visit));
  const findings = active.filter((one) => seesFinding(scope, one));
  const count = (state: InspectionState) => visits.filter((visit) => visit.state === state).length;
  return {
    year,
    years: [...new Set([...years, present, year])].sort((a, b) => a - b),
    today,
    visits: visits
      .filter((visit) => args.state === null || visit.state === args.state)
      .map(({ checklist: _, conclusion: _c, attendees: _a, ...visit }) => visit),
    counts: { planned: count('planned'), held: count('held'), closed: count('closed'), cancelled: count('cancelled') },
    findings: {
      open: findings.length,
      answered: findings.filter((one) => one.state === 'answered').length,
      overdue: findings.filter((one) => daysOverdue(one, ctx.now) !== null).length,
    },
    overdueVisit: visits.find((visit) => visit.state === 'planned' && visit.plannedOn <= today)?.id ?? null,
    manage: mayManage(scope),
    oversees: scope.all,
    running: movement.status === 'published',
    hasChecklist: (movement.doc.inspection?.checklist.length ?? 0) > 0,
    clause: movement.doc.inspection?.clause ?? null,
  };
}

export type FindingGroup = 'active' | 'open' | 'overdue' | 'answered' | 'closed' | 'all';

/** Findings across the visits of a movement. */
export async function findingOverview(ctx: Ctx, args: { slug: string; group: FindingGroup }) {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const all = (await findingsOf(ctx.app.db, { programmeIds: [movement.id] })).filter((one) => seesFinding(scope, one));
  const belongs: Record<FindingGroup, (one: FindingRow) => boolean> = {
    all: () => true,
    active: isActive,
    open: (one) => isActive(one) && one.state === 'open',
    overdue: (one) => daysOverdue(one, ctx.now) !== null,
    answered: (one) => isActive(one) && one.state === 'answered',
    closed: (one) => !isActive(one),
  };
  const counts = Object.fromEntries(
    Object.entries(belongs).map(([group, test]) => [group, all.filter(test).length]),
  ) as Record<FindingGroup, number>;
  return { counts, findings: all.filter(belongs[args.group]).map((one) => findingItem(ctx, movement.slug, one)) };
}

/** A finding as lists show it. */
const findingItem = (ctx: Ctx, slug: string, one: FindingRow) => ({
  id: one.id,
  no: one.no,
  text: one.text,
  clause: one.clause,
  ownerName: one.ownerName,
  unitName: one.unitName,
  title: one.title,
  heldOn: one.heldOn,
  dueOn: one.dueOn,
  state: one.state as FindingState,
  active: isActive(one),
  overdue: daysOverdue(one, ctx.now),
  saying: findingSaying(one, ctx.now),
  reason: one.reason,
  files: one.files,
  href: `/dieu-hanh/phong-trao/${slug}/kiem-tra/kien-nghi/${one.id}`,
  ownerHref: `/don-vi/${one.ownerId}/phong-trao/${slug}/kiem-tra/${one.id}`,
});

/** One visit with everything about it; the unit sees answers once the visit was held. */
export async function inspectionView(ctx: Ctx, args: { slug: string; inspectionId: string }) {
  const { movement, scope, inspection, manage } = await openInspection(ctx, args);
  const { db } = ctx.app;
  const [findings, files, events, obligations] = await Promise.all([
    findingsOf(db, { inspectionId: inspection.id }),
    inspectionFilesOf(db, { inspectionId: inspection.id }),
    inspectionEvents(db, { inspectionId: inspection.id }),
    obligationsOf(db, { programmeIds: [movement.id], unitIds: [inspection.unitId] }),
  ]);
  const told = inspection.heldOn !== null || manage.allow || scope.all;
  const due = obligations.filter((one) => !one.exemptedAt);
  return {
    inspection: {
      ...inspection,
      checklist: inspection.checklist.map((line) => ({
        ...line,
        cited: cited(movement, line.clause),
        ...(told ? {} : { answer: null, note: '' }),
      })),
      ...(told ? {} : { attendees: '', conclusion: '' }),
    },
    findings: findings.map((one) => findingItem(ctx, movement.slug, one)),
    files,
    events: events.map((event) => ({ ...event, no: findings.find((one) => one.id === event.findingId)?.no ?? null })),
    unit: {
      overdue: due.filter((one) => isOverdue(one, ctx.now)).length,
      submitted: due.filter((one) => one.state === 'submitted').length,
      accepted: due.filter((one) => one.state === 'accepted').length,
      all: due.length,
      participates: scope.participants.some((one) => one.id === inspection.unitId),
    },
    owners: scope.participants.map(({ id, name }) => ({ value: id, label: name })),
    missing: inspection.state === 'held' ? missingForClosing(inspection) : [],
    manage,
    running: movement.status === 'published',
    today: isoDateLocal(ctx.now),
  };
}

/** One finding with its files and its course. */
export async function findingView(ctx: Ctx, args: { findingId: string; slug: string; ownerId?: string }) {
  const { movement, scope, finding, answer, manage, seesVisit: visit } = await openFinding(ctx, args);
  // under another unit's address there is no such finding
  if (args.ownerId !== undefined && args.ownerId !== finding.ownerId) throw notFound('Kiến nghị này');
  const [files, events] = await Promise.all([
    inspectionFilesOf(ctx.app.db, { findingId: finding.id }),
    inspectionEvents(ctx.app.db, { inspectionId: finding.inspectionId, findingId: finding.id }),
  ]);
  const own = scope.subtree.has(finding.ownerId);
  const sent = (addedAt: Date) => finding.answeredAt !== null && addedAt <= finding.answeredAt;
  return {
    finding: {
      ...findingItem(ctx, movement.slug, finding),
      inspectionId: finding.inspectionId,
      ownerId: finding.ownerId,
      answer: finding.answer,
      answeredAt: finding.answeredAt,
      closedAt: finding.closedAt,
    },
    files: files.filter((file) => own || sent(file.addedAt)).map((file) => ({ ...file, sent: sent(file.addedAt) })),
    events,
    owners: scope.participants.map(({ id, name }) => ({ value: id, label: name })),
    answer,
    manage,
    seesVisit: visit,
  };
}

/** The visits to one unit and the findings that it has to answer. */
export async function unitInspections(ctx: Ctx, args: { slug: string; unitId: string }) {
  const { movement, scope, unit } = await openUnitMovement(ctx, args);
  const today = isoDateLocal(ctx.now);
  const [visits, findings] = await Promise.all([
    inspectionsOf(ctx.app.db, { programmeId: movement.id, unitIds: [unit.id], today }),
    findingsOf(ctx.app.db, { programmeIds: [movement.id], ownerIds: [unit.id] }),
  ]);
  return {
    visits: visits.map(({ checklist, conclusion: _c, attendees: _a, ...visit }) => ({
      ...visit,
      lines: checklist.length,
    })),
    findings: findings.map((one) => findingItem(ctx, movement.slug, one)),
    may: mayEnterFor(scope, unit.id),
    today,
  };
}

/** Findings that one unit still has to answer, in all movements that are the reader's business. */
export async function openFindingsOfUnit(ctx: Ctx, unitId: string) {
  const movements = await publicMovements(ctx.app.db);
  const scoped = await Promise.all(
    movements.map(async (movement) => ({ movement, scope: await movementScope(ctx, movement) })),
  );
  const mine = scoped.filter(({ scope }) => maySeeUnit(scope, unitId).allow);
  if (mine.length === 0) return [];
  const rows = await findingsOf(ctx.app.db, {
    programmeIds: mine.map(({ movement }) => movement.id),
    ownerIds: [unitId],
    active: true,
  });
  const slugOf = new Map(mine.map(({ movement }) => [movement.id, movement.slug]));
  return rows.filter((one) => one.state === 'open').map((one) => findingItem(ctx, slugOf.get(one.programmeId)!, one));
}

/** What the form for new visits offers: units with what speaks for visiting them, and clusters to take whole. */
export async function planningView(ctx: Ctx, slug: string) {
  const { movement, scope } = await openMovement(ctx, slug);
  requireAllowed(mayManage(scope));
  const today = isoDateLocal(ctx.now);
  const [units, clusters] = await Promise.all([suggestions(ctx, { movement, scope }), clustersOn(ctx.app.db, today)]);
  const classOf = new Map(scope.participants.map((unit) => [unit.id, unit.className]));
  const partIn = new Set(scope.participants.map((unit) => unit.id));
  return {
    units: units.map((unit) => ({ ...unit, className: classOf.get(unit.unitId) ?? '' })),
    clusters: clusters
      .map(({ clusterId, name, unitIds }) => ({ id: clusterId, name, unitIds: unitIds.filter((id) => partIn.has(id)) }))
      .filter((one) => one.unitIds.length > 0),
    running: movement.status === 'published',
    today,
  };
}
