/** The list for those above: gathered by the officer, approved by whoever signs the letter (Điều 83 Luật Thi đua, khen thưởng 2022). */
import { readReceiver } from '#lib/domain/award/forwarding.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { act, type Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { type Decision, requireAllowed } from '../../platform/policy.ts';
import { requireClear } from '../checks.ts';
import { readReason } from '../decision/decide.ts';
import { tellHolders } from '../mails.ts';
import { recordEvents, requireAt } from '../move.ts';
import { type DossierRow, lockDossiers } from '../queries.ts';
import { openCall } from '../room.ts';
import { type AwardScope, mayDecideAt, mayWorkAt, type StoredCall } from '../scope.ts';
import { forwardingReturned, forwardingToApprove } from './mails.ts';
import {
  forwardingLines,
  lockForwarding,
  requireForwarding,
  requireForwardingStep,
  requireState,
  type StoredForwarding,
  waitingIds,
} from './queries.ts';

export interface Place {
  slug: string;
  forwardingId: string;
  version: number;
}

export interface On {
  call: StoredCall;
  scope: AwardScope;
  forwarding: StoredForwarding;
}

const atStep = ({ call, scope, forwarding }: On) => ({
  call,
  scope,
  step: requireForwardingStep(call, forwarding.stepId),
});

/** One act on a locked letter; its version goes up, so that whoever still sees the old one is told. */
export async function onForwarding<T>(
  ctx: Ctx,
  args: Place,
  may: typeof mayWorkAt | typeof mayDecideAt,
  init: { act: string; summary: string },
  body: (tx: Tx, on: On) => Promise<T>,
): Promise<T> {
  const { call, scope } = await openCall(ctx, args.slug);
  const seen = await requireForwarding(ctx.app.db, call.id, args.forwardingId);
  const decision: Decision = may(scope, call, requireForwardingStep(call, seen.stepId));
  requireAllowed(decision);
  return act(
    ctx,
    { ...init, programmeId: call.programmeId, subject: { kind: 'award-forwarding', id: seen.id } },
    async (tx) => {
      const forwarding = await lockForwarding(tx.db, call.id, seen.id, args.version);
      await tx.db
        .updateTable('award_forwarding')
        .set((eb) => ({ version: eb('version', '+', 1) }))
        .where('id', '=', forwarding.id)
        .execute();
      return body(tx, { call, scope, forwarding });
    },
  );
}

/** The dossiers of a list, locked; all still stand at the step and nothing stands against one of them. */
export async function requireWholeList(tx: Tx, { now }: Pick<Ctx, 'now'>, { forwarding }: On): Promise<DossierRow[]> {
  const lines = await forwardingLines(tx.db, forwarding.id);
  if (lines.length === 0)
    throw new RuleError({ code: 'award.empty-list', message: 'Danh sách chưa có hồ sơ nào. Hãy hủy và lập lại.' });
  const dossiers = await lockDossiers(
    tx.db,
    lines.map((line) => line.dossierId),
  );
  requireAt(dossiers, forwarding.stepId);
  await requireClear(tx.db, dossiers, now);
  return dossiers;
}

/**
 * Gathers dossiers that wait at the step into a letter to those above.
 * @returns its id
 * @throws RuleError 'award.none-chosen', 'award.none-waiting', 'award.blocked'
 */
