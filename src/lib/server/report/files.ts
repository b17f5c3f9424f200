import { type Kysely, sql } from 'kysely';
import type { FileRule } from '#lib/domain/file/requirement.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import type { FilePurposeRules } from '../file/rules.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, ReportFileRole } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { openReport } from './open.ts';
import { lockReport } from './save.ts';

const MiB = 1024 * 1024;
const mostAttachments = 20;

/** The signed copy as it was scanned, or what belongs to the report besides. */
export const reportFileRules: Record<'signed' | 'attachment', FileRule & { maxCount: number; hint: string }> = {
  signed: {
    label: 'Bản đã ký, đóng dấu',
    hint: 'Bản quét hoặc bản ký số.',
    accept: ['pdf', 'image'],
    maxBytes: 20 * MiB,
    maxCount: 3,
  },
  attachment: {
    label: 'Tệp kèm theo',
    hint: 'Phụ lục, bảng biểu, hình ảnh minh họa.',
    accept: ['pdf', 'docx', 'xlsx', 'image'],
    maxBytes: 20 * MiB,
    maxCount: mostAttachments,
  },
};

const roleOf = (requirementId: string | undefined): 'signed' | 'attachment' => {
  if (requirementId !== 'signed' && requirementId !== 'attachment') throw notFound();
  return requirementId;
};

const tieOf = (db: Kysely<DB>, fileId: string) =>
  db
    .selectFrom('unit_report_file as f')
    .innerJoin('unit_report as r', 'r.id', 'f.report_id')
    .select(['f.role', 'f.removed_at', 'r.obligation_id as obligationId', 'r.id as reportId'])
    .where('f.file_id', '=', fileId)
    .executeTakeFirst();

/** Whether a file was handed in with a report: then it stays readable after its removal from the draft. */
const handedIn = async (db: Kysely<DB>, reportId: string, fileId: string): Promise<boolean> =>
  (await db
    .selectFrom('unit_report_submission')
    .select('no')
    .where('report_id', '=', reportId)
    .where(sql<boolean>`content->'files' @> ${JSON.stringify([{ id: fileId }])}::jsonb`)
    .executeTakeFirst()) !== undefined;

/** Files of plans and reports: added by the unit while it writes, read by whoever may read the report. */
export const reportFiles: FilePurposeRules = {
  authorise: async (ctx, { obligationId, requirementId }) => {
    const role = roleOf(requirementId);
    const report = await openReport(ctx, { obligationId: obligationId ?? '' });
    requireAllowed(report.edit);
    const there = report.files.filter((file) => file.role === role && file.state !== 'rejected').length;
    if (there >= reportFileRules[role].maxCount)
      throw new RuleError({
        code: 'file.too-many',
        message: `Mục này nhận tối đa ${reportFileRules[role].maxCount} tệp.`,
      });
    return reportFileRules[role];
  },
  attach: async (tx, ctx, fileId, { obligationId, requirementId }) => {
    const report = await openReport(ctx, { obligationId: obligationId ?? '' });
    const row = await lockReport(tx, ctx, report);
    await tx.db
      .insertInto('unit_report_file')
      .values({
        report_id: row.id,
        file_id: fileId,
        role: roleOf(requirementId),
        added_by: ctx.actor.id,
        added_at: ctx.now,
      })
      .execute();
  },
  detach: async (db, fileId) => {
    await db.deleteFrom('unit_report_file').where('file_id', '=', fileId).execute();
  },
  rule: async (db, file) => {
    const tie = await tieOf(db, file.id);
    return tie && tie.removed_at === null && tie.role !== 'source' ? reportFileRules[tie.role] : null;
  },
  mayRead: async (ctx, file) => {
    const tie = await tieOf(ctx.app.db, file.id);
    if (!tie) return false;
    const readable = await openReport(ctx, tie).then(
      (report) => report,
      (problem) => {
        if (problem instanceof RuleError) return null;
        throw problem;
      },
    );
    if (!readable) return false;
    // Drafts are the unit's own business and of those above it; receivers read what was handed in.
    const inside = readable.scope.all || readable.scope.subtree.has(readable.unit.id);
    if (inside && tie.removed_at === null) return true;
    return handedIn(ctx.app.db, tie.reportId, file.id);
  },
};

/** Takes a file out of the draft. What was handed in before keeps it. @throws RuleError 'not-found' */
export async function removeReportFile(
  ctx: Ctx,
  args: { obligationId: string; fileId: string },
): Promise<ReportFileRole> {
  const report = await openReport(ctx, args);
  requireAllowed(report.edit);
  const file = isUuid(args.fileId) ? report.files.find((one) => one.id === args.fileId) : undefined;
  if (!file) throw notFound('Tệp này');
  const init = {
    act: 'report.remove-file',
    programmeId: report.movement.id,
    subject: { kind: 'obligation', id: args.obligationId },
    summary: `Gỡ tệp “${file.name}” khỏi “${report.rule.name}” của ${report.unit.name}.`,
    changes: { fileId: file.id },
  };
  await act(ctx, init, async (tx) => {
    await lockReport(tx, ctx, report);
    await tx.db
      .updateTable('unit_report_file')
      .set({ removed_at: ctx.now })
      .where('file_id', '=', file.id)
      .where('removed_at', 'is', null)
      .execute();
  });
  return file.role;
}
