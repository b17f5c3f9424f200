/** A dossier as everyone on its path reads it: unit, appraisers, council, whoever decides. */
import { dossierStateNames, subjectKindNames } from '#lib/domain/award/path.ts';
import { revokedBehind } from '#lib/domain/award/report.ts';
import { formatDate, formatDateTimeShort } from '#lib/domain/kernel/time.ts';
import { selfNames } from '#lib/domain/report/content.ts';
import { formIn } from '../catalogue/queries.ts';
import type { Ctx } from '../platform/ctx.ts';
import { recordsOfSubjects } from '../register/queries.ts';
import { familyOf } from '../register/subjects.ts';
import { awardFilesOf } from './fileRows.ts';
import { criteriaFor, lawOf, nominationOf, submissionOf } from './nomination.ts';
import type { DossierRow } from './queries.ts';
import { type AwardScope, maySeeDossier, type StoredCall } from './scope.ts';
import { chosenSources } from './sources.ts';

const confirmedHow = {
  account: 'bằng tài khoản',
  link: 'qua liên kết được gửi',
  paper: 'bằng văn bản, đơn vị ghi nhận',
};

/** What a subject is, line by line. Full days of birth are for those who work on the dossier. */
function subjectRows({ subjectKind, details, unitName }: DossierRow, works: boolean) {
  const { birthDate } = details;
  const rows: { label: string; value: string }[] = [];
  const add = (label: string, value: string | null | undefined) => {
    if (value) rows.push({ label, value });
  };
  if (subjectKind === 'individual') {
    add('Ngày sinh', birthDate ? (works ? formatDate(birthDate) : birthDate.slice(0, 4)) : null);
    add('Giới tính', details.gender ? { female: 'Nữ', male: 'Nam' }[details.gender] : null);
    add('Dân tộc', works ? details.ethnicity : null);
    add('Chức vụ, nghề nghiệp', details.position);
    add('Giữ chức vụ lãnh đạo, quản lý', details.leads ? 'Có' : 'Không');
    add('Nơi công tác', details.workplace);
  }
  if (subjectKind === 'collective') {
    add('Số người', details.people?.toLocaleString('vi-VN'));
    add('Trong đó nữ', details.women?.toLocaleString('vi-VN'));
  }
  add('Địa chỉ', works || subjectKind !== 'individual' ? details.address : null);
  add('Đơn vị đề nghị', unitName);
  return rows;
}

/**
 * The whole dossier for reading. Whether the reader may open it at all is asked before; `scope` decides how much of the personal data is
 * shown: members of a council see what the decision needs.
 */
export async function dossierView(
  ctx: Ctx,
  scope: AwardScope,
  call: StoredCall,
  dossier: DossierRow,
  /** the subject itself reads: all of the own data */
  reader: 'path' | 'subject' = 'path',
) {
  const { db } = ctx.app;
  const works = reader === 'subject' || maySeeDossier(scope, call, dossier).allow;
  // an older unit may be gone by now: its dossiers stay readable
  const unit = scope.units.get(dossier.unitId) ?? {
    id: dossier.unitId,
    code: '',
    name: dossier.unitName,
    kind: 'other' as const,
    parentId: null,
    validFrom: null,
    validTo: null,
    email: null,
  };
  const at = await nominationOf(ctx, scope, call, unit);
  const family = await familyOf(db, dossier.subjectId);
  const [records, submission, ownFiles, sharedFiles, sources] = await Promise.all([
    recordsOfSubjects(db, family.ids),
    submissionOf(db, call.id, dossier.unitId),
    awardFilesOf(db, 'dossierId', [dossier.id]),
    awardFilesOf(db, 'submissionId', [dossier.submissionId]),
    chosenSources(db, at.movement, dossier, dossier.report),
  ]);
  const law = lawOf(at, dossier, ctx.now);
  const form = formIn(law, dossier.formId);
  const inCall = call.doc.forms.find((one) => one.formId === dossier.formId);
  const { report } = dossier;
  return {
    code: dossier.code,
    subjectName: dossier.subjectName,
    subjectKind: dossier.subjectKind,
    kindName: subjectKindNames[dossier.subjectKind],
    state: dossier.state,
    stateName: dossierStateNames[dossier.state],
    formName: inCall?.name ?? form?.name ?? dossier.formId,
    formClause: form?.clause ?? null,
    standards: (form?.standards ?? []).filter((one) => one.subjects.includes(dossier.subjectKind)),
    lawName: law.name,
    lawFixed: dossier.lawId !== null,
    period: { from: dossier.periodFrom, to: dossier.periodTo },
    receivedAt: dossier.receivedAt,
    subject: subjectRows(dossier, works),
    report: { background: report.background, achievements: report.achievements, citation: report.citation },
    criteria: criteriaFor(at, dossier.subjectKind).map((one) => {
      const answer = report.criteria[one.id];
      return {
        id: one.id,
        text: one.text,
        clause: one.clause,
        self: answer?.self ? selfNames[answer.self] : null,
        answer: answer?.text ?? '',
      };
    }),
    sources,
    /** from the register, whoever wrote the report */
    records: records.map((one) => ({
      id: one.id,
      year: one.year,
      formName: one.formName,
      decision: [one.decisionNumber, one.decisionDate && `ngày ${formatDate(one.decisionDate)}`]
        .filter(Boolean)
        .join(' '),
      issuer: one.issuer,
      revoked: one.revokedAt ? (one.revokedReason ?? '') : null,
    })),
    claims: report.claims.map((one) => ({ ...one, revoked: revokedBehind(one, records) !== null })),
    files: [...ownFiles, ...sharedFiles].map(({ of: _of, ...file }) => file),
    submission: submission && {
      letterNumber: submission.letterNumber,
      letterDate: submission.letterDate,
      signer: [submission.signerTitle, submission.signer].filter(Boolean).join(' '),
      meetingOn: submission.meetingOn,
      membersTotal: submission.membersTotal,
      membersPresent: submission.membersPresent,
    },
    votes: { yes: dossier.votesYes, no: dossier.votesNo },
    confirmation: dossier.confirmedAt
      ? `Đã xác nhận ${dossier.confirmedHow ? confirmedHow[dossier.confirmedHow] : ''} lúc ${formatDateTimeShort(dossier.confirmedAt)}`
      : null,
    objection: dossier.objection,
  };
}

export type DossierReading = Awaited<ReturnType<typeof dossierView>>;
