/** The work of a step: what is found, forwarding, returning, declining, withdrawing, taking back (Q25-12, C21-6). */
import { nextStep, stepOf, stepsBefore } from '#lib/domain/award/path.ts';
import type { PathStep, StepChecklist } from '#lib/domain/award/types.ts';
import { checklistProblem, isForwardedByOfficer, requireReason, returnLimit } from '#lib/domain/award/work.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { workCalendar } from '../catalogue/queries.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireClear } from './checks.ts';
import { arrivedLetter, tell, unitLetter } from './mails.ts';
import { endPath, moveBack, moveForward, requireAt } from './move.ts';
import { awardPeople } from './people.ts';
import { type DossierRow, lockDossiers } from './queries.ts';
import type { StoredCall } from './scope.ts';
import { obstaclesOf, openStepsOf, type StepObstacles } from './stepFacts.ts';
import { type AtStep, openStepOf, requireOfCall } from './stepOpen.ts';

/** What keeps a dossier at its step; null: it can go on. */
export function forwardProblem(
  step: PathStep,
  at: { checklist: StepChecklist } | undefined,
  facts: StepObstacles | undefined,
): string | null {
  const unfinished = at ? checklistProblem(step, at.checklist) : null;
  if (unfinished) return unfinished;
  if (facts && facts.unhandledComments > 0) return `Còn ${facts.unhandledComments} ý kiến góp ý chưa trả lời.`;
  if (step.kind !== 'publicity' || !facts) return null;
  if (facts.publicity === null) return 'Chưa công khai lấy ý kiến về hồ sơ này.';
  if (facts.publicity === 'open') return 'Thời gian lấy ý kiến công khai chưa khép lại.';
  return facts.upheldComments > 0
    ? 'Có ý kiến góp ý được kết luận là đúng. Hãy trả lại hoặc kết luận không đủ điều kiện.'
    : null;
}

/** What keeps a dossier from being taken off its step; null: nothing. */
export const backProblem = (facts: StepObstacles | undefined): string | null =>
  facts?.meeting
    ? `Phiên họp “${facts.meeting}” đang xét hồ sơ này. Hãy chờ phiên họp kết thúc.`
    : facts?.decision
      ? `Hồ sơ đang có trong dự thảo “${facts.decision}”. Hãy đưa ra khỏi dự thảo trước.`
      : null;

function refuseFirst(dossiers: readonly DossierRow[], problemOf: (one: DossierRow) => string | null): void {
  const problems = dossiers.flatMap((one) => {
    const problem = problemOf(one);
    return problem ? [{ field: `hoSo.${one.id}`, message: `${one.code}, ${one.subjectName}: ${problem}` }] : [];
  });
  if (problems.length > 0)
    throw new RuleError({
      code: 'award.cannot-move',
      message: `${problems.length}/${dossiers.length} hồ sơ chưa chuyển được. Chưa hồ sơ nào được chuyển.`,
      issues: problems,
    });
}

/** No longer under comment: the public list says so, and takes no more comments on it. */
export async function leavePublicLists(tx: Tx, ctx: Ctx, dossierIds: string[]): Promise<void> {
  await tx.db
    .updateTable('award_publicity_line as l')
    .from('award_publicity as p')
    .set({ removed_at: ctx.now })
    .whereRef('p.id', '=', 'l.publicity_id')
    .where('p.closed_at', 'is', null)
    .where('l.removed_at', 'is', null)
    .where('l.dossier_id', 'in', dossierIds)
    .execute();
}

export async function tellArrived(
  tx: Tx,
  ctx: Ctx,
  call: StoredCall,
  step: PathStep,
  dossiers: DossierRow[],
  reason?: string | null,
): Promise<void> {
  const open = await openStepsOf(
    tx.db,
    dossiers.map((one) => one.id),
  );
  const first = open.get(dossiers[0]!.id);
  const people = await awardPeople(tx.db, first?.unitId ? [first.unitId] : [], ctx.now);
  const to = people.of(
    first?.unitId ?? null,
    step.kind === 'decision' ? ['leader', 'award-officer'] : ['award-officer'],
  );
  await tell(
    tx,
    ctx,
    call,
    to,
    arrivedLetter(ctx, call, { step, dueOn: first?.dueOn ?? null, dossiers, reason: reason ?? null }),
  );
}

