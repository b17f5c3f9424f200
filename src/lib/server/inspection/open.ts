import { type InspectionState, inspectionStates, REASON_LENGTH } from '#lib/domain/inspection/states.ts';
import { forbidden, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { charCount, cleanMultiline } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { openMovement } from '../movement/room.ts';
import { type MovementScope, mayEnterFor, mayManage, maySeeUnit, movementScope } from '../movement/scope.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { Row } from '../platform/db/schema.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import { movementById, type StoredMovement } from '../programme/queries.ts';
import { type FindingRow, findingsOf, type InspectionRow, inspectionsOf } from './queries.ts';

export interface OpenInspection {
  movement: StoredMovement;
  scope: MovementScope;
  inspection: InspectionRow;
  /** plans, records, closes */
  manage: Decision;
}

/** A visit for those who see the inspected unit. @throws RuleError 'not-found' */
export async function openInspection(ctx: Ctx, args: { slug: string; inspectionId: string }): Promise<OpenInspection> {
  const { movement, scope } = await openMovement(ctx, args.slug);
  const [inspection] = isUuid(args.inspectionId)
    ? await inspectionsOf(ctx.app.db, {
        programmeId: movement.id,
        ids: [args.inspectionId],
        today: isoDateLocal(ctx.now),
      })
    : [];
  if (!inspection || !maySeeUnit(scope, inspection.unitId).allow) throw notFound('Cuộc kiểm tra này');
  return { movement, scope, inspection, manage: mayManage(scope) };
}

/** The same, for who wants to act for the standing unit. */
export async function openToManage(ctx: Ctx, args: { slug: string; inspectionId: string }): Promise<OpenInspection> {
  const found = await openInspection(ctx, args);
  requireAllowed(found.manage);
  return found;
}

export interface OpenFinding {
  movement: StoredMovement;
  scope: MovementScope;
  finding: FindingRow;
  /** answers for the owner */
  answer: Decision;
  /** reviews for the standing unit */
  manage: Decision;
  /** sees the whole visit, not only what the own unit has to do */
  seesVisit: boolean;
}

/** A finding for those who see its owner or the inspected unit. @throws RuleError 'not-found' */
export async function openFinding(ctx: Ctx, args: { findingId: string; slug?: string }): Promise<OpenFinding> {
  const [finding] = isUuid(args.findingId) ? await findingsOf(ctx.app.db, { ids: [args.findingId] }) : [];
  const movement = finding ? await movementById(ctx.app.db, finding.programmeId) : null;
  if (!finding || !movement || (args.slug !== undefined && args.slug !== movement.slug))
    throw notFound('Kiến nghị này');
  const scope = await movementScope(ctx, movement);
  const seesVisit = maySeeUnit(scope, finding.unitId).allow;
  if (!seesVisit && !maySeeUnit(scope, finding.ownerId).allow) throw notFound('Kiến nghị này');
  return {
    movement,
    scope,
    finding,
    answer: mayEnterFor(scope, finding.ownerId),
    manage: mayManage(scope),
    seesVisit,
  };
}

/** Locks a visit; what happens to its findings waits, too. @throws RuleError 'not-found', 'inspection.state' */
export async function lockInspection(
  tx: Tx,
  inspectionId: string,
  states: readonly InspectionState[],
): Promise<Row<'inspection'>> {
  const row = await tx.db
    .selectFrom('inspection')
    .selectAll()
    .where('id', '=', inspectionId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('Cuộc kiểm tra này');
  if (!states.includes(row.state))
    throw new RuleError({
      code: 'inspection.state',
      message: `Cuộc kiểm tra đang ở trạng thái “${inspectionStates[row.state].label}” nên không làm được việc này. Hãy tải lại trang.`,
      status: 409,
    });
  return row;
}

/** Plans are made while a movement runs; what was found is followed up to its end. */
export function requireRunning(movement: StoredMovement): void {
  if (movement.status !== 'published') throw forbidden('Chỉ lập kế hoạch kiểm tra khi phong trào đang diễn ra.');
}

/** @throws RuleError 'inspection.reason' */
export function readReason(typed: string, says = 'Hãy ghi lý do'): string {
  const reason = cleanMultiline(typed);
  if (charCount(reason) < REASON_LENGTH)
    throw new RuleError({
      code: 'inspection.reason',
      message: `${says}, ít nhất ${REASON_LENGTH} ký tự.`,
      field: 'reason',
    });
  return reason;
}

/** Writes one line of a visit's history. */
export const recordInspection = (
  tx: Tx,
  ctx: Ctx,
  event: { inspectionId: string; findingId?: string; what: string; note?: string | null },
) =>
  tx.db
    .insertInto('inspection_event')
    .values({
      inspection_id: event.inspectionId,
      finding_id: event.findingId ?? null,
      at: ctx.now,
      by_id: ctx.actor.id,
      by_name: ctx.actor.name,
      what: event.what,
      note: event.note ?? null,
    })
    .execute();
