import { stepOf } from '#lib/domain/award/path.ts';
import { type LawChoice, lawChoices } from '#lib/domain/catalogue/transition.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { charCount, clean } from '#lib/domain/kernel/text.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { MIN_REASON } from '#lib/domain/programme/judge.ts';
import { recordEvents } from '../award/move.ts';
import { callById, type DossierRow, lockDossiers, requireDossier } from '../award/queries.ts';
import {
  type AwardScope,
  awardScope,
  mayManageCall,
  maySeeDossier,
  mayWorkAt,
  type StoredCall,
} from '../award/scope.ts';
import { obstaclesOf } from '../award/stepFacts.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Decision, deny, requireAllowed } from '../platform/policy.ts';
import { lawsOf } from './queries.ts';

/** Decide under which text a dossier is judged: whoever works at its step, or runs the call. */
function mayChooseLaw(scope: AwardScope, call: StoredCall, dossier: DossierRow): Decision {
  const seen = maySeeDossier(scope, call, dossier);
  if (!seen.allow) return seen;
  const step = stepOf(call.doc, dossier.stepId);
  if (dossier.state !== 'in-progress' || !step || dossier.receivedAt === null)
    return deny('award.not-in-progress', 'Chỉ chọn phiên bản luật cho hồ sơ đã tiếp nhận và đang được xét.');
  const manages = mayManageCall(scope, call);
  return manages.allow ? manages : mayWorkAt(scope, call, step);
}

/** For the page of a dossier: the versions that may apply, and whether the actor may choose. One version: nothing to choose. */
export async function lawChoicesOf(
  ctx: Ctx,
  args: { scope: AwardScope; call: StoredCall; dossier: DossierRow },
): Promise<{ choices: LawChoice[]; may: Decision }> {
  const { receivedAt } = args.dossier;
  const choices = receivedAt
    ? lawChoices(await lawsOf(ctx.app.db), { receivedOn: isoDateLocal(receivedAt), today: isoDateLocal(ctx.now) })
    : [];
  return { choices, may: mayChooseLaw(args.scope, args.call, args.dossier) };
}

/**
 * Takes another version of the law for a dossier, because it is more favourable, or goes back to that of the day of receipt.
 * @throws RuleError 'award.law-not-applicable', 'award.law-reason', 'award.not-your-step' …
 */
export async function chooseLaw(ctx: Ctx, args: { dossierId: string; lawId: string; reason: string }): Promise<void> {
  const { callId } = await requireDossier(ctx.app.db, args.dossierId);
  const [call, scope, laws] = await Promise.all([callById(ctx.app.db, callId), awardScope(ctx), lawsOf(ctx.app.db)]);
  const reason = clean(args.reason);
  await act(
    ctx,
    {
      act: 'award.choose-law',
      subject: { kind: 'award_dossier', id: args.dossierId },
      programmeId: call!.programmeId,
      summary: 'Chọn phiên bản luật áp dụng cho hồ sơ khen thưởng.',
    },
    async (tx) => {
      const [dossier] = await lockDossiers(tx.db, [args.dossierId]);
      requireAllowed(mayChooseLaw(scope, call!, dossier!));
      const decision = (await obstaclesOf(tx.db, [args.dossierId])).get(args.dossierId)?.decision;
      if (decision)
        throw new RuleError({
          code: 'award.in-decision',
          status: 409,
          message: `Hồ sơ đang có trong dự thảo “${decision}”, tiền thưởng tính theo phiên bản luật đang chọn. Hãy đưa ra khỏi dự thảo trước.`,
        });
      const receivedOn = isoDateLocal(dossier!.receivedAt!);
      const choice = lawChoices(laws, { receivedOn, today: isoDateLocal(ctx.now) }).find(
        (one) => one.law.id === args.lawId,
      );
      if (!choice)
        throw new RuleError({
          code: 'award.law-not-applicable',
          field: 'lawId',
          message: `Hồ sơ tiếp nhận ngày ${formatDate(receivedOn)} không áp dụng được phiên bản luật này. Hãy chọn một trong các phiên bản được liệt kê.`,
          clause: laws.findLast((law) => law.transition)?.transition?.source ?? '',
        });
      if (charCount(reason) < MIN_REASON)
        throw new RuleError({
          code: 'award.law-reason',
          field: 'reason',
          message: `Hãy ghi lý do, ít nhất ${MIN_REASON} ký tự: quy định nào có lợi hơn cho đối tượng và vì sao.`,
        });
      if (dossier!.lawId === args.lawId)
        throw new RuleError({
          code: 'award.law-same',
          field: 'lawId',
          status: 409,
          message: 'Hồ sơ đang áp dụng chính phiên bản luật này.',
        });
      await tx.db
        .updateTable('award_dossier')
        .set((eb) => ({
          law_id: args.lawId,
          law_reason: choice.why === 'receipt' ? null : reason,
          updated_at: ctx.now,
          version: eb('version', '+', 1),
        }))
        .where('id', '=', args.dossierId)
        .execute();
      await recordEvents(tx, ctx, [
        {
          callId: call!.id,
          dossierId: args.dossierId,
          what: 'law-chosen',
          stepId: dossier!.stepId,
          reason,
          data: { from: dossier!.lawId, to: args.lawId },
        },
      ]);
      tx.note({
        summary: `Áp dụng “${choice.law.name}” cho hồ sơ ${dossier!.code}.`,
        changes: { from: dossier!.lawId, to: args.lawId, reason },
      });
    },
  );
}
