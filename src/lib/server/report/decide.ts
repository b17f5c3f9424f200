import { RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { readTargetId } from '#lib/domain/report/content.ts';
import { lockObligation, markAccepted, markReturned } from '../obligation/states.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type OpenReport, openReport } from './open.ts';
import type { SubmittedContent } from './submit.ts';

async function openSubmitted(ctx: Ctx, obligationId: string): Promise<OpenReport> {
  const report = await openReport(ctx, { obligationId });
  requireAllowed(report.decide);
  return report;
}

/** Locks the obligation and asks again whether it waits for a decision, on what the person has read. */
async function requireWaiting(tx: Tx, report: OpenReport, no: number | undefined): Promise<number> {
  const { state } = await lockObligation(tx, report.obligation.id);
  const last = await tx.db
    .selectFrom('unit_report_submission')
    .select('no')
    .where('report_id', '=', report.id ?? report.obligation.id)
    .orderBy('no', 'desc')
    .executeTakeFirst();
  if (state !== 'submitted' || !last)
    throw new RuleError({
      code: 'report.not-waiting',
      status: 409,
      message: 'Kế hoạch hoặc báo cáo này không còn chờ xem: nó đã được chấp nhận, trả lại, hoặc chưa nộp.',
    });
  if (no !== undefined && no !== last.no) throw stale('Bản đã nộp');
  return last.no;
}

/** The targets of an accepted plan become the unit's own (Q25-10). */
async function writeTargets(tx: Tx, ctx: Ctx, report: OpenReport, content: SubmittedContent): Promise<number> {
  const rows = Object.entries(content.targets ?? {}).map(([key, value]) => {
    const { indicatorId, year } = readTargetId(key);
    return {
      programme_id: report.movement.id,
      indicator_id: indicatorId,
      unit_id: report.unit.id,
      year,
      value,
      from_report: report.id,
      at: ctx.now,
    };
  });
  if (rows.length === 0) return 0;
  await tx.db
    .insertInto('unit_target')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['programme_id', 'indicator_id', 'unit_id', 'year']).doUpdateSet((eb) => ({
        value: eb.ref('excluded.value'),
        from_report: eb.ref('excluded.from_report'),
        at: eb.ref('excluded.at'),
      })),
    )
    .execute();
  return rows.length;
}

/**
 * The receiver, or the standing unit, accepts what was handed in; the targets of a plan become the unit's own.
 * @param args.no which hand-in the person has read; refused when there is a newer one
 * @throws RuleError 'report.not-waiting', 'stale'
 */
export async function acceptReport(ctx: Ctx, args: { obligationId: string; no?: number }): Promise<void> {
  const report = await openSubmitted(ctx, args.obligationId);
  const init = {
    act: 'report.accept',
    programmeId: report.movement.id,
    subject: { kind: 'obligation', id: args.obligationId },
    summary: `Chấp nhận “${report.rule.name}” của ${report.unit.name}.`,
  };
  await act(ctx, init, async (tx) => {
    const no = await requireWaiting(tx, report, args.no);
    const content = report.submissions.find((one) => one.no === no)?.content as SubmittedContent | undefined;
    if (!content) throw stale('Bản đã nộp');
    const targets = await writeTargets(tx, ctx, report, content);
    await markAccepted(tx, ctx, args.obligationId);
    tx.note({ changes: { no, targets } });
  });
}

/**
 * Gives it back to the unit, which can then change it and hand it in again; what was handed in stays readable.
 * @throws RuleError 'obligation.reason', 'report.not-waiting', 'stale'
 */
export async function returnReport(
  ctx: Ctx,
  args: { obligationId: string; reason: string; no?: number },
): Promise<void> {
  const report = await openSubmitted(ctx, args.obligationId);
  const init = {
    act: 'report.return',
    programmeId: report.movement.id,
    subject: { kind: 'obligation', id: args.obligationId },
    summary: `Trả lại “${report.rule.name}” của ${report.unit.name}.`,
  };
  await act(ctx, init, async (tx) => {
    const no = await requireWaiting(tx, report, args.no);
    await markReturned(tx, ctx, args.obligationId, args.reason);
    tx.note({ changes: { no, reason: args.reason } });
  });
}