export async function makeForwarding(
  ctx: Ctx,
  args: { slug: string; stepId: string; dossierIds: string[]; receiver: string },
): Promise<string> {
  const { call, scope } = await openCall(ctx, args.slug);
  const step = requireForwardingStep(call, args.stepId);
  requireAllowed(mayWorkAt(scope, call, step));
  const { receiver, issues } = readReceiver(args.receiver);
  if (args.dossierIds.length === 0)
    issues.unshift({ field: 'dossierIds', message: 'Hãy chọn ít nhất một hồ sơ để trình.' });
  if (issues.length > 0)
    throw new RuleError({ code: 'award.forwarding-fields', message: 'Chưa lập được tờ trình.', issues });
  return act(
    ctx,
    { act: 'award.make-forwarding', programmeId: call.programmeId, summary: 'Lập tờ trình cấp trên.' },
    async (tx) => {
      const dossiers = await lockDossiers(tx.db, [...new Set(args.dossierIds)]);
      const free = new Set(await waitingIds(tx.db, call.id, step.id));
      if (dossiers.length === 0 || dossiers.some((one) => !free.has(one.id)))
        throw new RuleError({
          code: 'award.none-waiting',
          status: 409,
          message: 'Có hồ sơ vừa được đưa vào tờ trình khác hoặc đã rời bước này. Hãy tải lại trang rồi chọn lại.',
        });
      await requireClear(tx.db, dossiers, ctx.now);
      const { id } = await tx.db
        .insertInto('award_forwarding')
        .values({
          call_id: call.id,
          step_id: step.id,
          receiver,
          created_at: ctx.now,
          created_by_name: ctx.actor.name,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await tx.db
        .insertInto('award_forwarding_line')
        .values(dossiers.map((one) => ({ forwarding_id: id, dossier_id: one.id })))
        .execute();
      tx.note({
        subject: { kind: 'award-forwarding', id },
        summary: `Lập tờ trình cấp trên với ${dossiers.length} hồ sơ, đợt “${call.doc.name}”.`,
        changes: { dossiers: dossiers.map((one) => one.code), receiver },
      });
      return id;
    },
  );
}

/** Takes a dossier out of a list that is being written; it waits at the step for another one. */
export const dropDossier = (ctx: Ctx, args: Place & { dossierId: string }): Promise<void> =>
  onForwarding(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.drop-from-forwarding', summary: 'Bỏ một hồ sơ khỏi tờ trình cấp trên.' },
    async (tx, { forwarding }) => {
      requireState(forwarding, ['draft'], 'sửa danh sách');
      const line = (await forwardingLines(tx.db, forwarding.id)).find((one) => one.dossierId === args.dossierId);
      if (!line) throw notFound('Hồ sơ này trong danh sách');
      await tx.db.deleteFrom('award_forwarding_line').where('dossier_id', '=', line.dossierId).execute();
      tx.note({ changes: { dossier: line.dossierId } });
    },
  );

/** Hands the list to whoever signs the letter. */
export const submitForwarding = (ctx: Ctx, args: Place): Promise<void> =>
  onForwarding(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.submit-forwarding', summary: 'Trình ký tờ trình cấp trên.' },
    async (tx, on) => {
      requireState(on.forwarding, ['draft'], 'trình ký');
      const dossiers = await requireWholeList(tx, ctx, on);
      await tx.db
        .updateTable('award_forwarding')
        .set({ submitted_at: ctx.now, submitted_by_name: ctx.actor.name, returned_reason: null })
        .where('id', '=', on.forwarding.id)
        .execute();
      await tellHolders(tx, ctx, atStep(on), 'leader', forwardingToApprove(ctx, on, dossiers.length));
      tx.note({ summary: `Trình ký tờ trình cấp trên với ${dossiers.length} hồ sơ.` });
    },
  );

/** Whoever signs the letter approves the whole list. */
export const approveForwarding = (ctx: Ctx, args: Place): Promise<void> =>
  onForwarding(
    ctx,
    args,
    mayDecideAt,
    { act: 'award.approve-forwarding', summary: 'Duyệt tờ trình cấp trên.' },
    async (tx, on) => {
      const { call, forwarding } = on;
      requireState(forwarding, ['submitted'], 'duyệt');
      const dossiers = await requireWholeList(tx, ctx, on);
      await tx.db
        .updateTable('award_forwarding')
        .set({ approved_at: ctx.now, approved_by_name: ctx.actor.name })
        .where('id', '=', forwarding.id)
        .execute();
      await recordEvents(
        tx,
        ctx,
        dossiers.map((one) => ({
          callId: call.id,
          dossierId: one.id,
          what: 'letter-approved',
          stepId: forwarding.stepId,
          data: { forwardingId: forwarding.id },
        })),
      );
      tx.note({ summary: `Duyệt tờ trình cấp trên với ${dossiers.length} hồ sơ.` });
    },
  );

/** What a list is when it lies with its officer again. */
export const backToDraft = {
  submitted_at: null,
  submitted_by_name: null,
  approved_at: null,
  approved_by_name: null,
};

/** Whoever signs gives the list back with a reason. */
export const returnForwarding = (ctx: Ctx, args: Place & { reason: string }): Promise<void> =>
  onForwarding(
    ctx,
    args,
    mayDecideAt,
    { act: 'award.return-forwarding', summary: 'Trả lại tờ trình cấp trên.' },
    async (tx, on) => {
      requireState(on.forwarding, ['submitted', 'approved'], 'trả lại');
      const reason = readReason(args.reason);
      await tx.db
        .updateTable('award_forwarding')
        .set({ ...backToDraft, returned_reason: reason })
        .where('id', '=', on.forwarding.id)
        .execute();
      await tellHolders(tx, ctx, atStep(on), 'officer', forwardingReturned(ctx, on, reason));
      tx.note({ changes: { reason } });
    },
  );

/** The officer takes a list back from whoever signs, or opens an approved one again, to change it. */
export const reopenForwarding = (ctx: Ctx, args: Place & { reason: string }): Promise<void> =>
  onForwarding(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.reopen-forwarding', summary: 'Rút lại tờ trình cấp trên để sửa.' },
    async (tx, { forwarding }) => {
      requireState(forwarding, ['submitted', 'approved'], 'rút lại để sửa');
      const reason = readReason(args.reason);
      await tx.db.updateTable('award_forwarding').set(backToDraft).where('id', '=', forwarding.id).execute();
      tx.note({ changes: { reason, before: forwarding.state } });
    },
  );

/** Drops a list that was not sent; its dossiers wait at the step again. */
export const cancelForwarding = (ctx: Ctx, args: Place & { reason: string }): Promise<void> =>
  onForwarding(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.cancel-forwarding', summary: 'Hủy tờ trình cấp trên.' },
    async (tx, { forwarding }) => {
      requireState(forwarding, ['draft', 'submitted', 'approved'], 'hủy');
      const reason = readReason(args.reason);
      await tx.db.deleteFrom('award_forwarding_line').where('forwarding_id', '=', forwarding.id).execute();
      await tx.db
        .updateTable('award_forwarding')
        .set({ cancelled_at: ctx.now, cancel_reason: reason })
        .where('id', '=', forwarding.id)
        .execute();
      tx.note({ changes: { reason } });
    },
  );
