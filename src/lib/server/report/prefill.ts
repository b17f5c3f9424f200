import type { Kysely } from 'kysely';
import { RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { comparePeriods, periodName } from '#lib/domain/movement/periods.ts';
import { contentOf, fieldsOf, type ReportFields, readContent } from '#lib/domain/report/content.ts';
import { fieldNames } from '#lib/domain/report/form.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type OpenReport, openReport } from './open.ts';
import { lockReport, writeContent } from './save.ts';

/** What a unit handed in before and was accepted, from which parts can be taken over. */
interface PrefillSource {
  /** the obligation it answered */
  id: string;
  /** "báo cáo năm 2024" */
  label: string;
  fields: ReportFields;
}

const kindWords = { plan: 'kế hoạch', report: 'báo cáo', values: 'số liệu' };

/** Accepted plans and reports of the unit for this movement, each as it was handed in last. One query. */
async function acceptedOf(db: Kysely<DB>, report: OpenReport) {
  return db
    .selectFrom('obligation as o')
    .innerJoin('unit_report as r', 'r.obligation_id', 'o.id')
    .innerJoin('unit_report_submission as s', 's.report_id', 'r.id')
    .distinctOn('o.id')
    .select(['o.id', 'o.rule_id', 'o.period', 's.content'])
    .where('o.programme_id', '=', report.movement.id)
    .where('o.unit_id', '=', report.unit.id)
    .where('o.state', '=', 'accepted')
    .where('o.id', '<>', report.obligation.id)
    .orderBy('o.id')
    .orderBy('s.no', 'desc')
    .execute();
}

/** Where parts can be taken over from: the last accepted one of the same kind, and for a report the unit's accepted plan. */
export async function prefillSources(ctx: Ctx, report: OpenReport): Promise<PrefillSource[]> {
  const rows = await acceptedOf(ctx.app.db, report);
  const known = new Set(fieldNames(report.parts));
  const kindOf = (ruleId: string) => report.movement.doc.obligations.find((one) => one.id === ruleId)?.kind;
  const before = rows
    .filter((row) => comparePeriods(row.period, report.obligation.period) <= 0)
    .sort((a, b) => comparePeriods(b.period, a.period));
  const last = before.find(
    (row) => kindOf(row.rule_id) === report.rule.kind && row.period !== report.obligation.period,
  );
  const plan = report.rule.kind === 'report' ? before.find((row) => kindOf(row.rule_id) === 'plan') : undefined;
  return [last, plan].flatMap((row) => {
    if (!row) return [];
    const fields = Object.fromEntries(
      Object.entries(fieldsOf(readContent(row.content))).filter(([key]) => known.has(key)),
    );
    const kind = kindOf(row.rule_id) ?? 'report';
    return Object.keys(fields).length > 0
      ? [{ id: row.id, label: `${kindWords[kind]} ${periodName(row.period)}`, fields }]
      : [];
  });
}

/**
 * Takes one field, or all, over from an earlier plan or report. A text that is already there stays; what is taken over stands below
 * it. Texts are marked until the person has changed or looked through them.
 * @param args.field null: every field that is still empty
 */
export async function takeOver(
  ctx: Ctx,
  args: { obligationId: string; version: number; sourceId: string; field: string | null },
): Promise<void> {
  const report = await openReport(ctx, args);
  requireAllowed(report.edit);
  const source = (await prefillSources(ctx, report)).find((one) => one.id === args.sourceId);
  if (!source || (args.field !== null && !source.fields[args.field]))
    throw new RuleError({ code: 'report.no-source', message: 'Không còn nội dung này để lấy. Hãy tải lại trang.' });
  const init = {
    act: 'report.take-over',
    programmeId: report.movement.id,
    subject: { kind: 'obligation', id: args.obligationId },
    summary: `Lấy nội dung từ ${source.label} vào “${report.rule.name}” của ${report.unit.name}.`,
  };
  await act(ctx, init, async (tx) => {
    const row = await lockReport(tx, ctx, report);
    if (row.version !== args.version && args.version !== 0) throw stale('Bản soạn');
    const content = readContent(row.content);
    const fields = fieldsOf(content);
    const wanted = args.field === null ? Object.keys(source.fields).filter((key) => !fields[key]) : [args.field];
    const taken = { ...content.taken };
    for (const field of wanted) {
      const text = source.fields[field]!;
      const own = fields[field];
      const isText = !field.startsWith('targets.') && !field.endsWith('.self');
      fields[field] = own && isText && own !== text ? `${own}\n\n${text}` : text;
      if (isText) taken[field] = source.label;
    }
    await writeContent(tx, ctx, row, { ...contentOf(fields), taken });
    tx.note({ changes: { from: source.id, fields: wanted } });
  });
}
