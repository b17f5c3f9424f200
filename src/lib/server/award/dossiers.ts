/** A unit begins a dossier and writes it (Q25-6, Q25-12). */
import { isWritable, subjectKindNames } from '#lib/domain/award/path.ts';
import { readClaims, readCriteria, readReport, type TypedClaim } from '#lib/domain/award/report.ts';
import { checkSubject, type SubjectInput } from '#lib/domain/award/subject.ts';
import { type AchievementReport, emptyReport, type SubjectDetails } from '#lib/domain/award/types.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { type Issue, notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isShouted, properCase } from '#lib/domain/kernel/legacyText.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { formIn } from '../catalogue/queries.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { recordsOfSubjects } from '../register/queries.ts';
import { recordEvents } from './move.ts';
import {
  criteriaFor,
  holdOpenCall,
  lawOf,
  lockSubmission,
  type Nomination,
  nominationOf,
  openNomination,
  requireNominating,
  requireOpen,
} from './nomination.ts';
import { callById, type DossierRow, lockDossiers, requireDossier } from './queries.ts';
import { awardScope, maySeeNominator } from './scope.ts';
import { sourcesOf } from './sources.ts';
import { findOrMakeSubject, type NewSubject, type SubjectCandidate, subjectCandidates } from './subjects.ts';

const refused = (issues: Issue[], message = 'Chưa lưu được. Hãy sửa các chỗ sau.') =>
  new RuleError({ code: 'award.fields', message, issues });

/** Forms of a call that a kind of subject can be nominated for, by the law of today. */
export function formsFor(at: Nomination, kind: SubjectKind, now: Date) {
  const law = lawOf(at, null, now);
  return at.call.doc.forms.flatMap((one) => {
    const form = formIn(law, one.formId);
    return form && one.subjects.includes(kind) && form.subjects.includes(kind)
      ? [{ formId: one.formId, name: one.name, shortName: form.shortName, clause: form.clause }]
      : [];
  });
}

function requireForm(at: Nomination, kind: SubjectKind, formId: string, now: Date): void {
  if (formsFor(at, kind, now).some((one) => one.formId === formId)) return;
  throw refused([
    {
      field: 'formId',
      message: `Đợt này không có hình thức đã chọn cho ${subjectKindNames[kind].toLocaleLowerCase('vi')}. Hãy chọn lại.`,
    },
  ]);
}

export interface NewDossier {
  unitId: string;
  slug: string;
  formId: string;
  subject: SubjectInput;
  /** a collective of the unit tree; '' or null: written by hand */
  subjectUnitId?: string | null;
}

/** The unit of the tree that is nominated: the nominating one or one beneath it. */
function unitChosen(at: Nomination, id: string | null | undefined) {
  if (!id) return null;
  const unit = at.scope.units.get(id);
  if (unit && at.scope.subtree.has(id)) return unit;
  throw refused([{ field: 'subjectUnitId', message: 'Hãy chọn một đơn vị trong danh sách, hoặc ghi tên tập thể.' }]);
}

function subjectAsked(at: Nomination, args: NewDossier, now: Date) {
  const chosen = args.subject.kind === 'collective' ? unitChosen(at, args.subjectUnitId) : null;
  const checked = checkSubject(chosen ? { ...args.subject, name: chosen.name } : args.subject, now);
  if (!checked.value) throw refused(checked.issues);
  const { value } = checked;
  const subject: NewSubject & { unitName: string } = {
    kind: value.kind,
    // the register keeps the person's name; "Hộ gia đình ông …" is how papers say a household
    name: value.name,
    unitId: chosen?.id ?? at.unit.id,
    unitName: at.unit.name,
    isUnit: chosen !== null,
    birthDate: value.birthDate,
    birthYear: value.birthYear,
    gender: value.gender,
  };
  return { value, subject, warnings: checked.warnings };
}

export interface SubjectLook {
  candidates: SubjectCandidate[];
  /** the name in proper case, where it was typed in capitals */
  proposedName: string | null;
  warnings: Issue[];
}

