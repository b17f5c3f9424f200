import type { AwardCall, PathStep, SubjectDetails } from '#lib/domain/award/types.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { fold } from '#lib/domain/kernel/text.ts';
import { callById } from '#lib/server/award/queries.ts';
import type { StoredCall } from '#lib/server/award/scope.ts';
import type { TestApp } from './ctx.ts';

const step = (more: Partial<PathStep> & Pick<PathStep, 'id' | 'kind' | 'name' | 'unit'>): PathStep => ({
  days: { value: 5, source: 'demo' },
  returnDays: { value: null, source: 'open' },
  clause: 'VI.5',
  checklist: [],
  opinions: [],
  publicDays: null,
  ...more,
});

/** The Chairman's Bằng khen at the mid-term review, over the units of `sampleUnits` and the movement of `sampleMovement`. */
export const sampleCall: AwardCall = {
  schema: 1,
  code: 'KT27',
  name: 'Bằng khen của Chủ tịch UBND tỉnh, sơ kết 2027',
  summary: 'Đợt mẫu để thử.',
  occasion: { id: 'mid', kind: 'mid-term', year: 2027 },
  kind: 'movement',
  authority: { unit: 'SL', title: 'Chủ tịch Ủy ban nhân dân tỉnh Sơn La' },
  standingUnit: 'SNV',
  guidance: { number: '01/HD-SNV', date: '2027-01-10', issuer: 'Sở Nội vụ' },
  forms: [
    {
      formId: 'bang-khen-tinh',
      name: 'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Sơn La',
      subjects: ['collective', 'individual', 'household'],
      ruleId: null,
    },
  ],
  period: { from: '2025-06-21', to: '2027-06-30' },
  opensAt: '2027-02-01T00:00:00.000+07:00',
  closesAt: '2027-06-30T23:59:59.999+07:00',
  heldOn: '2027-09-15',
  quotas: [
    {
      id: 'agencies',
      printed: 'không quá 01 tập thể, 03 cá nhân',
      classIds: ['agencies'],
      units: [],
      formIds: [],
      limits: [
        { subjects: ['collective'], max: 1, percent: null, rounding: null },
        { subjects: ['individual'], max: 3, percent: null, rounding: null },
      ],
    },
    {
      id: 'communes',
      printed: 'mỗi xã 02 trường hợp (tập thể hoặc cá nhân)',
      classIds: ['communes'],
      units: [],
      formIds: [],
      limits: [{ subjects: ['collective', 'individual', 'household'], max: 2, percent: null, rounding: null }],
    },
  ],
  path: [
    step({ id: 'compile', kind: 'compilation', name: 'Sở Khoa học và Công nghệ tổng hợp, đề xuất', unit: 'SKHCN' }),
    step({
      id: 'appraise',
      kind: 'appraisal',
      name: 'Sở Nội vụ thẩm định',
      unit: 'SNV',
      days: { value: 20, source: 'demo' },
      returnDays: { value: 5, source: 'demo' },
      checklist: [
        { id: 'complete', text: 'Đủ thành phần hồ sơ', clause: 'Điều 84' },
        { id: 'standard', text: 'Đúng đối tượng, đủ tiêu chuẩn', clause: 'Điều 74' },
      ],
      opinions: ['MTTQ'],
    }),
    step({
      id: 'public',
      kind: 'publicity',
      name: 'Lấy ý kiến công khai',
      unit: 'SNV',
      publicDays: { value: 10, source: 'demo' },
    }),
    step({ id: 'council', kind: 'council', name: 'Hội đồng Thi đua - Khen thưởng tỉnh xét', unit: 'SNV' }),
    step({ id: 'decide', kind: 'decision', name: 'Chủ tịch UBND tỉnh quyết định', unit: 'SL' }),
  ],
  nominators: { classIds: [], units: [] },
};

