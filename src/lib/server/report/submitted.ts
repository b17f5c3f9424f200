import type { Kysely } from 'kysely';
import type { DB, ObligationState } from '../platform/db/schema.ts';
import type { SubmittedContent } from './submit.ts';

/** A plan or report that was handed in, as it was handed in last. */
export interface SubmittedReport {
  obligationId: string;
  ruleId: string;
  period: string;
  state: ObligationState;
  dueAt: Date;
  firstSubmittedAt: Date;
  unitId: string;
  unitCode: string;
  unitName: string;
  no: number;
  content: SubmittedContent;
  sha256: string;
  submittedAt: Date;
}

/** What units handed in for a period, sorted by the unit's name; the state says whether it was accepted. One query. */
export async function submittedReports(
  db: Kysely<DB>,
  args: { programmeId: string; period: string; ruleId?: string },
): Promise<SubmittedReport[]> {
  let query = db
    .selectFrom('obligation as o')
    .innerJoin('unit as u', 'u.id', 'o.unit_id')
    .innerJoin('unit_report as r', 'r.obligation_id', 'o.id')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('unit_report_submission')
          .select(['no', 'content', 'sha256', 'submitted_at'])
          .whereRef('report_id', '=', 'r.id')
          .orderBy('no', 'desc')
          .limit(1)
          .as('s'),
      (join) => join.onTrue(),
    )
    .select([
      'o.id as obligationId',
      'o.rule_id as ruleId',
      'o.period',
      'o.state',
      'o.due_at as dueAt',
      'o.first_submitted_at as firstSubmittedAt',
      'u.id as unitId',
      'u.code as unitCode',
      'u.name as unitName',
      's.no',
      's.content',
      's.sha256',
      's.submitted_at as submittedAt',
    ])
    .where('o.programme_id', '=', args.programmeId)
    .where('o.period', '=', args.period)
    .where('o.first_submitted_at', 'is not', null)
    .$narrowType<{ firstSubmittedAt: Date; submittedAt: Date }>();
  if (args.ruleId !== undefined) query = query.where('o.rule_id', '=', args.ruleId);
  const rows = await query.execute();
  return rows
    .map((row) => ({ ...row, content: row.content as SubmittedContent }))
    .sort((a, b) => a.unitName.localeCompare(b.unitName, 'vi'));
}
