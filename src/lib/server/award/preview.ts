import { blocksOf } from '#lib/domain/award/checks.ts';
import { nextStep, stepOf } from '#lib/domain/award/path.ts';
import { isForwardedByOfficer, returnLimit } from '#lib/domain/award/work.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { addWorkingDays } from '#lib/domain/kernel/workingDays.ts';
import { workCalendar } from '../catalogue/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import { checksOf } from './checks.ts';
import { type DossierRow, dossiersOf } from './queries.ts';
import { obstaclesOf, openStepsOf } from './stepFacts.ts';
import { openStepOf, requireOfCall } from './stepOpen.ts';
import { backProblem, forwardProblem } from './steps.ts';

export const bulkActs = ['forward', 'back', 'decline', 'met'] as const;
export type BulkAct = (typeof bulkActs)[number];

interface PreviewLine {
  id: string;
  code: string;
  subjectName: string;
  unitName: string;
  /** what keeps it where it is; null: it will be done */
  problem: string | null;
  warnings: string[];
}

/** What an act on many dossiers would do, before anything happens. @throws RuleError */
export async function previewBulk(
  ctx: Ctx,
  args: { slug: string; stepId: string; act: BulkAct; dossierIds: string[]; to?: string | null },
) {
  const { call, step, scope } = await openStepOf(ctx, {
    ...args,
    decides: args.act === 'back' || args.act === 'decline',
  });
  const { db } = ctx.app;
  if (args.act === 'forward' && !(isForwardedByOfficer(step.kind) && nextStep(call.doc, step.id)))
    throw new RuleError({
      code: 'award.not-forwarded-here',
      message: `Hồ sơ rời bước “${step.name}” khi kết quả của bước đó được ghi, không chuyển tay ở đây.`,
    });
  const dossiers = await dossiersOf(db, { ids: args.dossierIds });
  requireOfCall(dossiers, call, args.dossierIds);
  const [open, facts, calendar, checks] = await Promise.all([
    openStepsOf(db, args.dossierIds),
    obstaclesOf(db, args.dossierIds),
    workCalendar(db),
    args.act === 'forward' ? checksOf(db, { dossiers, now: ctx.now }) : new Map<string, never[]>(),
  ]);
  const target = args.act === 'forward' ? nextStep(call.doc, step.id) : stepOf(call.doc, args.to ?? null);
  const problemOf = (one: DossierRow): string | null => {
    if (one.state !== 'in-progress' || one.stepId !== step.id) return `Không còn ở bước “${step.name}”.`;
    if (args.act === 'forward')
      return (
        forwardProblem(step, open.get(one.id), facts.get(one.id)) ??
        blocksOf(checks.get(one.id) ?? [])[0]?.title ??
        null
      );
    return args.act === 'met' ? null : backProblem(facts.get(one.id));
  };
  const warningsOf = (one: DossierRow): string[] => {
    const its = facts.get(one.id);
    const limit = args.act === 'back' && one.enteredAt ? returnLimit(step, one.enteredAt, ctx.now, calendar) : null;
    return [
      ...(args.act === 'forward' && its && its.unanswered.length > 0
        ? [`Còn chờ ý kiến của ${its.unanswered.join(', ')}.`]
        : []),
      ...(limit?.late
        ? [`Trả muộn ${limit.daysLate} ngày làm việc (hạn trả ${formatDate(limit.lastDay)}); việc này được ghi lại.`]
        : []),
      ...(its?.publicity === 'open' && args.act !== 'met'
        ? ['Tên sẽ được đưa ra khỏi danh sách đang lấy ý kiến công khai.']
        : []),
    ];
  };
  const lines: PreviewLine[] = dossiers.map((one) => ({
    id: one.id,
    code: one.code,
    subjectName: one.subjectName,
    unitName: one.unitName,
    problem: problemOf(one),
    warnings: warningsOf(one),
  }));
  const days = target?.days.value ?? null;
  return {
    call,
    scope,
    step,
    target,
    /** until when those at the next step have to act */
    dueOn: target && days !== null ? addWorkingDays(isoDateLocal(ctx.now), days, calendar) : null,
    lines,
    units: [...new Set(lines.filter((line) => !line.problem).map((line) => line.unitName))],
    unanswered: [...new Set([...facts.values()].flatMap((one) => one.unanswered))],
  };
}
