/** What the pages of letters to those above show, and why somebody may or may not act. */
import { blocksOf } from '#lib/domain/award/checks.ts';
import type { ForwardingState } from '#lib/domain/award/forwarding.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { lawOn, lawsOf } from '../../catalogue/queries.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { type Decision, deny } from '../../platform/policy.ts';
import { checksOf } from '../checks.ts';
import { awardFilesOf } from '../fileRows.ts';
import { dossiersOf } from '../queries.ts';
import { openCall } from '../room.ts';
import { mayDecideAt, mayWorkAt } from '../scope.ts';
import { formNameOf, openForwarding } from './papers.ts';
import { forwardingLines, forwardingSteps, forwardingsOf, requireForwardingStep, waitingIds } from './queries.ts';

/** Letters of a call and the dossiers that wait for one, with what the checks found. */
export async function forwardingsView(ctx: Ctx, slug: string) {
  const { call, scope } = await openCall(ctx, slug);
  const { db } = ctx.app;
  const forwardings = await forwardingsOf(db, call.id);
  const steps = await Promise.all(
    forwardingSteps(call).map(async (step) => {
      const waiting = await dossiersOf(db, { ids: await waitingIds(db, call.id, step.id) });
      const checks = await checksOf(db, { dossiers: waiting, now: ctx.now });
      return {
        id: step.id,
        name: step.name,
        due:
          waiting
            .map((one) => one.dueOn)
            .filter((day) => day !== null)
            .toSorted()[0] ?? null,
        dossiers: waiting.map((one) => ({
          id: one.id,
          code: one.code,
          name: one.subjectName,
          unitName: one.unitName,
          formName: formNameOf(call, one),
          block: blocksOf(checks.get(one.id) ?? [])[0]?.title ?? null,
        })),
        work: mayWorkAt(scope, call, step),
        decide: mayDecideAt(scope, call, step),
      };
    }),
  );
  return {
    forwardings,
    steps,
    works: steps.some((step) => step.work.allow),
    decides: steps.some((step) => step.decide.allow),
  };
}

const when = (may: Decision, ok: boolean, reason: string): Decision =>
  may.allow && !ok ? deny('award.forwarding-state', reason) : may;

/** Everything that the page of a letter shows. @throws RuleError 'not-found' */
export async function forwardingView(ctx: Ctx, args: { slug: string; forwardingId: string }) {
  const { call, scope, forwarding, dossiers } = await openForwarding(ctx, args);
  const { db } = ctx.app;
  const step = requireForwardingStep(call, forwarding.stepId);
  const { state } = forwarding;
  const before: ForwardingState[] = ['draft', 'submitted', 'approved'];
  const [lines, files, checks, laws] = await Promise.all([
    forwardingLines(db, forwarding.id),
    awardFilesOf(db, 'forwardingId', [forwarding.id]),
    before.includes(state) ? checksOf(db, { dossiers, now: ctx.now }) : null,
    lawsOf(db),
  ]);
  const byId = new Map(lines.map((line) => [line.dossierId, line]));
  const work = mayWorkAt(scope, call, step);
  const decide = mayDecideAt(scope, call, step);
  return {
    forwarding,
    step: { id: step.id, name: step.name },
    lines: dossiers.map((one) => ({
      ...byId.get(one.id)!,
      code: one.code,
      name: one.subjectName,
      kind: one.subjectKind,
      unitName: one.unitName,
      formName: formNameOf(call, one),
      block: blocksOf(checks?.get(one.id) ?? [])[0]?.title ?? null,
      /** it has left the step: withdrawn or sent back in between */
      gone: before.includes(state) && (one.state !== 'in-progress' || one.stepId !== step.id),
    })),
    letter: files.find((file) => file.role === 'letter') ?? null,
    answers: files.filter((file) => file.role === 'answer'),
    payer: lawOn(laws, isoDateLocal(ctx.now)).payer ?? null,
    today: isoDateLocal(ctx.now),
    can: {
      edit: when(work, state === 'draft', 'Chỉ sửa được khi tờ trình đang soạn.'),
      approve: when(decide, state === 'submitted', 'Tờ trình chưa được trình ký.'),
      sendBack: when(decide, state === 'submitted' || state === 'approved', 'Không có gì để trả lại.'),
      reopen: when(work, state === 'submitted' || state === 'approved', 'Không có gì để rút lại.'),
      send: when(work, state === 'approved', 'Chỉ gửi được sau khi được duyệt.'),
      takeBack: when(
        work,
        state === 'sent' && forwarding.open === forwarding.lines,
        'Chỉ rút về được khi cấp trên chưa trả lời.',
      ),
      answer: when(work, state === 'sent', 'Không có hồ sơ nào chờ kết quả.'),
      cancel: when(work, before.includes(state), 'Tờ trình đã gửi hoặc đã hủy.'),
      pay: when(
        work,
        lines.some((line) => line.payment === 'due' || line.payment === 'paid'),
        'Không có khoản nào để chi.',
      ),
    },
  };
}
