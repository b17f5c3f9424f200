/** What a unit sees of commendation: open calls, its submissions, what it has received. */
import { sql } from 'kysely';
import { isWritable } from '#lib/domain/award/path.ts';
import { limitNouns } from '#lib/domain/award/quota.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type RecordRow, recordColumns } from '../register/queries.ts';
import { awardFilesOf } from './fileRows.ts';
import { callIsOpen, lacksOf, openNomination } from './nomination.ts';
import { nominators } from './nominators.ts';
import { dossiersOf, listCalls } from './queries.ts';
import { quotaOfUnit } from './quota.ts';
import { awardScope, mayNominate, maySeeNominator } from './scope.ts';
import { fixedBecause } from './submission.ts';

/** The unit of a room of commendation. @throws RuleError 'not-found' */
export async function openUnit(ctx: Ctx, unitId: string) {
  const scope = await awardScope(ctx);
  requireAllowed(maySeeNominator(scope, unitId));
  const unit = scope.units.get(unitId);
  if (!unit) throw notFound('Đơn vị này');
  return { scope, unit, nominates: mayNominate(scope, unitId) };
}

const shownLines = (lines: Awaited<ReturnType<typeof quotaOfUnit>>) =>
  lines.map(({ quota, limit, max, used, left, over, open, writing }) => ({
    id: `${quota.id} ${limit.subjects.join(' ')}`,
    printed: quota.printed,
    counts: limitNouns(limit),
    max,
    used,
    left,
    over,
    open: open ?? null,
    writing,
  }));

const recentRecords = 50;

/** Calls in which the unit takes part, the open ones first, and what it and its people have received. */
export async function unitAwards(ctx: Ctx, unitId: string) {
  const { unit, nominates } = await openUnit(ctx, unitId);
  const { db } = ctx.app;
  const today = isoDateLocal(ctx.now);
  const [all, dossiers, records, { total }] = await Promise.all([
    listCalls(db),
    dossiersOf(db, { unitId }),
    db
      .selectFrom('award_record as r')
      .select(recordColumns)
      .where('r.unit_id', '=', unitId)
      .orderBy('r.year', 'desc')
      .orderBy(sql`r.decision_date desc nulls last, r.id`)
      .limit(recentRecords)
      .execute() as Promise<RecordRow[]>,
    db
      .selectFrom('award_record')
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .where('unit_id', '=', unitId)
      .executeTakeFirstOrThrow(),
  ]);
  const shown = all.filter((call) => call.state !== 'draft');
  const calls = await Promise.all(
    shown.map(async (call) => {
      const mine = dossiers.filter((one) => one.callId === call.id && one.state !== 'withdrawn');
      const open = callIsOpen(call, ctx.now);
      const takesPart = open && (await nominators(db, call, today)).some((one) => one.id === unitId);
      return {
        slug: call.slug,
        name: call.doc.name,
        opensAt: call.doc.opensAt,
        closesAt: call.doc.closesAt,
        state: call.state,
        open,
        takesPart,
        quota: takesPart ? shownLines(await quotaOfUnit(db, call, unitId, today)) : [],
        writing: mine.filter((one) => isWritable(one.state)).length,
        returned: mine.filter((one) => one.state === 'returned').length,
        handedIn: mine.filter((one) => one.receivedAt !== null).length,
      };
    }),
  );
  return {
    unit: { id: unit.id, name: unit.name },
    nominates,
    open: calls.filter((one) => one.takesPart),
    earlier: calls.filter((one) => !one.takesPart && one.writing + one.handedIn > 0),
    records,
    recordsTotal: Number(total),
  };
}

/** The submission of a unit in a call: nominees with what each lacks, quota, letter, minutes, what is missing as a whole. */
export async function submissionPage(ctx: Ctx, args: { unitId: string; slug: string }) {
  const at = await openNomination(ctx, args);
  const { db } = ctx.app;
  const { call, unit, scope } = at;
  const [lacks, quota, files] = await Promise.all([
    lacksOf(db, at, ctx.now),
    quotaOfUnit(db, call, unit.id, isoDateLocal(ctx.now)),
    awardFilesOf(db, 'callId', [call.id]),
  ]);
  const ids = lacks.all.filter((one) => one.state === 'returned').map((one) => one.id);
  const reasons =
    ids.length === 0
      ? []
      : await db
          .selectFrom('award_event')
          .distinctOn('dossier_id')
          .select(['dossier_id as dossierId', 'reason', 'by_name as byName', 'at'])
          .where('dossier_id', 'in', ids)
          .where('what', '=', 'returned')
          .orderBy('dossier_id')
          .orderBy('id', 'desc')
          .execute();
  const reasonOf = new Map(reasons.map((one) => [one.dossierId, one]));
  const may = mayNominate(scope, unit.id);
  const writes = may.allow && at.nominator !== null && call.state === 'open';
  const fixed = fixedBecause(at, lacks.submission?.state ?? 'draft', lacks.open, ctx.now);
  return {
    call: {
      slug: call.slug,
      name: call.doc.name,
      summary: call.doc.summary,
      opensAt: call.doc.opensAt,
      closesAt: call.doc.closesAt,
      guidance: call.doc.guidance,
      period: call.doc.period,
      open: callIsOpen(call, ctx.now),
      running: call.state === 'open',
      path: call.doc.path.map((step) => ({ id: step.id, name: step.name, days: step.days.value })),
      percent: quota.some((one) => one.limit.percent !== null),
    },
    guidanceFiles: files.filter((one) => one.state === 'ready').map(({ id, name, size }) => ({ id, name, size })),
    unit: { id: unit.id, name: unit.name },
    may,
    takesPart: at.nominator !== null,
    writes,
    /** why letter and minutes cannot be changed; null: they can */
    fixed: writes ? (fixed?.message ?? null) : null,
    submission: lacks.submission,
    whole: lacks.whole,
    quota: shownLines(quota),
    dossiers: lacks.all.map((one) => ({
      id: one.id,
      code: one.code,
      subjectName: one.subjectName,
      subjectKind: one.subjectKind,
      formName: call.doc.forms.find((form) => form.formId === one.formId)?.name ?? one.formId,
      state: one.state,
      step: call.doc.path.find((step) => step.id === one.stepId)?.name ?? null,
      dueOn: one.dueOn,
      receivedAt: one.receivedAt,
      votesYes: one.votesYes,
      votesNo: one.votesNo,
      lacks: lacks.dossiers.get(one.id) ?? [],
      returned: reasonOf.get(one.id) ?? null,
      confirmed: one.confirmedAt !== null,
      objection: one.objection !== null,
    })),
    open: lacks.open.map((one) => one.id),
    now: ctx.now,
  };
}
