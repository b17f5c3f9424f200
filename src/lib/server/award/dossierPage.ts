import { isWritable, nextStep, stepOf, stepsBefore } from '#lib/domain/award/path.ts';
import { dueSaying, isForwardedByOfficer, returnLimit } from '#lib/domain/award/work.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { workCalendar } from '../catalogue/queries.ts';
import { lawChoicesOf } from '../catalogue/transition.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { checksOf } from './checks.ts';
import { dossierView } from './dossierView.ts';
import { historyOf } from './history.ts';
import { isUntouched } from './leave.ts';
import { dossierOpinions } from './opinionQueries.ts';
import { commentsOf } from './publicityQueries.ts';
import { type DossierRow, requireDossier } from './queries.ts';
import { openCall } from './room.ts';
import {
  type AwardScope,
  checkInsight,
  managesCall,
  mayDecideAt,
  mayNominate,
  mayOpenCall,
  maySeeDossier,
  mayWorkAt,
  type StoredCall,
} from './scope.ts';
import { obstaclesOf, openStepsOf } from './stepFacts.ts';
import { backProblem, forwardProblem } from './steps.ts';

/** A dossier in the rooms of its call. @throws RuleError 'not-found' */
export async function openDossier(ctx: Ctx, args: { slug: string; dossierId: string }) {
  const { call, scope } = await openCall(ctx, args.slug);
  const dossier = await requireDossier(ctx.app.db, args.dossierId);
  if (dossier.callId !== call.id) throw notFound('Hồ sơ khen thưởng này');
  requireAllowed(maySeeDossier(scope, call, dossier));
  return { call, scope, dossier };
}

async function stepPanel(ctx: Ctx, at: { call: StoredCall; scope: AwardScope; dossier: DossierRow }) {
  const { call, scope, dossier } = at;
  const { db } = ctx.app;
  const step = dossier.state === 'in-progress' ? stepOf(call.doc, dossier.stepId) : null;
  if (!step) return null;
  const [open, facts, calendar] = await Promise.all([
    openStepsOf(db, [dossier.id]),
    obstaclesOf(db, [dossier.id]),
    workCalendar(db),
  ]);
  const stands = open.get(dossier.id);
  const works = mayWorkAt(scope, call, step);
  const next = nextStep(call.doc, step.id);
  const limit = stands ? returnLimit(step, stands.enteredAt, ctx.now, calendar) : null;
  const before = stepsBefore(call.doc, step.id);
  const from = before[0];
  const mayTakeBack =
    from !== undefined &&
    isForwardedByOfficer(from.kind) &&
    mayWorkAt(scope, call, from).allow &&
    (await isUntouched(db, dossier.id, step.id));
  return {
    step,
    next: next && { id: next.id, name: next.name },
    before: before.map(({ id, name }) => ({ id, name })),
    works: works.allow,
    /** why the reader cannot act */
    why: works.allow ? null : works.reason,
    mayReturn: works.allow || mayDecideAt(scope, call, step).allow,
    forwards: isForwardedByOfficer(step.kind) && next !== null,
    forwardProblem: forwardProblem(step, stands, facts.get(dossier.id)),
    backProblem: backProblem(facts.get(dossier.id)),
    unanswered: facts.get(dossier.id)?.unanswered ?? [],
    due: dueSaying(stands?.dueOn ?? null, ctx.now, calendar),
    returnLimit: limit,
    stands: stands ? { ...stands } : null,
    takeBackTo: mayTakeBack && from ? { id: from.id, name: from.name } : null,
  };
}

/** By which text of the law the dossier is judged, and what a person may choose instead; null before it is received. */
async function lawPanel(ctx: Ctx, at: { call: StoredCall; scope: AwardScope; dossier: DossierRow }) {
  const { choices, may } = await lawChoicesOf(ctx, at);
  if (choices.length === 0) return null;
  return {
    current: choices.find((one) => one.law.id === at.dossier.lawId)?.law.name ?? at.dossier.lawId,
    reason: at.dossier.lawReason,
    choices: choices.map(({ law, why }) => ({ id: law.id, name: law.name, why, held: law.id === at.dossier.lawId })),
    transition: choices.findLast((one) => one.why === 'more-favourable')?.law.transition ?? null,
    may: may.allow,
  };
}

/** All that the page of a dossier shows. */
export async function dossierPage(ctx: Ctx, args: { slug: string; dossierId: string }) {
  const { call, scope, dossier } = await openDossier(ctx, args);
  const { db } = ctx.app;
  const [view, checks, panel, history, opinions, comments, law] = await Promise.all([
    dossierView(ctx, scope, call, dossier),
    checksOf(db, { dossiers: [dossier], now: ctx.now, insight: checkInsight(scope, call) }),
    stepPanel(ctx, { call, scope, dossier }),
    historyOf(db, { call, dossierId: dossier.id, submissionId: dossier.submissionId, now: ctx.now }),
    dossierOpinions(db, [dossier.id]),
    // comments are the business of those on the path, never of the nominating unit
    mayOpenCall(scope, call).allow ? commentsOf(db, { dossierId: dossier.id }) : [],
    lawPanel(ctx, { call, scope, dossier }),
  ]);
  const stands = managesCall(scope, call) || mayNominate(scope, dossier.unitId).allow;
  return {
    dossier: {
      id: dossier.id,
      code: dossier.code,
      subjectName: dossier.subjectName,
      unitId: dossier.unitId,
      unitName: dossier.unitName,
      state: dossier.state,
      submissionId: dossier.submissionId,
    },
    view,
    checks: checks.get(dossier.id) ?? [],
    panel,
    history,
    opinions,
    comments,
    law,
    mayWithdraw: stands && (dossier.state === 'in-progress' || dossier.state === 'returned'),
    mayReplaceSigner: stands && !isWritable(dossier.state) && dossier.receivedAt !== null,
  };
}
