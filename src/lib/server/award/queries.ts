import type { Kysely } from 'kysely';
import {
  type AchievementReport,
  type DossierState,
  emptyReport,
  type SubjectDetails,
} from '#lib/domain/award/types.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { DB } from '../platform/db/schema.ts';
import type { StoredCall } from './scope.ts';

const callColumns = [
  'id',
  'slug',
  'code',
  'programme_id as programmeId',
  'state',
  'version',
  'opened_at as openedAt',
  'closed_at as closedAt',
  'doc',
] as const;

const calls = (db: Kysely<DB>) => db.selectFrom('award_call').select(callColumns);

export const callBySlug = async (db: Kysely<DB>, slug: string): Promise<StoredCall | null> =>
  (await calls(db).where('slug', '=', slug).executeTakeFirst()) ?? null;

export const callById = async (db: Kysely<DB>, id: string): Promise<StoredCall | null> =>
  isUuid(id) ? ((await calls(db).where('id', '=', id).executeTakeFirst()) ?? null) : null;

/** All calls, the newest first; of one programme when its id is given. */
export const listCalls = (db: Kysely<DB>, filter: { programmeId?: string } = {}): Promise<StoredCall[]> =>
  calls(db)
    .$if(filter.programmeId !== undefined, (q) => q.where('programme_id', '=', filter.programmeId!))
    .orderBy('created_at', 'desc')
    .orderBy('slug')
    .execute();

/** A dossier as lists and rules see it. */
export interface DossierRow {
  id: string;
  code: string;
  callId: string;
  submissionId: string;
  unitId: string;
  unitName: string;
  subjectId: string;
  subjectKind: SubjectKind;
  subjectName: string;
  formId: string;
  details: SubjectDetails;
  report: AchievementReport;
  periodFrom: string;
  periodTo: string;
  votesYes: number | null;
  votesNo: number | null;
  state: DossierState;
  stepId: string | null;
  /** since when and until when it stands at its step; null: not at a step, or without a limit */
  enteredAt: Date | null;
  dueOn: string | null;
  version: number;
  receivedAt: Date | null;
  lawId: string | null;
  lawReason: string | null;
  awardId: string | null;
  confirmedAt: Date | null;
  confirmedHow: 'account' | 'link' | 'paper' | null;
  confirmedVersion: number | null;
  objection: string | null;
  updatedAt: Date;
}

interface DossierFilter {
  ids?: string[];
  callId?: string;
  submissionId?: string;
  unitId?: string;
  unitIds?: string[];
  subjectId?: string;
  states?: DossierState[];
  stepId?: string;
}

/** Dossiers in order of code. One query. */
export async function dossiersOf(db: Kysely<DB>, filter: DossierFilter): Promise<DossierRow[]> {
  if (filter.ids?.length === 0 || filter.unitIds?.length === 0 || filter.states?.length === 0) return [];
  const rows = await db
    .selectFrom('award_dossier as d')
    .innerJoin('unit as u', 'u.id', 'd.unit_id')
    .leftJoin('award_step as s', (join) => join.onRef('s.dossier_id', '=', 'd.id').on('s.done_at', 'is', null))
    .select([
      'd.id',
      'd.code',
      'd.call_id as callId',
      'd.submission_id as submissionId',
      'd.unit_id as unitId',
      'u.name as unitName',
      'd.subject_id as subjectId',
      'd.subject_kind as subjectKind',
      'd.subject_name as subjectName',
      'd.form_id as formId',
      'd.details',
      'd.report',
      'd.period_from as periodFrom',
      'd.period_to as periodTo',
      'd.votes_yes as votesYes',
      'd.votes_no as votesNo',
      'd.state',
      'd.step_id as stepId',
      's.entered_at as enteredAt',
      's.due_on as dueOn',
      'd.version',
      'd.received_at as receivedAt',
      'd.law_id as lawId',
      'd.law_reason as lawReason',
      'd.award_id as awardId',
      'd.confirmed_at as confirmedAt',
      'd.confirmed_how as confirmedHow',
      'd.confirmed_version as confirmedVersion',
      'd.objection',
      'd.updated_at as updatedAt',
    ])
    .$if(filter.ids !== undefined, (q) => q.where('d.id', 'in', filter.ids!.filter(isUuid)))
    .$if(filter.callId !== undefined, (q) => q.where('d.call_id', '=', filter.callId!))
    .$if(filter.submissionId !== undefined, (q) => q.where('d.submission_id', '=', filter.submissionId!))
    .$if(filter.unitId !== undefined, (q) => q.where('d.unit_id', '=', filter.unitId!))
    .$if(filter.unitIds !== undefined, (q) => q.where('d.unit_id', 'in', filter.unitIds!))
    .$if(filter.subjectId !== undefined, (q) => q.where('d.subject_id', '=', filter.subjectId!))
    .$if(filter.states !== undefined, (q) => q.where('d.state', 'in', filter.states!))
    .$if(filter.stepId !== undefined, (q) => q.where('d.step_id', '=', filter.stepId!))
    .orderBy('d.code')
    .execute();
  return rows.map((row) => ({ ...row, report: { ...emptyReport, ...row.report } }));
}

/** @throws RuleError 'not-found' */
export async function requireDossier(db: Kysely<DB>, id: string): Promise<DossierRow> {
  const row = isUuid(id) ? (await dossiersOf(db, { ids: [id] }))[0] : undefined;
  if (!row) throw notFound('Hồ sơ khen thưởng này');
  return row;
}

/** Locks a call's dossiers against another act until the end of the transaction, in one order so that two acts cannot wait for one another. */
export async function lockDossiers(db: Kysely<DB>, ids: string[]): Promise<DossierRow[]> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return [];
  await db.selectFrom('award_dossier').select('id').where('id', 'in', known).orderBy('id').forUpdate().execute();
  return dossiersOf(db, { ids: known });
}

export interface AwardEventRow {
  id: number;
  at: Date;
  byName: string;
  what: string;
  stepId: string | null;
  toStepId: string | null;
  reason: string | null;
  data: Record<string, unknown>;
}

/** What happened to a dossier, the oldest first. */
export const eventsOf = (db: Kysely<DB>, dossierId: string): Promise<AwardEventRow[]> =>
  db
    .selectFrom('award_event')
    .select(['id', 'at', 'by_name as byName', 'what', 'step_id as stepId', 'to_step_id as toStepId', 'reason', 'data'])
    .where('dossier_id', '=', dossierId)
    .orderBy('id')
    .execute();
