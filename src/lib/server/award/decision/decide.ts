/** A draft goes to whoever decides, who approves it, sends single dossiers back, or gives the draft back (Điều 79, 80). */
import { stepsBefore } from '#lib/domain/award/path.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { act, type Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { type Decision, requireAllowed } from '../../platform/policy.ts';
import { requireClear } from '../checks.ts';
import { tellHolders } from '../mails.ts';
import { moveBack, recordEvents, requireAt } from '../move.ts';
import { lockDossiers } from '../queries.ts';
import { openCall } from '../room.ts';
import { type AwardScope, mayDecideAt, mayWorkAt, type StoredCall } from '../scope.ts';
import { decisionReturned, decisionToDecide } from './mails.ts';
import {
  decisionStep,
  linesOf,
  lockDecision,
  requireDecision,
  requireDecisionState,
  type StoredDecision,
} from './queries.ts';

interface Place {
  slug: string;
  decisionId: string;
  version: number;
}

interface On {
  call: StoredCall;
  scope: AwardScope;
  decision: StoredDecision;
}

/** A reason that others read. @throws RuleError 'award.reason' beside the field */
export function readReason(typed: string, field = 'reason'): string {
  const reason = cleanMultiline(typed);
  if (reason.length < 5 || reason.length > 2000)
    throw new RuleError({
      code: 'award.reason',
      field,
      message:
        reason.length > 2000 ? 'Lý do dài tối đa 2.000 ký tự.' : 'Hãy ghi lý do, ít nhất vài chữ để người nhận hiểu.',
    });
  return reason;
}

const atStep = ({ call, scope, decision }: On) => ({
  call,
  scope,
  step: decisionStep(call, scope, decision.authorityUnitId),
});

type May = (scope: AwardScope, call: StoredCall, step: ReturnType<typeof decisionStep>) => Decision;

/** One act on a locked decision; its version goes up, so that whoever still sees the old one is told. */
export async function onDecision<T>(
  ctx: Ctx,
  args: Place,
  may: May,
  init: { act: string; summary: string },
  body: (tx: Tx, on: On) => Promise<T>,
): Promise<T> {
  const { call, scope } = await openCall(ctx, args.slug);
  const seen = await requireDecision(ctx.app.db, call.id, args.decisionId);
  requireAllowed(may(scope, call, decisionStep(call, scope, seen.authorityUnitId)));
  return act(
    ctx,
    { ...init, programmeId: call.programmeId, subject: { kind: 'award-decision', id: args.decisionId } },
    async (tx) => {
      const decision = await lockDecision(tx.db, call.id, args.decisionId, args.version);
      await tx.db
        .updateTable('award_decision')
        .set((eb) => ({ version: eb('version', '+', 1), updated_at: ctx.now }))
        .where('id', '=', decision.id)
        .execute();
      return body(tx, { call, scope, decision });
    },
  );
}

/**
 * Every dossier of the list still stands at the step of deciding, and nothing stands against it.
 * @throws RuleError 'award.empty-list', 'award.moved', 'award.blocked'
 */
export async function requireWholeList(tx: Tx, { now }: Pick<Ctx, 'now'>, { call, scope, decision }: On) {
  const lines = await linesOf(tx.db, decision.id);
  if (lines.length === 0)
    throw new RuleError({
      code: 'award.empty-list',
      message: 'Danh sách của quyết định chưa có ai. Hãy đưa hồ sơ vào danh sách.',
    });
  const dossiers = await lockDossiers(
    tx.db,
    lines.map((line) => line.dossierId),
  );
  requireAt(dossiers, decisionStep(call, scope, decision.authorityUnitId).id);
  await requireClear(tx.db, dossiers, now);
  return { lines, dossiers };
}

/** Hands the draft to whoever decides. @throws RuleError 'award.decision-state', 'award.empty-list' */
export const submitDecision = (ctx: Ctx, args: Place): Promise<void> =>
  onDecision(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.submit-decision', summary: 'Trình dự thảo quyết định khen thưởng.' },
    async (tx, on) => {
      requireDecisionState(on.decision, 'draft', 'trình');
      if (on.decision.submittedAt) throw already('Dự thảo đã được trình rồi.');
      const { lines } = await requireWholeList(tx, ctx, on);
      await tx.db
        .updateTable('award_decision')
        .set({ submitted_at: ctx.now, submitted_by_name: ctx.actor.name, returned_reason: null })
        .where('id', '=', on.decision.id)
        .execute();
      await tellHolders(tx, ctx, atStep(on), 'leader', decisionToDecide(ctx, on, lines.length));
      tx.note({ summary: `Trình dự thảo quyết định “${on.decision.title}” với ${lines.length} hồ sơ.` });
    },
  );

const already = (message: string) => new RuleError({ code: 'award.decision-state', status: 409, message });

/** A signed paper is that of one list: once the list opens again, the paper is put aside, and stays in the history. */
async function putSignedAside(tx: Tx, ctx: Ctx, decision: StoredDecision): Promise<void> {
  const gone = await tx.db
    .updateTable('award_file')
    .set({ removed_at: ctx.now })
    .where('decision_id', '=', decision.id)
    .where('role', '=', 'signed')
    .where('removed_at', 'is', null)
    .returning('file_id')
    .execute();
  if (gone.length > 0) tx.note({ changes: { signedPutAside: gone.map((one) => one.file_id) } });
}

