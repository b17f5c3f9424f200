/** How dossiers move along their path. Called inside the acts of others; each move closes one step and writes one event. */
import { nextStep, stepOf } from '#lib/domain/award/path.ts';
import type { DossierState, PathStep } from '#lib/domain/award/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { addWorkingDays, type WorkCalendar } from '#lib/domain/kernel/workingDays.ts';
import { workCalendar } from '../catalogue/queries.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DossierRow } from './queries.ts';
import type { StoredCall } from './scope.ts';

export interface AwardEvent {
  callId: string;
  dossierId?: string | null;
  submissionId?: string | null;
  what: string;
  stepId?: string | null;
  toStepId?: string | null;
  reason?: string | null;
  data?: Record<string, unknown>;
}

/** Writes what happened, for the history that everyone on the path reads. */
export async function recordEvents(tx: Tx, ctx: Ctx, events: AwardEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.db
    .insertInto('award_event')
    .values(
      events.map((event) => ({
        at: ctx.now,
        call_id: event.callId,
        dossier_id: event.dossierId ?? null,
        submission_id: event.submissionId ?? null,
        by_id: ctx.actor.id,
        by_name: ctx.actor.name,
        what: event.what,
        step_id: event.stepId ?? null,
        to_step_id: event.toStepId ?? null,
        reason: event.reason ?? null,
        data: JSON.stringify(event.data ?? {}),
      })),
    )
    .execute();
}

type Outcome = 'forwarded' | 'returned' | 'declined' | 'withdrawn' | 'awarded' | 'recalled';

async function closeStep(tx: Tx, ctx: Ctx, dossierIds: string[], outcome: Outcome): Promise<void> {
  await tx.db
    .updateTable('award_step')
    .set({ done_at: ctx.now, outcome, done_by_name: ctx.actor.name })
    .where('dossier_id', 'in', dossierIds)
    .where('done_at', 'is', null)
    .execute();
}

const dueOf = (step: PathStep, now: Date, calendar: WorkCalendar): string | null =>
  step.days.value === null ? null : addWorkingDays(isoDateLocal(now), step.days.value, calendar);

async function openStep(tx: Tx, ctx: Ctx, step: PathStep, dossierIds: string[]): Promise<void> {
  const unit = await tx.db.selectFrom('unit').select('id').where('code', '=', step.unit).executeTakeFirst();
  const due_on = dueOf(step, ctx.now, await workCalendar(tx.db));
  await tx.db
    .insertInto('award_step')
    .values(
      dossierIds.map((dossier_id) => ({
        dossier_id,
        step_id: step.id,
        unit_id: unit?.id ?? null,
        entered_at: ctx.now,
        due_on,
      })),
    )
    .execute();
}

async function setState(tx: Tx, ctx: Ctx, ids: string[], state: DossierState, stepId: string | null): Promise<void> {
  await tx.db
    .updateTable('award_dossier')
    .set((eb) => ({ state, step_id: stepId, updated_at: ctx.now, version: eb('version', '+', 1) }))
    .where('id', 'in', ids)
    .execute();
}

/** Handed in: dossiers arrive at the first step. The caller has checked and locked them and fixed `received_at` and `law_id`. */
export async function enterPath(tx: Tx, ctx: Ctx, call: StoredCall, dossiers: DossierRow[]): Promise<void> {
  const first = nextStep(call.doc, null);
  if (!first) throw new Error(`call ${call.slug} has no path`);
  const ids = dossiers.map((one) => one.id);
  await setState(tx, ctx, ids, 'in-progress', first.id);
  await openStep(tx, ctx, first, ids);
}

/** Locked dossiers that all stand at the same step. @throws RuleError 'award.moved' when another act was faster */
export function requireAt(dossiers: DossierRow[], stepId: string): void {
  const gone = dossiers.filter((one) => one.state !== 'in-progress' || one.stepId !== stepId);
  if (gone.length === 0) return;
  throw new RuleError({
    code: 'award.moved',
    status: 409,
    message: `Hồ sơ ${gone
      .slice(0, 5)
      .map((one) => one.code)
      .join(', ')} vừa được chuyển khỏi bước này. Hãy tải lại trang để xem tình trạng mới nhất.`,
  });
}

/** On to the next step of the path. @returns that step */
export async function moveForward(
  tx: Tx,
  ctx: Ctx,
  args: {
    call: StoredCall;
    stepId: string;
    dossiers: DossierRow[];
    note?: string | null;
    data?: Record<string, unknown>;
  },
): Promise<PathStep> {
  const { call, stepId, dossiers } = args;
  requireAt(dossiers, stepId);
  const next = nextStep(call.doc, stepId);
  if (!next) throw new Error(`step ${stepId} of ${call.slug} is the last one`);
  const ids = dossiers.map((one) => one.id);
  await closeStep(tx, ctx, ids, 'forwarded');
  await setState(tx, ctx, ids, 'in-progress', next.id);
  await openStep(tx, ctx, next, ids);
  await recordEvents(
    tx,
    ctx,
    dossiers.map((one) => ({
      callId: call.id,
      dossierId: one.id,
      what: 'forwarded',
      stepId,
      toStepId: next.id,
      reason: args.note ?? null,
      ...(args.data ? { data: args.data } : {}),
    })),
  );
  return next;
}