export async function tellUnits(
  tx: Tx,
  ctx: Ctx,
  at: Pick<AtStep, 'call'> & { by: string },
  what: 'returned' | 'declined' | 'withdrawn',
  dossiers: DossierRow[],
  reason: string,
): Promise<void> {
  const byUnit = Map.groupBy(dossiers, (one) => one.unitId);
  const people = await awardPeople(tx.db, [...byUnit.keys()], ctx.now);
  for (const [unitId, its] of byUnit)
    await tell(
      tx,
      ctx,
      at.call,
      people.of(unitId, ['unit-coordinator', 'award-officer']),
      unitLetter(ctx, at.call, { unitId, what, dossiers: its, reason, by: at.by }),
    );
}

interface Bulk {
  slug: string;
  stepId: string;
  dossierIds: string[];
}

const codesOf = (dossiers: readonly DossierRow[]) => dossiers.map((one) => one.code);

/**
 * On to the next step: all of them or none. Opinions that are still missing have to be waived with a reason.
 * @throws RuleError 'award.cannot-move' with an issue a dossier, 'award.blocked', 'award.unanswered', 'award.moved' (409)
 */
export async function forward(
  ctx: Ctx,
  args: Bulk & { note?: string; withoutOpinions?: string },
): Promise<{ step: PathStep; count: number }> {
  const { call, step } = await openStepOf(ctx, args);
  if (!isForwardedByOfficer(step.kind) || !nextStep(call.doc, step.id))
    throw new RuleError({
      code: 'award.not-forwarded-here',
      message: `Hồ sơ rời bước “${step.name}” khi kết quả của bước đó được ghi, không chuyển tay ở đây.`,
    });
  const note = cleanMultiline(args.note ?? '').slice(0, 2000) || null;
  const init = { act: 'award.forward', programmeId: call.programmeId, subject: { kind: 'award-call', id: call.id } };
  return act(ctx, { ...init, summary: `Chuyển hồ sơ khỏi bước “${step.name}”.` }, async (tx) => {
    const dossiers = await lockDossiers(tx.db, args.dossierIds);
    requireOfCall(dossiers, call, args.dossierIds);
    requireAt(dossiers, step.id);
    const [open, facts] = await Promise.all([openStepsOf(tx.db, args.dossierIds), obstaclesOf(tx.db, args.dossierIds)]);
    refuseFirst(dossiers, (one) => forwardProblem(step, open.get(one.id), facts.get(one.id)));
    await requireClear(tx.db, dossiers, ctx.now);
    const missing = [...facts.values()].some((one) => one.unanswered.length > 0);
    const waived = missing ? requireWaiver(args.withoutOpinions ?? '', facts) : null;
    const next = await moveForward(tx, ctx, {
      call,
      stepId: step.id,
      dossiers,
      note,
      ...(waived ? { data: { withoutOpinions: waived } } : {}),
    });
    await tellArrived(tx, ctx, call, next, dossiers, note);
    tx.note({
      summary: `Chuyển ${dossiers.length} hồ sơ từ bước “${step.name}” đến bước “${next.name}”.`,
      changes: { dossiers: codesOf(dossiers), ...(waived ? { withoutOpinions: waived } : {}) },
    });
    return { step: next, count: dossiers.length };
  });
}

function requireWaiver(typed: string, facts: Map<string, StepObstacles>): string {
  const offices = [...new Set([...facts.values()].flatMap((one) => one.unanswered))];
  if (cleanMultiline(typed) === '')
    throw new RuleError({
      code: 'award.unanswered',
      field: 'withoutOpinions',
      message: `Còn chờ ý kiến của ${offices.join(', ')}. Muốn chuyển ngay, hãy ghi lý do không chờ.`,
    });
  return requireReason(typed, 'withoutOpinions');
}