/** Takes a draft back from whoever decides, or reopens one that was approved and not issued. */
export const recallDecision = (ctx: Ctx, args: Place & { reason: string }): Promise<void> =>
  onDecision(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.recall-decision', summary: 'Rút lại dự thảo quyết định để sửa.' },
    async (tx, { decision }) => {
      const reason = readReason(args.reason);
      if (decision.state !== 'approved') requireDecisionState(decision, 'draft', 'rút lại');
      if (!decision.submittedAt) throw already('Dự thảo chưa trình nên không cần rút lại.');
      await tx.db.updateTable('award_decision').set(backToDraft).where('id', '=', decision.id).execute();
      await putSignedAside(tx, ctx, decision);
      tx.note({ changes: { reason, before: decision.state } });
    },
  );

const backToDraft = {
  state: 'draft' as const,
  submitted_at: null,
  submitted_by_name: null,
  approved_at: null,
  approved_by_name: null,
  number: null,
  date: null,
};

/** Approves the whole list as it stands. @throws RuleError 'award.moved', 'award.decision-state' */
export const approveDecision = (ctx: Ctx, args: Place): Promise<void> =>
  onDecision(
    ctx,
    args,
    mayDecideAt,
    { act: 'award.approve-decision', summary: 'Duyệt dự thảo quyết định khen thưởng.' },
    async (tx, on) => {
      const { decision, call } = on;
      requireDecisionState(decision, 'draft', 'duyệt');
      if (!decision.submittedAt) throw already('Dự thảo chưa được trình nên chưa duyệt được.');
      const { dossiers } = await requireWholeList(tx, ctx, on);
      await tx.db
        .updateTable('award_decision')
        .set({ state: 'approved', approved_at: ctx.now, approved_by_name: ctx.actor.name })
        .where('id', '=', decision.id)
        .execute();
      await recordEvents(
        tx,
        ctx,
        dossiers.map((one) => ({
          callId: call.id,
          dossierId: one.id,
          what: 'approved',
          stepId: one.stepId,
          data: { decisionId: decision.id },
        })),
      );
      tx.note({ summary: `Duyệt dự thảo quyết định “${decision.title}” với ${dossiers.length} hồ sơ.` });
    },
  );

/** Gives the draft back to the officers who prepared it. */
export const returnDecision = (ctx: Ctx, args: Place & { reason: string }): Promise<void> =>
  onDecision(
    ctx,
    args,
    mayDecideAt,
    { act: 'award.return-decision', summary: 'Trả lại dự thảo quyết định khen thưởng.' },
    async (tx, on) => {
      const reason = readReason(args.reason);
      requireDecisionState(on.decision, 'draft', 'trả lại');
      if (!on.decision.submittedAt) throw already('Dự thảo chưa được trình nên không trả lại được.');
      await tx.db
        .updateTable('award_decision')
        .set({ ...backToDraft, returned_reason: reason })
        .where('id', '=', on.decision.id)
        .execute();
      await tellHolders(tx, ctx, atStep(on), 'officer', decisionReturned(ctx, on, reason));
      tx.note({ changes: { reason } });
    },
  );

/** To where a dossier can go back from the step of deciding: an earlier step by its id, or '' for the unit. */
export const returnTargets = (call: Pick<StoredCall, 'doc'>, stepId: string): { id: string; name: string }[] => [
  ...stepsBefore(call.doc, stepId).map((step) => ({ id: step.id, name: step.name })),
  { id: '', name: 'Đơn vị đề nghị' },
];

/** Takes one dossier out of the list and sends it back with a reason; the others go on. */
export const sendLineBack = (
  ctx: Ctx,
  args: Place & { dossierId: string; to: string; reason: string },
): Promise<void> =>
  onDecision(
    ctx,
    args,
    mayDecideAt,
    { act: 'award.return-dossier', summary: 'Người có thẩm quyền trả lại một hồ sơ khen thưởng.' },
    async (tx, { call, scope, decision }) => {
      const step = decisionStep(call, scope, decision.authorityUnitId);
      if (!returnTargets(call, step.id).some((one) => one.id === args.to))
        throw new RuleError({ code: 'award.return-to', field: 'to', message: 'Hãy chọn nơi nhận lại hồ sơ.' });
      const reason = readReason(args.reason);
      if (decision.state !== 'approved') requireDecisionState(decision, 'draft', 'trả lại hồ sơ');
      const line = (await linesOf(tx.db, decision.id, args.dossierId))[0];
      if (!line) throw notFound('Dòng này của quyết định');
      const dossiers = await lockDossiers(tx.db, [line.dossierId]);
      await moveBack(tx, ctx, { call, stepId: step.id, dossiers, to: args.to || null, reason });
      await putSignedAside(tx, ctx, decision);
      await tx.db
        .deleteFrom('award_decision_line')
        .where('decision_id', '=', decision.id)
        .where('dossier_id', '=', line.dossierId)
        .execute();
      tx.note({
        summary: `Trả lại hồ sơ ${line.code} từ bước quyết định.`,
        changes: { dossier: line.code, to: args.to || 'unit', reason },
      });
    },
  );

/** Gives a decision up before it is issued; its dossiers wait at their step for another one. */
export const cancelDecision = (ctx: Ctx, args: Place & { reason: string }): Promise<void> =>
  onDecision(
    ctx,
    args,
    mayWorkAt,
    { act: 'award.cancel-decision', summary: 'Hủy dự thảo quyết định khen thưởng.' },
    async (tx, { decision }) => {
      const reason = readReason(args.reason);
      if (decision.state !== 'approved') requireDecisionState(decision, 'draft', 'hủy');
      await tx.db
        .updateTable('award_decision')
        .set({ state: 'cancelled', cancel_reason: reason })
        .where('id', '=', decision.id)
        .execute();
      tx.note({ summary: `Hủy dự thảo quyết định “${decision.title}”.`, changes: { reason } });
    },
  );
