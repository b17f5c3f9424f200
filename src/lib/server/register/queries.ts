import type { Kysely } from 'kysely';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import type { DB, Row } from '../platform/db/schema.ts';

/** A line of the award register. */
export interface RecordRow {
  id: string;
  subjectId: string;
  subjectKind: SubjectKind;
  subjectName: string;
  unitId: string | null;
  unitName: string;
  formId: string;
  formName: string;
  formIs: Row<'award_record'>['form_is'];
  level: Row<'award_record'>['level'];
  awardKind: Row<'award_record'>['award_kind'];
  occasion: string | null;
  issuer: string;
  decisionNumber: string | null;
  decisionDate: string | null;
  year: number;
  citation: string;
  periodFrom: string | null;
  periodTo: string | null;
  programmeId: string | null;
  dossierId: string | null;
  goldenNo: number | null;
  bonus: number | null;
  certificateCode: string | null;
  source: Row<'award_record'>['source'];
  public: boolean;
  revokedAt: Date | null;
  revokedReason: string | null;
}

/** Columns of a `RecordRow`, for every query of the register. */
export const recordColumns = [
  'r.id',
  'r.subject_id as subjectId',
  'r.subject_kind as subjectKind',
  'r.subject_name as subjectName',
  'r.unit_id as unitId',
  'r.unit_name as unitName',
  'r.form_id as formId',
  'r.form_name as formName',
  'r.form_is as formIs',
  'r.level',
  'r.award_kind as awardKind',
  'r.occasion',
  'r.issuer',
  'r.decision_number as decisionNumber',
  'r.decision_date as decisionDate',
  'r.year',
  'r.citation',
  'r.period_from as periodFrom',
  'r.period_to as periodTo',
  'r.programme_id as programmeId',
  'r.dossier_id as dossierId',
  'r.golden_no as goldenNo',
  'r.bonus',
  'r.certificate_code as certificateCode',
  'r.source',
  'r.public',
  'r.revoked_at as revokedAt',
  'r.revoked_reason as revokedReason',
] as const;

/** Everything that some subjects have received, revoked awards included, the newest first. */
export async function recordsOfSubjects(db: Kysely<DB>, subjectIds: string[]): Promise<RecordRow[]> {
  if (subjectIds.length === 0) return [];
  return db
    .selectFrom('award_record as r')
    .select(recordColumns)
    .where('r.subject_id', 'in', subjectIds)
    .orderBy('r.year', 'desc')
    .orderBy('r.decision_date', (ob) => ob.desc().nullsLast())
    .orderBy('r.id')
    .execute();
}