/**
 * Back to an earlier step, or to the unit (`to: null`), with a reason that everyone on the way reads. After the step's limit for returning
 * it still works and is marked as late.
 */
export async function sendBack(
  ctx: Ctx,
  args: Bulk & { to: string | null; reason: string },
): Promise<{ late: number }> {
  const { call, step } = await openStepOf(ctx, { ...args, decides: true });
  const reason = requireReason(args.reason);
  if (args.to !== null && !stepsBefore(call.doc, step.id).some((one) => one.id === args.to))
    throw new RuleError({
      code: 'award.not-before',
      field: 'to',
      message: 'Chỉ trả lại được về đơn vị hoặc một bước trước.',
    });
  const target = stepOf(call.doc, args.to);
  const where = target ? `bước “${target.name}”` : 'đơn vị đề nghị';
  const init = { act: 'award.return', programmeId: call.programmeId, subject: { kind: 'award-call', id: call.id } };
  return act(ctx, { ...init, summary: `Trả hồ sơ từ bước “${step.name}”.` }, async (tx) => {
    const dossiers = await lockDossiers(tx.db, args.dossierIds);
    requireOfCall(dossiers, call, args.dossierIds);
    requireAt(dossiers, step.id);
    const [facts, calendar] = await Promise.all([obstaclesOf(tx.db, args.dossierIds), workCalendar(tx.db)]);
    refuseFirst(dossiers, (one) => backProblem(facts.get(one.id)));
    await leavePublicLists(tx, ctx, args.dossierIds);
    const limitOf = (one: DossierRow) => (one.enteredAt ? returnLimit(step, one.enteredAt, ctx.now, calendar) : null);
    const groups = Map.groupBy(dossiers, (one) => limitOf(one)?.late ?? false);
    for (const [late, its] of groups)
      await moveBack(tx, ctx, {
        call,
        stepId: step.id,
        dossiers: its,
        to: args.to,
        reason,
        ...(late ? { data: { late } } : {}),
      });
    if (target) await tellArrived(tx, ctx, call, target, dossiers, reason);
    await tellUnits(tx, ctx, { call, by: step.name }, 'returned', target ? [] : dossiers, reason);
    const late = groups.get(true)?.length ?? 0;
    tx.note({
      summary: `Trả ${dossiers.length} hồ sơ từ bước “${step.name}” về ${where}.`,
      changes: { dossiers: codesOf(dossiers), reason, ...(late ? { late } : {}) },
    });
    return { late };
  });
}

/** "Không đủ điều kiện": the end of the path, with a reason that the unit reads. */
export async function decline(ctx: Ctx, args: Bulk & { reason: string }): Promise<void> {
  const { call, step } = await openStepOf(ctx, { ...args, decides: true });
  const reason = requireReason(args.reason);
  const init = { act: 'award.decline', programmeId: call.programmeId, subject: { kind: 'award-call', id: call.id } };
  await act(ctx, { ...init, summary: `Kết luận không đủ điều kiện ở bước “${step.name}”.` }, async (tx) => {
    const dossiers = await lockDossiers(tx.db, args.dossierIds);
    requireOfCall(dossiers, call, args.dossierIds);
    requireAt(dossiers, step.id);
    const facts = await obstaclesOf(tx.db, args.dossierIds);
    refuseFirst(dossiers, (one) => backProblem(facts.get(one.id)));
    await leavePublicLists(tx, ctx, args.dossierIds);
    await endPath(tx, ctx, { call, dossiers, state: 'declined', reason });
    await tellUnits(tx, ctx, { call, by: step.name }, 'declined', dossiers, reason);
    tx.note({
      summary: `Kết luận ${dossiers.length} hồ sơ không đủ điều kiện ở bước “${step.name}”.`,
      changes: { dossiers: codesOf(dossiers), reason },
    });
  });
}
