import { type Kysely, sql } from 'kysely';
import type { DecisionState } from '#lib/domain/award/decision.ts';
import { stepOf } from '#lib/domain/award/path.ts';
import type { DecisionBody, DossierState, PathStep, PrintedLine, Rounding } from '#lib/domain/award/types.ts';
import type { SubjectKind } from '#lib/domain/catalogue/types.ts';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { DB } from '../../platform/db/schema.ts';
import type { AwardScope, StoredCall } from '../scope.ts';

export interface StoredDecision {
  id: string;
  callId: string;
  authorityUnitId: string;
  state: DecisionState;
  version: number;
  title: string;
  number: string | null;
  date: string | null;
  body: DecisionBody;
  baseSalary: number | null;
  rounding: Rounding | null;
  lawId: string;
  highestOnly: boolean;
  submittedAt: Date | null;
  submittedByName: string | null;
  returnedReason: string | null;
  approvedAt: Date | null;
  approvedByName: string | null;
  issuedAt: Date | null;
  issuedByName: string | null;
  cancelReason: string | null;
  createdAt: Date;
  updatedAt: Date;
}

const columns = [
  'd.id',
  'd.call_id as callId',
  'd.authority_unit_id as authorityUnitId',
  'd.state',
  'd.version',
  'd.title',
  'd.number',
  'd.date',
  'd.body',
  'd.base_salary as baseSalary',
  'd.rounding',
  'd.law_id as lawId',
  'd.highest_only as highestOnly',
  'd.submitted_at as submittedAt',
  'd.submitted_by_name as submittedByName',
  'd.returned_reason as returnedReason',
  'd.approved_at as approvedAt',
  'd.approved_by_name as approvedByName',
  'd.issued_at as issuedAt',
  'd.issued_by_name as issuedByName',
  'd.cancel_reason as cancelReason',
  'd.created_at as createdAt',
  'd.updated_at as updatedAt',
] as const;

const decisions = (db: Kysely<DB>, callId: string) =>
  db
    .selectFrom('award_decision as d')
    .select(columns)
    .where('d.call_id', '=', callId)
    .where('d.kind', '=', 'award')
    .$narrowType<{ callId: string; body: DecisionBody }>();

/** Decisions of a call with the size of their lists, the newest first. */
export const decisionsOf = (
  db: Kysely<DB>,
  callId: string,
): Promise<(StoredDecision & { lines: number; bonus: number })[]> =>
  decisions(db, callId)
    .select((eb) => [
      eb
        .selectFrom('award_decision_line as l')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('l.decision_id', '=', 'd.id')
        .$asScalar()
        .$notNull()
        .as('lines'),
      eb
        .selectFrom('award_decision_line as l')
        .select(sql<number>`coalesce(sum(l.bonus), 0)::float8`.as('n'))
        .whereRef('l.decision_id', '=', 'd.id')
        .$asScalar()
        .$notNull()
        .as('bonus'),
    ])
    .orderBy('d.created_at', 'desc')
    .orderBy('d.id')
    .execute();

