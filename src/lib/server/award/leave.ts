/** A dossier leaves its path otherwise than by a verdict: withdrawn by its unit, or a forward that is taken back (Q25-12). */
import { dossierStateNames, nextStep, stepOf } from '#lib/domain/award/path.ts';
import { isForwardedByOfficer, requireReason } from '#lib/domain/award/work.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { tell, unitLetter } from './mails.ts';
import { endPath, recallForward } from './move.ts';
import { awardPeople } from './people.ts';
import { callById, type DossierRow, lockDossiers, requireDossier } from './queries.ts';
import { awardScope, managesCall, mayNominate, maySeeDossier } from './scope.ts';
import { obstaclesOf, openStepsOf } from './stepFacts.ts';
import { openStepOf, requireOfCall } from './stepOpen.ts';
import { backProblem, leavePublicLists, tellUnits } from './steps.ts';

const moved = (): RuleError =>
  new RuleError({
    code: 'award.moved',
    status: 409,
    message: 'Hồ sơ vừa được người khác xử lý. Hãy tải lại trang để xem tình trạng mới nhất.',
  });

/** The unit, or the standing unit at its request, takes a nomination out of the call. @throws RuleError 'award.not-withdrawable' */
export async function withdraw(ctx: Ctx, args: { dossierId: string; reason: string }): Promise<void> {
  const { db } = ctx.app;
  const [dossier, scope] = await Promise.all([requireDossier(db, args.dossierId), awardScope(ctx)]);
  const call = (await callById(db, dossier.callId))!;
  requireAllowed(maySeeDossier(scope, call, dossier));
  const manages = managesCall(scope, call);
  if (!manages) requireAllowed(mayNominate(scope, dossier.unitId));
  const reason = requireReason(args.reason);
  const init = {
    act: 'award.withdraw',
    programmeId: call.programmeId,
    subject: { kind: 'award-dossier', id: dossier.id },
  };
  await act(ctx, { ...init, summary: `Rút hồ sơ ${dossier.code}.` }, async (tx) => {
    const [locked] = await lockDossiers(tx.db, [dossier.id]);
    if (!locked) throw notFound('Hồ sơ khen thưởng này');
    if (locked.state !== 'in-progress' && locked.state !== 'returned')
      throw new RuleError({
        code: 'award.not-withdrawable',
        status: 409,
        message: `Hồ sơ ở tình trạng “${dossierStateNames[locked.state]}” nên không rút được nữa.`,
      });
    const problem = backProblem((await obstaclesOf(tx.db, [dossier.id])).get(dossier.id));
    if (problem) throw new RuleError({ code: 'award.cannot-move', status: 409, message: problem });
    await leavePublicLists(tx, ctx, [dossier.id]);
    await endPath(tx, ctx, { call, dossiers: [locked], state: 'withdrawn', reason });
    const step = stepOf(call.doc, locked.stepId);
    const office = step && [...scope.units.values()].find((unit) => unit.code === step.unit);
    if (office) {
      const people = await awardPeople(tx.db, [office.id], ctx.now);
      const letter = unitLetter(ctx, call, {
        unitId: locked.unitId,
        what: 'withdrawn',
        dossiers: [locked],
        reason,
        by: ctx.actor.name,
      });
      await tell(tx, ctx, call, people.of(office.id, ['award-officer']), letter);
    }
    if (manages) await tellUnits(tx, ctx, { call, by: 'cơ quan thường trực' }, 'withdrawn', [locked], reason);
    tx.note({ summary: `Rút hồ sơ ${locked.code}, ${locked.subjectName}.`, changes: { reason } });
  });
}

/** Takes a forward back while nobody has touched the dossier at the next step. @throws RuleError 'award.touched' (409) */
export async function takeBack(ctx: Ctx, args: { slug: string; stepId: string; dossierId: string }): Promise<void> {
  const { call, step } = await openStepOf(ctx, args);
  const init = {
    act: 'award.take-back',
    programmeId: call.programmeId,
    subject: { kind: 'award-dossier', id: args.dossierId },
  };
  await act(ctx, { ...init, summary: `Lấy lại hồ sơ về bước “${step.name}”.` }, async (tx) => {
    const dossiers = await lockDossiers(tx.db, [args.dossierId]);
    requireOfCall(dossiers, call, [args.dossierId]);
    const [dossier] = dossiers as [DossierRow];
    const next = nextStep(call.doc, step.id);
    if (!isForwardedByOfficer(step.kind) || dossier.state !== 'in-progress' || !next || dossier.stepId !== next.id)
      throw moved();
    if (!(await isUntouched(tx.db, dossier.id, next.id)))
      throw new RuleError({
        code: 'award.touched',
        status: 409,
        message: `Bước “${next.name}” đã bắt đầu xử lý hồ sơ này nên không lấy lại được. Hãy đề nghị bước đó trả lại.`,
      });
    await recallForward(tx, ctx, { call, from: next.id, to: step, dossier });
    tx.note({ summary: `Lấy lại hồ sơ ${dossier.code} từ bước “${next.name}” về bước “${step.name}”.` });
  });
}

/** Whether nothing was done yet at the step where a dossier stands, and it came there by a forward. */
export async function isUntouched(db: Tx['db'], dossierId: string, stepId: string): Promise<boolean> {
  const [at, last, asked, agenda] = await Promise.all([
    openStepsOf(db, [dossierId]),
    db
      .selectFrom('award_event')
      .select(['what', 'to_step_id'])
      .where('dossier_id', '=', dossierId)
      .orderBy('id', 'desc')
      .executeTakeFirst(),
    db
      .selectFrom('award_opinion_line as l')
      .innerJoin('award_opinion as o', 'o.id', 'l.opinion_id')
      .select('o.id')
      .where('l.dossier_id', '=', dossierId)
      .where('o.step_id', '=', stepId)
      .where('o.cancelled_at', 'is', null)
      .executeTakeFirst(),
    db
      .selectFrom('council_item as i')
      .innerJoin('council_meeting as m', 'm.id', 'i.meeting_id')
      .select('m.id')
      .where('i.dossier_id', '=', dossierId)
      .where('m.step_id', '=', stepId)
      .where('m.state', '<>', 'cancelled')
      .executeTakeFirst(),
  ]);
  const facts = (await obstaclesOf(db, [dossierId])).get(dossierId);
  return (
    at.get(dossierId)?.version === 1 &&
    last?.what === 'forwarded' &&
    last.to_step_id === stepId &&
    !asked &&
    !agenda &&
    facts?.publicity == null &&
    !facts?.decision
  );
}