/** What a person should look at before a dossier begins: namesakes, capitals, strange dates. @throws RuleError for what is wrong */
export async function lookAtSubject(ctx: Ctx, args: NewDossier): Promise<SubjectLook> {
  const at = await openNomination(ctx, args);
  requireNominating(at);
  requireForm(at, args.subject.kind, args.formId, ctx.now);
  const { subject, warnings } = subjectAsked(at, args, ctx.now);
  const named = args.subject.kind !== 'collective';
  return {
    candidates: subject.isUnit ? [] : await subjectCandidates(ctx.app.db, subject),
    proposedName: named && isShouted(args.subject.name) ? properCase(args.subject.name) : null,
    warnings,
  };
}

/** One subject asks for one form once in a call. @throws RuleError 'award.twice' (409) */
async function requireOnly(
  tx: Tx,
  asked: { callId: string; subjectId: string; formId: string; name: string; dossierId?: string },
): Promise<void> {
  const twin = await tx.db
    .selectFrom('award_dossier as d')
    .innerJoin('unit as u', 'u.id', 'd.unit_id')
    .select(['d.code', 'u.name'])
    .where('d.call_id', '=', asked.callId)
    .where('d.subject_id', '=', asked.subjectId)
    .where('d.form_id', '=', asked.formId)
    .where('d.state', 'not in', ['withdrawn', 'declined'])
    .$if(asked.dossierId !== undefined, (q) => q.where('d.id', '<>', asked.dossierId!))
    .executeTakeFirst();
  if (!twin) return;
  throw new RuleError({
    code: 'award.twice',
    message: `${asked.name} đã có hồ sơ ${twin.code} của ${twin.name} cho hình thức này trong đợt. Không lập thêm hồ sơ thứ hai.`,
    field: 'formId',
    clause: 'Điều 5 Luật Thi đua, khen thưởng 2022',
    status: 409,
  });
}

async function nextCode(tx: Tx, call: { id: string; code: string }): Promise<string> {
  const { no } = await tx.db
    .updateTable('award_call')
    .set((eb) => ({ last_dossier: eb('last_dossier', '+', 1) }))
    .where('id', '=', call.id)
    .returning('last_dossier as no')
    .executeTakeFirstOrThrow();
  return `${call.code}-${String(no).padStart(5, '0')}`;
}

/**
 * Begins the dossier of a nominee in the unit's submission.
 * @param args.chosen id of a subject that a person chose among namesakes; 'new': none of them; null: nobody was asked
 * @throws RuleError 'award.choose-subject' while there are namesakes and nobody has chosen
 */
