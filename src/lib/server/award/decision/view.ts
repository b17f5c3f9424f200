/** What the pages of decisions show, and why somebody may or may not act. */
import { type Kysely, sql } from 'kysely';
import { basisProblems } from '#lib/domain/award/decisionText.ts';
import type { PathStep } from '#lib/domain/award/types.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { formIn, lawsOf } from '../../catalogue/queries.ts';
import type { Ctx } from '../../platform/ctx.ts';
import type { DB } from '../../platform/db/schema.ts';
import { type Decision, deny } from '../../platform/policy.ts';
import { dossiersOf } from '../queries.ts';
import { openCall } from '../room.ts';
import { type AwardScope, mayDecideAt, mayWorkAt, type StoredCall } from '../scope.ts';
import { returnTargets } from './decide.ts';
import { bonusPreview, signedFileOf } from './issue.ts';
import {
  type DecisionLine,
  decisionStep,
  decisionSteps,
  decisionsOf,
  linesOf,
  requireDecision,
  type StoredDecision,
  waitingIds,
} from './queries.ts';

/** Decisions of a call and what waits for one, by step and form. */
export async function decisionsView(ctx: Ctx, slug: string) {
  const { call, scope } = await openCall(ctx, slug);
  const { db } = ctx.app;
  const decisions = await decisionsOf(db, call.id);
  const steps = await Promise.all(
    decisionSteps(call).map(async (step) => {
      const waiting = await dossiersOf(db, { ids: await waitingIds(db, call.id, step.id) });
      const byForm = Map.groupBy(waiting, (one) => one.formId);
      return {
        id: step.id,
        name: step.name,
        count: waiting.length,
        due:
          waiting
            .map((one) => one.dueOn)
            .filter((day) => day !== null)
            .toSorted()[0] ?? null,
        forms: [...byForm].map(([formId, list]) => ({
          id: formId,
          name: call.doc.forms.find((form) => form.formId === formId)?.name ?? formId,
          count: list.length,
        })),
        work: mayWorkAt(scope, call, step),
        decide: mayDecideAt(scope, call, step),
      };
    }),
  );
  return {
    decisions: decisions.map(({ body: _, rounding: _r, ...one }) => one),
    steps,
    decides: steps.some((step) => step.decide.allow),
    works: steps.some((step) => step.work.allow),
  };
}

/** Who may do what with a decision as it stands; the reason is shown where a button is missing. */
function acts(call: StoredCall, scope: AwardScope, decision: StoredDecision, step: PathStep) {
  const work = mayWorkAt(scope, call, step);
  const decide = mayDecideAt(scope, call, step);
  const when = (may: Decision, ok: boolean, reason: string): Decision =>
    may.allow && !ok ? deny('award.decision-state', reason) : may;
  const draft = decision.state === 'draft';
  const submitted = decision.submittedAt !== null;
  return {
    edit: when(work, draft && !submitted, 'Chỉ sửa được khi quyết định đang dự thảo và chưa trình.'),
    recall: when(work, submitted && (draft || decision.state === 'approved'), 'Không có gì để rút lại.'),
    decide: when(decide, draft && submitted, 'Dự thảo chưa được trình.'),
    sendBack: when(decide, draft || decision.state === 'approved', 'Quyết định đã ban hành.'),
    number: when(work, decision.state === 'approved', 'Chỉ nhập số, ngày sau khi được duyệt.'),
    cancel: when(work, draft || decision.state === 'approved', 'Quyết định đã ban hành hoặc đã hủy.'),
    correct: when(work, decision.state === 'issued', 'Chỉ đính chính quyết định đã ban hành.'),
  };
}

export interface Correction {
  at: Date;
  byName: string;
  reason: string;
  code: string | null;
  before: Record<string, string | null>;
  after: Record<string, string | null>;
}

async function correctionsOf(db: Kysely<DB>, callId: string, decisionId: string): Promise<Correction[]> {
  const rows = await db
    .selectFrom('award_event as e')
    .leftJoin('award_dossier as d', 'd.id', 'e.dossier_id')
    .select(['e.at', 'e.by_name as byName', 'e.reason', 'd.code', 'e.data'])
    .where('e.call_id', '=', callId)
    .where('e.what', '=', 'corrected')
    .where(sql<boolean>`e.data->>'decisionId' = ${decisionId}`)
    .orderBy('e.id', 'desc')
    .execute();
  return rows.map((row) => {
    const data = row.data as { before?: Correction['before']; after?: Correction['after'] };
    return { ...row, reason: row.reason ?? '', before: data.before ?? {}, after: data.after ?? {} };
  });
}

/** How many bonuses of an issued decision wait to be paid. */
const unpaidOf = async (db: Kysely<DB>, decisionId: string): Promise<number> =>
  (
    await db
      .selectFrom('award_payment as p')
      .innerJoin('award_record as r', 'r.id', 'p.record_id')
      .select(sql<number>`count(*)::int`.as('n'))
      .where('r.decision_id', '=', decisionId)
      .where('p.state', '=', 'due')
      .executeTakeFirstOrThrow()
  ).n;

