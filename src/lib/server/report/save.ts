import { RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { draftIssues, normalFields, type Writing } from '#lib/domain/report/check.ts';
import { contentOf, fieldsOf, type ReportContent, type ReportFields, readContent } from '#lib/domain/report/content.ts';
import { fieldName, fieldNames } from '#lib/domain/report/form.ts';
import { type Conflict, fingerprints, mergeFields } from '#lib/domain/report/merge.ts';
import { lockObligation, startObligation } from '../obligation/states.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { mayEdit, type OpenReport, openReport } from './open.ts';

/**
 * The row of a report, made when first needed; locked, so that two who save at once come one after the other. Also asks again whether
 * it can be written in: it may have been handed in since the page was opened.
 */
export async function lockReport(tx: Tx, ctx: Ctx, report: OpenReport) {
  const { obligation } = report;
  const now = await lockObligation(tx, obligation.id);
  requireAllowed(mayEdit(report.scope, report.movement, now));
  await tx.db
    .insertInto('unit_report')
    .values({
      obligation_id: obligation.id,
      programme_id: obligation.programme_id,
      unit_id: obligation.unit_id,
      period: obligation.period,
      updated_by: ctx.actor.id,
      updated_at: ctx.now,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.column('obligation_id').doNothing())
    .execute();
  await startObligation(tx, ctx, obligation.id);
  return tx.db
    .selectFrom('unit_report')
    .selectAll()
    .where('obligation_id', '=', obligation.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

interface SaveArgs {
  obligationId: string;
  /** the version that the person saw; 0: nothing was there */
  version: number;
  /** fields that are not mentioned stay as they are */
  content: Partial<ReportContent> | ReportFields;
  /** fingerprints of the fields as the person saw them; without them a version that is not the last one is refused */
  base?: ReportFields;
  /** how targets are written; flat fields come from a form, content as a whole holds decimal strings */
  writing?: Writing;
  /** text fields that the person has looked through after they were taken over */
  reviewed?: readonly string[];
}

const isFlat = (content: SaveArgs['content']): content is ReportFields =>
  Object.keys(content).every((key) => key.includes('.'));

/** Keeps the marks of what was taken over and neither changed nor looked through since. */
function stillTaken(before: ReportContent, after: ReportContent, reviewed: readonly string[]): ReportContent['taken'] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const left = Object.entries(before.taken ?? {}).filter(
    ([field]) => is[field] && is[field] === was[field] && !reviewed.includes(field),
  );
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}

/** Stored content changed within an act. @returns the new version */
export async function writeContent(
  tx: Tx,
  ctx: Ctx,
  row: { id: string; version: number },
  { taken, ...content }: ReportContent,
): Promise<number> {
  await tx.db
    .updateTable('unit_report')
    .set({
      content: json({ ...content, ...(taken && Object.keys(taken).length > 0 ? { taken } : {}) }),
      version: row.version + 1,
      updated_by: ctx.actor.id,
      updated_at: ctx.now,
    })
    .where('id', '=', row.id)
    .execute();
  return row.version + 1;
}

export interface Saved {
  version: number;
  /** what someone else had changed in the meantime, taken over beside one's own */
  merged: string[];
  /** what both changed: stored as the other one wrote it, until a person chooses */
  conflicts: Conflict[];
}

/**
 * Keeps a draft. When somebody else saved since the person opened it, what only one of them changed is merged; what both changed is
 * handed back, and nothing of either is lost.
 * @throws RuleError 'report.wrong' with an issue a field, 'stale' without `base`
 */
export async function saveReport(ctx: Ctx, args: SaveArgs): Promise<Saved> {
  const report = await openReport(ctx, args);
  requireAllowed(report.edit);
  const known = new Set(fieldNames(report.parts));
  const flat = isFlat(args.content) ? args.content : fieldsOf(args.content);
  // Content as a whole mentions every field of the groups that it has.
  const whole = isFlat(args.content) ? [] : [...known].filter((key) => key.split('.')[0]! in args.content);
  const typed = Object.fromEntries(
    [...whole.map((key) => [key, ''] as const), ...Object.entries(flat)].filter(([key]) => known.has(key)),
  );
  const writing = args.writing ?? (isFlat(args.content) ? 'typed' : 'stored');
  const issues = draftIssues(report.parts, typed, writing);
  if (issues.length > 0)
    throw new RuleError({ code: 'report.wrong', message: 'Chưa lưu được: có chỗ cần sửa.', issues });
  const mine = normalFields(typed, writing);
  const init = {
    act: 'report.save',
    programmeId: report.movement.id,
    subject: { kind: 'obligation', id: args.obligationId },
    summary: `Lưu bản soạn “${report.rule.name}” của ${report.unit.name}.`,
  };
  return act(ctx, init, async (tx) => {
    const row = await lockReport(tx, ctx, report);
    const before = readContent(row.content);
    const stored = fieldsOf(before);
    const last =
      row.version === args.version || (args.version === 0 && row.version === 1 && Object.keys(stored).length === 0);
    if (!last && !args.base) throw stale('Bản soạn');
    const { fields, conflicts } = last
      ? { fields: { ...stored, ...mine }, conflicts: [] }
      : mergeFields(args.base!, mine, stored);
    const after = contentOf(fields);
    const changed = Object.keys({ ...fields, ...stored }).filter((key) => (fields[key] ?? '') !== (stored[key] ?? ''));
    const taken = stillTaken(before, after, args.reviewed ?? []);
    const version =
      changed.length > 0 || Object.keys(taken ?? {}).length !== Object.keys(before.taken ?? {}).length
        ? await writeContent(tx, ctx, row, { ...after, ...(taken ? { taken } : {}) })
        : row.version;
    tx.note({
      changes: { fields: changed, ...(conflicts.length > 0 ? { conflicts: conflicts.map((c) => c.field) } : {}) },
    });
    const merged = last
      ? []
      : Object.keys(mine).filter(
          (key) => (fields[key] ?? '') !== (mine[key] ?? '') && !conflicts.some((one) => one.field === key),
        );
    return { version, merged, conflicts };
  });
}

/** A conflict as a page shows it. */
export const nameConflict = (report: OpenReport, conflict: Conflict) => ({
  ...conflict,
  title: fieldName(report.parts, conflict.field),
});

export type Choice = 'mine' | 'theirs' | 'both';

/**
 * A person has chosen for each field that two had changed. What was shown as the other's text is the new base: a third change in the
 * meantime is a conflict again.
 */
export async function settleConflicts(
  ctx: Ctx,
  args: { obligationId: string; version: number; choices: (Conflict & { choice: Choice })[] },
): Promise<Saved> {
  const chosen = args.choices.filter((one) => one.choice !== 'theirs');
  const text = ({ choice, mine, theirs }: Conflict & { choice: Choice }) =>
    choice === 'both' ? `${theirs}\n\n${mine}` : mine;
  return saveReport(ctx, {
    obligationId: args.obligationId,
    version: args.version,
    writing: 'stored',
    content: Object.fromEntries(chosen.map((one) => [one.field, text(one)])),
    base: fingerprints(Object.fromEntries(chosen.map((one) => [one.field, one.theirs]))),
  });
}