/** Back to an earlier step, or to the unit (`to: null`), with a reason that everyone on the way reads. */
export async function moveBack(
  tx: Tx,
  ctx: Ctx,
  args: {
    call: StoredCall;
    stepId: string;
    dossiers: DossierRow[];
    to: string | null;
    reason: string;
    data?: Record<string, unknown>;
  },
): Promise<void> {
  const { call, stepId, dossiers, to, reason } = args;
  requireAt(dossiers, stepId);
  const ids = dossiers.map((one) => one.id);
  const target = to === null ? null : stepOf(call.doc, to);
  if (to !== null && !target) throw new Error(`call ${call.slug} has no step ${to}`);
  await closeStep(tx, ctx, ids, 'returned');
  await setState(tx, ctx, ids, target ? 'in-progress' : 'returned', target?.id ?? null);
  if (target) await openStep(tx, ctx, target, ids);
  await recordEvents(
    tx,
    ctx,
    dossiers.map((one) => ({
      callId: call.id,
      dossierId: one.id,
      what: 'returned',
      stepId,
      toStepId: to,
      reason,
      ...(args.data ? { data: args.data } : {}),
    })),
  );
}

/** The end of the path: not qualified, withdrawn by the unit, awarded, or handed to those above. */
export async function endPath(
  tx: Tx,
  ctx: Ctx,
  args: {
    call: StoredCall;
    dossiers: DossierRow[];
    state: 'declined' | 'withdrawn' | 'awarded' | 'forwarded';
    reason?: string | null;
    data?: Record<string, unknown>;
  },
): Promise<void> {
  const { call, dossiers, state } = args;
  const ids = dossiers.map((one) => one.id);
  await closeStep(tx, ctx, ids, state);
  // a dossier with those above still waits at its last step
  await tx.db
    .updateTable('award_dossier')
    .set((eb) => ({ state, updated_at: ctx.now, version: eb('version', '+', 1) }))
    .where('id', 'in', ids)
    .execute();
  await recordEvents(
    tx,
    ctx,
    dossiers.map((one) => ({
      callId: call.id,
      dossierId: one.id,
      what: state,
      stepId: one.stepId,
      reason: args.reason ?? null,
      ...(args.data ? { data: args.data } : {}),
    })),
  );
}

/** A forward is taken back: the dossier stands again where it came from, with what was found there and its old last day. */
export async function recallForward(
  tx: Tx,
  ctx: Ctx,
  args: { call: StoredCall; from: string; to: PathStep; dossier: DossierRow },
): Promise<void> {
  const { call, from, to, dossier } = args;
  requireAt([dossier], from);
  const before = await tx.db
    .selectFrom('award_step')
    .select(['unit_id', 'due_on', 'checklist', 'note', 'rank'])
    .where('dossier_id', '=', dossier.id)
    .where('step_id', '=', to.id)
    .where('outcome', '=', 'forwarded')
    .orderBy('done_at', 'desc')
    .executeTakeFirstOrThrow();
  await closeStep(tx, ctx, [dossier.id], 'recalled');
  await setState(tx, ctx, [dossier.id], 'in-progress', to.id);
  await tx.db
    .insertInto('award_step')
    .values({
      ...before,
      checklist: JSON.stringify(before.checklist),
      dossier_id: dossier.id,
      step_id: to.id,
      entered_at: ctx.now,
    })
    .execute();
  await recordEvents(tx, ctx, [
    { callId: call.id, dossierId: dossier.id, what: 'recalled', stepId: from, toStepId: to.id },
  ]);
}

/** Dossiers that lie with those above come back to the step from which they were sent, before an answer. */
export async function recallFromAbove(
  tx: Tx,
  ctx: Ctx,
  args: { call: StoredCall; step: PathStep; dossiers: DossierRow[]; reason: string; data: Record<string, unknown> },
): Promise<void> {
  const { call, step, dossiers, reason, data } = args;
  const gone = dossiers.filter((one) => one.state !== 'forwarded' || one.stepId !== step.id);
  if (gone.length > 0)
    throw new RuleError({
      code: 'award.moved',
      status: 409,
      message: `Hồ sơ ${gone.map((one) => one.code).join(', ')} không còn ở cấp trên. Hãy tải lại trang.`,
    });
  const ids = dossiers.map((one) => one.id);
  await setState(tx, ctx, ids, 'in-progress', step.id);
  await openStep(tx, ctx, step, ids);
  await recordEvents(
    tx,
    ctx,
    ids.map((dossierId) => ({
      callId: call.id,
      dossierId,
      what: 'recalled',
      stepId: step.id,
      toStepId: step.id,
      reason,
      data,
    })),
  );
}