/** Puts a call into a test database, open since its first day. */
export async function insertCall(
  t: Pick<TestApp, 'app'>,
  args: { doc?: AwardCall; programmeId?: string | null; slug?: string; state?: 'draft' | 'open' | 'closed' } = {},
): Promise<StoredCall> {
  const doc = args.doc ?? sampleCall;
  const state = args.state ?? 'open';
  const since = new Date(doc.opensAt);
  const { id } = await t.app.db
    .insertInto('award_call')
    .values({
      slug: args.slug ?? doc.code.toLowerCase(),
      code: doc.code,
      programme_id: args.programmeId ?? null,
      state,
      doc: JSON.stringify(doc),
      created_at: since,
      opened_at: state === 'draft' ? null : since,
      closed_at: state === 'closed' ? since : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await t.app.db
    .insertInto('award_call_version')
    .values({ call_id: id, version: 1, doc: JSON.stringify(doc), by_name: 'Thử', at: since })
    .execute();
  return (await callById(t.app.db, id))!;
}

export interface SampleSubject {
  kind: SubjectKind;
  name: string;
  unitId: string;
  unitName?: string;
  isUnit?: boolean;
  birthDate?: string;
  gender?: 'female' | 'male';
  personId?: string;
}

export async function insertSubject(t: Pick<TestApp, 'app'>, subject: SampleSubject): Promise<string> {
  const { id } = await t.app.db
    .insertInto('award_subject')
    .values({
      kind: subject.kind,
      name: subject.name,
      folded: fold(subject.name),
      unit_id: subject.unitId,
      is_unit: subject.isUnit ?? false,
      unit_name: subject.unitName ?? '',
      birth_date: subject.birthDate ?? null,
      birth_year: subject.birthDate ? Number(subject.birthDate.slice(0, 4)) : null,
      gender: subject.gender ?? null,
      person_id: subject.personId ?? null,
      created_at: new Date('2027-02-01T00:00:00Z'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A dossier of a unit, at a step of the path or (without one) a draft; the unit's submission is made when it is missing. */
export async function insertDossier(
  t: Pick<TestApp, 'app'>,
  args: {
    call: StoredCall;
    unitId: string;
    subject: SampleSubject;
    stepId?: string;
    at?: Date;
    details?: SubjectDetails;
    citation?: string;
  },
): Promise<{ id: string; code: string; subjectId: string; submissionId: string }> {
  const { db } = t.app;
  const { call, unitId, subject } = args;
  const at = args.at ?? new Date('2027-03-01T02:00:00Z');
  const state = args.stepId ? 'submitted' : 'draft';
  const submission = await db
    .insertInto('award_submission')
    .values({
      call_id: call.id,
      unit_id: unitId,
      state,
      letter_number: '12/TTr',
      letter_date: '2027-03-01',
      created_at: at,
      updated_at: at,
      ...(args.stepId ? { first_submitted_at: at, submitted_at: at } : {}),
    })
    .onConflict((oc) => oc.columns(['call_id', 'unit_id']).doUpdateSet({ updated_at: at }))
    .returning('id')
    .executeTakeFirstOrThrow();
  const subjectId = await insertSubject(t, subject);
  const { last_dossier: no } = await db
    .updateTable('award_call')
    .set((eb) => ({ last_dossier: eb('last_dossier', '+', 1) }))
    .where('id', '=', call.id)
    .returning('last_dossier')
    .executeTakeFirstOrThrow();
  const code = `${call.code}-${String(no).padStart(5, '0')}`;
  const { id } = await db
    .insertInto('award_dossier')
    .values({
      code,
      call_id: call.id,
      submission_id: submission.id,
      unit_id: unitId,
      subject_id: subjectId,
      form_id: call.doc.forms[0]!.formId,
      subject_kind: subject.kind,
      subject_name: subject.name,
      details: JSON.stringify(args.details ?? {}),
      report: JSON.stringify({
        background: 'Sơ lược.',
        achievements: 'Đã đưa 12 thủ tục lên mạng.',
        citation: args.citation ?? 'Đã có thành tích xuất sắc trong phong trào thi đua.',
      }),
      period_from: call.doc.period.from,
      period_to: call.doc.period.to,
      state: args.stepId ? 'in-progress' : 'draft',
      step_id: args.stepId ?? null,
      received_at: args.stepId ? at : null,
      law_id: args.stepId ? 'luat-2022-nd-152' : null,
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('award_event')
    .values({ at, call_id: call.id, dossier_id: id, by_name: 'Thử', what: 'started' })
    .execute();
  if (args.stepId) {
    await db.insertInto('award_step').values({ dossier_id: id, step_id: args.stepId, entered_at: at }).execute();
    await db
      .insertInto('award_event')
      .values({ at, call_id: call.id, dossier_id: id, submission_id: submission.id, by_name: 'Thử', what: 'submitted' })
      .execute();
  }
  return { id, code, subjectId, submissionId: submission.id };
}