export async function startDossier(
  ctx: Ctx,
  args: NewDossier & { chosen: string | null; awardId?: string | null },
): Promise<{ dossierId: string; code: string }> {
  const at = await openNomination(ctx, args);
  requireNominating(at);
  requireOpen(at.call, ctx.now);
  requireForm(at, args.subject.kind, args.formId, ctx.now);
  const { value, subject } = subjectAsked(at, args, ctx.now);
  return act(
    ctx,
    {
      act: 'award.start-dossier',
      programmeId: at.call.programmeId,
      summary: `Lập hồ sơ đề nghị khen thưởng ${value.name} (${at.call.doc.name})`,
    },
    async (tx) => {
      await holdOpenCall(tx, at, 'start', ctx.now);
      if (!args.chosen && !subject.isUnit) {
        const namesakes = await subjectCandidates(tx.db, subject);
        if (namesakes.some((one) => one.likeness !== 'same'))
          throw new RuleError({
            code: 'award.choose-subject',
            message: 'Sổ khen thưởng đã có tên này. Hãy chọn đúng người, tập thể hoặc hộ, hay xác nhận là mới.',
            field: 'chosen',
          });
      }
      const submission = await lockSubmission(tx, ctx, at);
      const subjectId = await findOrMakeSubject(tx, ctx, {
        ...subject,
        chosenId: args.chosen === 'new' ? null : args.chosen,
        another: args.chosen === 'new',
      });
      await requireOnly(tx, { callId: at.call.id, subjectId, formId: args.formId, name: value.name });
      const code = await nextCode(tx, at.call);
      const { period } = at.call.doc;
      const { id } = await tx.db
        .insertInto('award_dossier')
        .values({
          code,
          call_id: at.call.id,
          submission_id: submission.id,
          unit_id: at.unit.id,
          subject_id: subjectId,
          form_id: args.formId,
          subject_kind: value.kind,
          subject_name: value.name,
          details: json(value.details),
          report: json(emptyReport),
          period_from: period.from,
          period_to: period.to,
          award_id: args.awardId ?? null,
          state: 'draft',
          created_by: ctx.actor.id,
          created_at: ctx.now,
          updated_at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await recordEvents(tx, ctx, [
        { callId: at.call.id, dossierId: id, submissionId: submission.id, what: 'started' },
      ]);
      tx.note({ subject: { kind: 'award-dossier', id } });
      return { dossierId: id, code };
    },
  );
}

/** A dossier as its own unit opens it. @throws RuleError 'not-found' */
export async function openDossier(ctx: Ctx, dossierId: string): Promise<Nomination & { dossier: DossierRow }> {
  const dossier = await requireDossier(ctx.app.db, dossierId);
  const [call, scope] = await Promise.all([callById(ctx.app.db, dossier.callId), awardScope(ctx)]);
  const unit = scope.units.get(dossier.unitId);
  requireAllowed(maySeeNominator(scope, dossier.unitId));
  if (!call || !unit) throw notFound('Hồ sơ khen thưởng này');
  return { ...(await nominationOf(ctx, scope, call, unit)), dossier };
}

/** The part of a dossier that a page of the unit saves. */
export type DossierChange =
  | { part: 'subject'; formId: string; subject: Omit<SubjectInput, 'kind'> }
  | {
      part: 'report';
      background: string;
      achievements: string;
      citation: string;
      periodFrom: string;
      periodTo: string;
      claims: TypedClaim[];
    }
  | { part: 'criteria'; answers: Record<string, { self: string; text: string }> }
  | { part: 'sources'; initiatives: string[]; entries: string[]; indicators: string[] };

interface Changed {
  formId: string;
  subjectName: string;
  details: SubjectDetails;
  report: AchievementReport;
  periodFrom: string;
  periodTo: string;
}

async function applied(ctx: Ctx, at: Nomination & { dossier: DossierRow }, change: DossierChange): Promise<Changed> {
  const { dossier } = at;
  const kept: Changed = {
    formId: dossier.formId,
    subjectName: dossier.subjectName,
    details: dossier.details,
    report: dossier.report,
    periodFrom: dossier.periodFrom,
    periodTo: dossier.periodTo,
  };
  if (change.part === 'subject') {
    if (change.formId !== dossier.formId) requireForm(at, dossier.subjectKind, change.formId, ctx.now);
    const { value, issues } = checkSubject({ ...change.subject, kind: dossier.subjectKind }, ctx.now);
    if (!value) throw refused(issues);
    return { ...kept, formId: change.formId, subjectName: value.name, details: value.details };
  }
  if (change.part === 'criteria') {
    const { answers, issues } = readCriteria(
      criteriaFor(at, dossier.subjectKind),
      (id) => change.answers[id] ?? { self: '', text: '' },
    );
    if (issues.length > 0) throw refused(issues);
    return { ...kept, report: { ...kept.report, criteria: answers } };
  }
  if (change.part === 'sources') {
    const found = await sourcesOf(ctx, at, dossier, { ...change });
    const { initiatives, entries, indicators } = found.chosen;
    return { ...kept, report: { ...kept.report, initiatives, entries, indicators } };
  }
  const known = await recordsOfSubjects(ctx.app.db, [dossier.subjectId]);
  const [report, claimed] = [readReport(change), readClaims(change.claims, known, ctx.now)];
  const issues = [...report.issues, ...claimed.issues];
  if (issues.length > 0 || !report.periodFrom || !report.periodTo) throw refused(issues);
  const { background, achievements, citation } = change;
  return {
    ...kept,
    periodFrom: report.periodFrom,
    periodTo: report.periodTo,
    report: { ...kept.report, background, achievements, citation, claims: claimed.claims },
  };
}

/** @throws RuleError 'award.not-writable' once a dossier is on its path */
export function requireWritable(dossier: DossierRow): void {
  if (!isWritable(dossier.state))
    throw new RuleError({
      code: 'award.not-writable',
      status: 409,
      message: `Hồ sơ ${dossier.code} đã nộp hoặc đã kết thúc nên không sửa được. Nếu cần sửa, hãy đề nghị cơ quan đang xử lý trả lại.`,
    });
}

/** The register follows a name or a day of birth that is put right, while nobody else relies on the row. */
async function correctSubject(tx: Tx, dossier: DossierRow, changed: Changed): Promise<void> {
  const { subjectId } = dossier;
  const others = await tx.db
    .selectFrom('award_subject as s')
    .select((eb) => [
      eb.exists(eb.selectFrom('award_record as r').select('r.id').where('r.subject_id', '=', subjectId)).as('awarded'),
      eb
        .exists(
          eb
            .selectFrom('award_dossier as d')
            .select('d.id')
            .where('d.subject_id', '=', subjectId)
            .where('d.id', '<>', dossier.id),
        )
        .as('elsewhere'),
      's.is_unit',
    ])
    .where('s.id', '=', subjectId)
    .executeTakeFirstOrThrow();
  if (others.awarded || others.elsewhere || others.is_unit) return;
  const individual = dossier.subjectKind === 'individual';
  const { birthDate, gender } = changed.details;
  await tx.db
    .updateTable('award_subject')
    .set({
      name: changed.subjectName,
      folded: fold(changed.subjectName),
      ...(individual ? { gender: gender ?? null } : {}),
      ...(individual && birthDate ? { birth_date: birthDate, birth_year: Number(birthDate.slice(0, 4)) } : {}),
    })
    .where('id', '=', subjectId)
    .execute();
}

/** What the subject has read and confirmed; a change of it asks again. */
const confirmedPart = (one: Changed): string =>
  JSON.stringify([one.formId, one.subjectName, one.details, one.report, one.periodFrom, one.periodTo]);

/**
 * Keeps one part of a dossier.
 * @param args.version the version the page was made from (optimistic lock)
 * @throws RuleError 'stale', 'award.not-writable', 'award.fields' with an issue a field
 */
export async function saveDossier(
  ctx: Ctx,
  args: { dossierId: string; version: number; change: DossierChange },
): Promise<void> {
  const at = await openDossier(ctx, args.dossierId);
  requireNominating(at);
  requireWritable(at.dossier);
  const init = {
    act: 'award.save-dossier',
    programmeId: at.call.programmeId,
    subject: { kind: 'award-dossier', id: args.dossierId },
    summary: `Lưu hồ sơ khen thưởng ${at.dossier.code} (${at.dossier.subjectName})`,
  };
  const changed = await applied(ctx, at, args.change);
  await act(ctx, init, async (tx) => {
    if (changed.formId !== at.dossier.formId) await holdOpenCall(tx, at, 'change', ctx.now);
    const [dossier] = await lockDossiers(tx.db, [args.dossierId]);
    if (!dossier) throw notFound('Hồ sơ khen thưởng này');
    requireWritable(dossier);
    if (dossier.version !== args.version || at.dossier.version !== args.version) throw stale(`Hồ sơ ${dossier.code}`);
    if (changed.formId !== dossier.formId)
      await requireOnly(tx, {
        callId: dossier.callId,
        subjectId: dossier.subjectId,
        formId: changed.formId,
        name: changed.subjectName,
        dossierId: dossier.id,
      });
    const same = confirmedPart(dossier) === confirmedPart(changed);
    const asksAgain = !same && dossier.confirmedAt !== null;
    if (args.change.part === 'subject') await correctSubject(tx, dossier, changed);
    await tx.db
      .updateTable('award_dossier')
      .set({
        form_id: changed.formId,
        subject_name: changed.subjectName,
        details: json(changed.details),
        report: json(changed.report),
        period_from: changed.periodFrom,
        period_to: changed.periodTo,
        version: dossier.version + 1,
        updated_at: ctx.now,
        ...(asksAgain ? { confirmed_at: null, confirmed_how: null, confirmed_version: null } : {}),
      })
      .where('id', '=', dossier.id)
      .execute();
    if (asksAgain)
      await recordEvents(tx, ctx, [{ callId: dossier.callId, dossierId: dossier.id, what: 'confirmation-void' }]);
    tx.note({ changes: { part: args.change.part, ...(asksAgain ? { asksAgain } : {}) } });
  });
}
