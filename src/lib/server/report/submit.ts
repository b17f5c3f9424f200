import { type Kysely, sql } from 'kysely';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { draftIssues, missing } from '#lib/domain/report/check.ts';
import { fieldsOf, type ReportContent, readContent } from '#lib/domain/report/content.ts';
import { partName } from '#lib/domain/report/form.ts';
import { markSubmitted } from '../obligation/states.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { figuresOf, type ReportFigure } from './figures.ts';
import { filesOf, type OpenReport, openReport, type ReportFile } from './open.ts';
import { lockReport } from './save.ts';

/** What was handed in: readable by itself, whatever the movement's document says later. */
export interface SubmittedContent extends Omit<ReportContent, 'taken'> {
  rule: { id: string; name: string; kind: 'plan' | 'report' | 'values' };
  unit: { code: string; name: string; className: string };
  period: string;
  /** of the movement's document */
  movementVersion: number;
  /** what was asked, in order; `fields`: the fields under it */
  parts: { key: string; kind: string; name: string }[];
  figures: ReportFigure[];
  files: { id: string; name: string; size: number; sha256: string; role: ReportFile['role'] }[];
}

const indicatorsOf = (report: OpenReport) =>
  report.parts.flatMap((part) => (part.kind === 'value' ? [part.indicator] : []));

/** The figures of the report's period that its unit has entered. */
export const reportFigures = (db: Kysely<DB>, report: OpenReport): Promise<ReportFigure[]> =>
  figuresOf(db, {
    programmeId: report.movement.id,
    unitId: report.unit.id,
    period: report.obligation.period,
    indicators: indicatorsOf(report),
  });

/** What is still missing; figures only stop a rule that asks for nothing else. */
export function missingOf(report: OpenReport, content: ReportContent, figures: readonly ReportFigure[]) {
  const signed = report.files.filter((file) => file.role === 'signed' && file.state === 'ready').length;
  return missing(report.parts, content, {
    signedCopyAsked: report.rule.form.signedCopy,
    signedCopies: signed,
    figures:
      report.rule.kind === 'values' ? new Set(figures.flatMap((f) => (f.value === null ? [] : [f.indicatorId]))) : null,
  });
}

/** A draft as it would be handed in now. */
export function snapshot(report: OpenReport, content: ReportContent, figures: ReportFigure[]): SubmittedContent {
  const { taken: _taken, ...own } = content;
  const { rule, unit, obligation, movement } = report;
  return {
    ...own,
    rule: { id: rule.id, name: rule.name, kind: rule.kind },
    unit: { code: unit.code, name: unit.name, className: unit.className },
    period: obligation.period,
    movementVersion: movement.version,
    parts: report.parts.map((part) => ({ key: part.key, kind: part.kind, name: partName(part) })),
    figures,
    files: report.files
      .filter((file) => file.role !== 'source' && file.state === 'ready')
      .map(({ id, name, size, sha256, role }) => ({ id, name, size, sha256: sha256 ?? '', role })),
  };
}

function refuseWaiting(files: readonly ReportFile[]): void {
  const waiting = files.find((file) => file.state === 'uploading' || file.state === 'quarantine');
  if (waiting)
    throw new RuleError({
      code: 'report.file-waiting',
      field: waiting.role === 'signed' ? 'signed' : 'attachment',
      message: `Tệp “${waiting.name}” đang được kiểm tra. Hãy đợi ít giây rồi nộp lại.`,
    });
}

/**
 * Q25-10: hands a plan or report in. What is handed in is kept as it is, with the figures as they stand and a SHA-256 over all of it;
 * when it is late, that is written down and nothing is refused.
 * @throws RuleError 'report.incomplete' with an issue for each field that is missing, 'stale'
 */
export async function submitReport(
  ctx: Ctx,
  args: { obligationId: string; version: number },
): Promise<{ no: number; sha256: string }> {
  const opened = await openReport(ctx, args);
  requireAllowed(opened.edit);
  const init = {
    act: 'report.submit',
    programmeId: opened.movement.id,
    subject: { kind: 'obligation', id: args.obligationId },
    summary: `${opened.unit.name} nộp “${opened.rule.name}”.`,
  };
  return act(ctx, init, async (tx) => {
    const row = await lockReport(tx, ctx, opened);
    // what colleagues did until this moment counts: files taken out, figures entered
    const report = { ...opened, files: await filesOf(tx.db, row.id) };
    const figures = await reportFigures(tx.db, report);
    refuseWaiting(report.files);
    if (row.version !== args.version && !(args.version === 0 && row.version === 1))
      throw new RuleError({
        code: 'stale',
        status: 409,
        message: 'Người khác vừa sửa bản soạn này. Hãy xem lại nội dung mới nhất bên dưới rồi nộp.',
      });
    const content = readContent(row.content);
    const issues = [...draftIssues(report.parts, fieldsOf(content), 'stored'), ...missingOf(report, content, figures)];
    if (issues.length > 0)
      throw new RuleError({
        code: 'report.incomplete',
        message: `Chưa nộp được: còn ${issues.length} chỗ cần bổ sung.`,
        issues,
      });
    const whole = json(snapshot(report, content, figures));
    const { no, sha256 } = await tx.db
      .insertInto('unit_report_submission')
      .values({
        report_id: row.id,
        no: sql<number>`(select coalesce(max(no), 0) + 1 from unit_report_submission where report_id = ${row.id})`,
        content: whole,
        // jsonb has one text for one value, so the fingerprint can be checked wherever the row is
        sha256: sql<string>`encode(sha256(convert_to((${whole}::jsonb)::text, 'UTF8')), 'hex')`,
        submitted_by: ctx.actor.id,
        by_name: ctx.actor.name,
        submitted_at: ctx.now,
      })
      .returning(['no', 'sha256'])
      .executeTakeFirstOrThrow();
    await markSubmitted(tx, ctx, args.obligationId);
    tx.note({ summary: `${init.summary.slice(0, -1)}${no > 1 ? ` (lần ${no})` : ''}.`, changes: { no, sha256 } });
    return { no, sha256 };
  });
}
