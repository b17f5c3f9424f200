import { type Kysely, sql } from 'kysely';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { periodYear } from '#lib/domain/movement/periods.ts';
import type { ObligationRule } from '#lib/domain/movement/types.ts';
import { type ReportContent, readContent } from '#lib/domain/report/content.ts';
import { type FormPart, reportForm } from '#lib/domain/report/form.ts';
import { type MovementScope, mayAccept, mayEnterFor, mayReadReport, movementScope } from '../movement/scope.ts';
import { type Participant, participantsOn } from '../movement/units.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, ReportFileRole, Row } from '../platform/db/schema.ts';
import { all, allow, type Decision, deny, requireAllowed } from '../platform/policy.ts';
import { movementById, type StoredMovement } from '../programme/queries.ts';

export interface ReportFile {
  id: string;
  name: string;
  size: number;
  state: Row<'file'>['state'];
  message: string | null;
  sha256: string | null;
  role: ReportFileRole;
}

export interface Submission {
  no: number;
  content: unknown;
  sha256: string;
  byName: string;
  at: Date;
}

/** A plan or report of a unit with everything its pages and acts ask about it. */
export interface OpenReport {
  obligation: Row<'obligation'>;
  movement: StoredMovement;
  rule: ObligationRule;
  unit: Participant;
  scope: MovementScope;
  parts: FormPart[];
  /** null: nobody has written anything yet */
  id: string | null;
  /** 0 before the first save */
  version: number;
  content: ReportContent;
  updatedAt: Date | null;
  updatedBy: string | null;
  files: ReportFile[];
  /** the last one first */
  submissions: Submission[];
  edit: Decision;
  decide: Decision;
}

const editable = ['not-started', 'draft', 'returned'];

/** Whether it can be written in now, by the unit itself. */
export function mayEdit(scope: MovementScope, movement: StoredMovement, obligation: Row<'obligation'>): Decision {
  return all(
    mayEnterFor(scope, obligation.unit_id),
    movement.status === 'published'
      ? allow
      : deny('report.closed', 'Phong trào đã khép lại nên không sửa, nộp được nữa.'),
    obligation.exempted_at === null ? allow : deny('report.exempt', 'Đơn vị được miễn việc này nên không phải nộp.'),
    editable.includes(obligation.state)
      ? allow
      : deny(
          'report.handed-in',
          obligation.state === 'accepted'
            ? 'Đã được chấp nhận nên không sửa được nữa.'
            : 'Đã nộp, đang chờ nơi nhận xem. Khi bị trả lại, đơn vị sửa và nộp lại được.',
        ),
  );
}

/** The unit as it takes part; one that has been dissolved since, as it stood on the last day it had for this. */
async function participantOf(
  ctx: Ctx,
  movement: StoredMovement,
  scope: MovementScope,
  obligation: Row<'obligation'>,
): Promise<Participant | undefined> {
  const today = scope.participants.find((one) => one.id === obligation.unit_id);
  if (today) return today;
  for (const day of [isoDateLocal(obligation.due_at), isoDateLocal(obligation.created_at)]) {
    const found = (await participantsOn(ctx.app.db, movement.doc, day)).find((one) => one.id === obligation.unit_id);
    if (found) return found;
  }
  return undefined;
}

/** The files of a draft, those that were taken out left away. One query. */
export const filesOf = async (db: Kysely<DB>, reportId: string): Promise<ReportFile[]> =>
  (
    await db
      .selectFrom('unit_report_file as r')
      .innerJoin('file as f', 'f.id', 'r.file_id')
      .select(['f.id', 'f.name', 'f.state', 'f.sha256', 'r.role', 'f.reject_message as message'])
      .select(sql<number>`coalesce(f.size, f.declared_size)`.as('size'))
      .where('r.report_id', '=', reportId)
      .where('r.removed_at', 'is', null)
      .orderBy('r.added_at')
      .execute()
  ).map((file) => ({ ...file, size: Number(file.size) }));

const submissionsOf = (db: Kysely<DB>, reportId: string): Promise<Submission[]> =>
  db
    .selectFrom('unit_report_submission')
    .select(['no', 'content', 'sha256', 'by_name as byName', 'submitted_at as at'])
    .where('report_id', '=', reportId)
    .orderBy('no', 'desc')
    .execute();

/**
 * The plan or report of an obligation (Q25-10), for whoever may read it: the unit, those above it, its receivers, the standing unit.
 * @throws RuleError 'not-found'
 */
export async function openReport(ctx: Ctx, args: { obligationId: string }): Promise<OpenReport> {
  const { db } = ctx.app;
  const absent = notFound('Kế hoạch hoặc báo cáo này');
  if (!isUuid(args.obligationId)) throw absent;
  const obligation = await db
    .selectFrom('obligation')
    .selectAll()
    .where('id', '=', args.obligationId)
    .executeTakeFirst();
  const movement = obligation && (await movementById(db, obligation.programme_id));
  const rule = movement?.doc.obligations.find((one) => one.id === obligation?.rule_id);
  if (!obligation || !movement || !rule || movement.status === 'draft') throw absent;
  const scope = await movementScope(ctx, movement);
  requireAllowed(mayReadReport(scope, rule, obligation.unit_id));
  const unit = await participantOf(ctx, movement, scope, obligation);
  if (!unit) throw absent;
  const row = await db
    .selectFrom('unit_report as r')
    .leftJoin('person as p', 'p.id', 'r.updated_by')
    .selectAll('r')
    .select('p.full_name')
    .where('r.obligation_id', '=', obligation.id)
    .executeTakeFirst();
  return {
    obligation,
    movement,
    rule,
    unit,
    scope,
    parts: reportForm(movement.doc, rule, unit.classId, obligation.period),
    id: row?.id ?? null,
    version: row?.version ?? 0,
    content: readContent(row?.content),
    updatedAt: row?.updated_at ?? null,
    updatedBy: row?.full_name ?? null,
    files: row ? await filesOf(db, row.id) : [],
    submissions: row ? await submissionsOf(db, row.id) : [],
    edit: mayEdit(scope, movement, obligation),
    decide: mayAccept(scope, rule, obligation.unit_id),
  };
}

/** Why and by whom it was returned last. */
export async function lastReturn(
  db: Kysely<DB>,
  obligationId: string,
): Promise<{ at: Date; by: string; reason: string } | null> {
  const row = await db
    .selectFrom('obligation_event')
    .select(['at', 'by_name as by', 'reason'])
    .where('obligation_id', '=', obligationId)
    .where('to_state', '=', 'returned')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row ? { ...row, reason: row.reason ?? '' } : null;
}

/** What the unit registered in its plan for the year of the period, by indicator: decimal strings. */
export async function ownTargets(db: Kysely<DB>, report: OpenReport): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('unit_target')
    .select(['indicator_id', sql<string>`value::text`.as('value')])
    .where('programme_id', '=', report.movement.id)
    .where('unit_id', '=', report.unit.id)
    .where('year', '=', periodYear(report.obligation.period))
    .execute();
  return new Map(rows.map((row) => [row.indicator_id, row.value]));
}