/** @throws RuleError 'not-found' */
export async function requireDecision(db: Kysely<DB>, callId: string, id: string): Promise<StoredDecision> {
  const row = isUuid(id) ? await decisions(db, callId).where('d.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound('Quyết định này');
  return row;
}

/** Locks a decision until the end of the transaction. @throws RuleError 'stale' when it is no longer the one that was seen */
export async function lockDecision(
  db: Kysely<DB>,
  callId: string,
  id: string,
  version: number,
): Promise<StoredDecision> {
  if (!isUuid(id)) throw notFound('Quyết định này');
  await db.selectFrom('award_decision').select('id').where('id', '=', id).forUpdate().execute();
  const decision = await requireDecision(db, callId, id);
  if (decision.version !== version) throw stale('Quyết định');
  return decision;
}

/** @throws RuleError 'award.decision-state' */
export function requireDecisionState(decision: StoredDecision, state: DecisionState, doing: string): void {
  if (decision.state === state) return;
  const now: Record<DecisionState, string> = {
    draft: 'đang dự thảo',
    approved: 'đã được duyệt',
    issued: 'đã ban hành',
    cancelled: 'đã hủy',
  };
  throw new RuleError({
    code: 'award.decision-state',
    status: 409,
    message: `Quyết định ${now[decision.state]} nên không ${doing} được. Hãy tải lại trang để xem tình trạng mới nhất.`,
  });
}

/** The step of the path at which a decision is taken. */
export function decisionStep(
  call: Pick<StoredCall, 'doc'>,
  scope: Pick<AwardScope, 'units'>,
  authorityUnitId: string,
): PathStep {
  const code = scope.units.get(authorityUnitId)?.code;
  const steps = call.doc.path.filter((step) => step.kind === 'decision');
  const step = steps.find((one) => one.unit === code) ?? steps[0];
  if (!step) throw notFound('Bước quyết định của đợt này');
  return step;
}

export const decisionSteps = (call: Pick<StoredCall, 'doc'>): PathStep[] =>
  call.doc.path.filter((step) => step.kind === 'decision');

/** @throws RuleError 'not-found' when the path has no such step of deciding */
export function requireDecisionStep(call: Pick<StoredCall, 'doc'>, id: string): PathStep {
  const step = stepOf(call.doc, id);
  if (step?.kind !== 'decision') throw notFound('Bước quyết định này');
  return step;
}

/** A line of a decision with its dossier and, once issued, its place in the register. */
export interface DecisionLine {
  dossierId: string;
  code: string;
  ord: number;
  formId: string;
  printed: PrintedLine;
  multiple: string | null;
  bonus: number | null;
  withoutBonus: string | null;
  subjectId: string;
  subjectKind: SubjectKind;
  unitId: string;
  unitName: string;
  lawId: string | null;
  receivedAt: Date | null;
  state: DossierState;
  stepId: string | null;
  recordId: string | null;
  goldenNo: number | null;
  certificateCode: string | null;
  revokedAt: Date | null;
}

/** Lines in the order of the list. One query. */
export const linesOf = (db: Kysely<DB>, decisionId: string, dossierId?: string): Promise<DecisionLine[]> =>
  db
    .selectFrom('award_decision_line as l')
    .innerJoin('award_dossier as d', 'd.id', 'l.dossier_id')
    .innerJoin('unit as u', 'u.id', 'd.unit_id')
    .leftJoin('award_record as r', (join) =>
      join.onRef('r.dossier_id', '=', 'd.id').onRef('r.decision_id', '=', 'l.decision_id'),
    )
    .select([
      'd.id as dossierId',
      'd.code',
      'l.ord',
      'l.form_id as formId',
      'l.printed',
      'l.multiple',
      'l.bonus',
      'l.without_bonus as withoutBonus',
      'd.subject_id as subjectId',
      'd.subject_kind as subjectKind',
      'd.unit_id as unitId',
      'u.name as unitName',
      'd.law_id as lawId',
      'd.received_at as receivedAt',
      'd.state',
      'd.step_id as stepId',
      'r.id as recordId',
      'r.golden_no as goldenNo',
      'r.certificate_code as certificateCode',
      'r.revoked_at as revokedAt',
    ])
    .where('l.decision_id', '=', decisionId)
    .$if(dossierId !== undefined, (q) => q.where('l.dossier_id', '=', isUuid(dossierId!) ? dossierId! : null))
    .orderBy('l.ord')
    .orderBy('d.code')
    .execute();

/** Dossiers at a step that no decision in force has taken up. */
export const waitingIds = async (db: Kysely<DB>, callId: string, stepId: string): Promise<string[]> =>
  (
    await db
      .selectFrom('award_dossier as d')
      .select('d.id')
      .where('d.call_id', '=', callId)
      .where('d.state', '=', 'in-progress')
      .where('d.step_id', '=', stepId)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('award_decision_line as l')
              .innerJoin('award_decision as x', 'x.id', 'l.decision_id')
              .select('l.dossier_id')
              .whereRef('l.dossier_id', '=', 'd.id')
              .where('x.state', '<>', 'cancelled'),
          ),
        ),
      )
      .orderBy('d.code')
      .execute()
  ).map((row) => row.id);