const linesPerPage = 100;

/** Everything that the page of a decision shows. @throws RuleError 'not-found' */
export async function decisionView(ctx: Ctx, args: { slug: string; decisionId: string; page: number }) {
  const { call, scope } = await openCall(ctx, args.slug);
  const { db } = ctx.app;
  const decision = await requireDecision(db, call.id, args.decisionId);
  const step = decisionStep(call, scope, decision.authorityUnitId);
  const lines = await linesOf(db, decision.id);
  const today = isoDateLocal(ctx.now);
  const day = decision.date ?? today;
  const [laws, signed, corrections, preview, waiting, unpaid] = await Promise.all([
    lawsOf(db),
    signedFileOf(db, decision.id),
    correctionsOf(db, call.id, decision.id),
    bonusPreview(db, decision, lines, day),
    decision.state === 'draft' ? waitingIds(db, call.id, step.id) : [],
    decision.state === 'issued' ? unpaidOf(db, decision.id) : 0,
  ]);
  const issued = decision.state === 'issued';
  const money = (line: DecisionLine) =>
    issued
      ? { multiple: line.multiple, amount: line.bonus ?? 0, note: line.withoutBonus }
      : (preview.bonuses?.get(line.dossierId) ?? { multiple: null, amount: 0, note: null });
  const shown = lines.map((line) => ({
    dossierId: line.dossierId,
    code: line.code,
    ord: line.ord,
    name: line.printed.name,
    kind: line.printed.kind,
    place: line.printed.place,
    formName: line.printed.formName,
    unitName: line.unitName,
    goldenNo: line.goldenNo,
    certificateCode: line.certificateCode,
    revoked: line.revokedAt !== null,
    /** it has left the step: withdrawn or sent back in between */
    gone: !issued && decision.state !== 'cancelled' && (line.state !== 'in-progress' || line.stepId !== step.id),
    ...money(line),
  }));
  const pages = Math.max(1, Math.ceil(shown.length / linesPerPage));
  const page = Math.min(Math.max(1, args.page), pages);
  return {
    decision,
    step: { id: step.id, name: step.name },
    lines: shown.slice((page - 1) * linesPerPage, page * linesPerPage),
    count: shown.length,
    kinds: lines.map((line) => line.printed.kind),
    gone: shown.filter((line) => line.gone).length,
    total: shown.reduce((sum, line) => sum + line.amount, 0),
    page,
    pages,
    waiting: waiting.length,
    unpaid,
    figures: {
      day,
      base: issued
        ? {
            amount: decision.baseSalary!,
            source: preview.base?.source ?? '',
            verified: preview.base?.verified ?? false,
          }
        : preview.base,
      rounding: issued && decision.rounding ? { ...preview.rounding, value: decision.rounding } : preview.rounding,
      lawName: preview.law.name,
    },
    basis: decision.state === 'issued' ? [] : basisProblems(decision.body.basis, laws, day),
    signed,
    corrections,
    can: acts(call, scope, decision, step),
    targets: returnTargets(call, step.id),
    today,
  };
}

/** One line of a decision, to be worded, left out, sent back or corrected. @throws RuleError 'not-found' */
export async function lineView(ctx: Ctx, args: { slug: string; decisionId: string; dossierId: string }) {
  const { call, scope } = await openCall(ctx, args.slug);
  const { db } = ctx.app;
  const decision = await requireDecision(db, call.id, args.decisionId);
  const step = decisionStep(call, scope, decision.authorityUnitId);
  const line = isUuid(args.dossierId) ? (await linesOf(db, decision.id, args.dossierId))[0] : undefined;
  if (!line) throw notFound('Dòng này của quyết định');
  const { count } = await db
    .selectFrom('award_decision_line')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('decision_id', '=', decision.id)
    .executeTakeFirstOrThrow();
  const law = (await lawsOf(db)).find((one) => one.id === line.lawId);
  const form = law ? formIn(law, line.formId) : null;
  // others of the same call, already decided or not: whoever prepares the list weighs whether a bonus is due again
  const others = await db
    .selectFrom('award_record as r')
    .select(['r.form_name as formName', 'r.decision_number as number', 'r.bonus'])
    .where('r.subject_id', '=', line.subjectId)
    .where('r.dossier_id', '<>', line.dossierId)
    .where('r.revoked_at', 'is', null)
    .where('r.year', '=', call.doc.occasion.year)
    .orderBy('r.decision_date')
    .execute();
  return {
    decision: { id: decision.id, title: decision.title, state: decision.state, version: decision.version },
    line,
    count: Number(count),
    multiple: form?.bonus[line.subjectKind] ?? null,
    others,
    targets: returnTargets(call, step.id),
    can: acts(call, scope, decision, step),
  };
}
