import type { SheetCell } from '#lib/domain/imports/cells.ts';
import type { SheetFormat } from '#lib/domain/imports/format.ts';
import { markText, sheetEdition } from '#lib/domain/imports/mark.ts';
import { outcomeNames, type RowOutcome, type RowReport } from '#lib/domain/imports/outcome.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { slugify } from '#lib/domain/kernel/text.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type SheetFile, sheetFile } from './file.ts';
import { type ImportJob, linesOf, openImport } from './jobs.ts';
import { kindOf } from './registry.ts';
import { shownRows } from './start.ts';

/** What became of the first rows of each outcome. */
export async function importReport(ctx: Ctx, job: ImportJob): Promise<Record<RowOutcome, RowReport[]>> {
  const rows = (outcome: RowOutcome) =>
    ctx.app.db
      .selectFrom('import_row')
      .select(['line', 'outcome', 'field', 'message', 'label'])
      .where('job_id', '=', job.id)
      .where('outcome', '=', outcome)
      .orderBy('line')
      .limit(shownRows)
      .execute();
  const [created, changed, same, refused] = await Promise.all([
    rows('created'),
    rows('changed'),
    rows('same'),
    rows('refused'),
  ]);
  return { created, changed, same, refused };
}

/**
 * The file as it came, with what became of each line beside it. `refusedOnly`: what was not taken, to be mended and sent again.
 * @throws RuleError 'not-found'; 'import.forgotten' when the lines are no longer kept
 */
export async function importReportFile(
  ctx: Ctx,
  args: { slug: string; jobId: string; unitId?: string; refusedOnly: boolean },
): Promise<SheetFile> {
  const { movement, job } = await openImport(ctx, args);
  const kind = kindOf(job.kind);
  if (!kind || kind.format.kind === 'awards') throw new Error(`no import of ${job.kind}`);
  const mark = markText({
    kind: kind.format.kind,
    slug: movement.slug,
    period: job.period || null,
    edition: sheetEdition,
  });
  return reportFile(ctx, { job, format: kind.format, mark, refusedOnly: args.refusedOnly });
}

/** The same for a job of any kind, once the reader may have it. @throws RuleError 'import.forgotten' */
export async function reportFile(
  ctx: Ctx,
  args: { job: ImportJob; format: SheetFormat; mark: string | null; refusedOnly: boolean },
): Promise<SheetFile> {
  const { job, format } = args;
  if (!job.kept)
    throw new RuleError({
      code: 'import.forgotten',
      status: 410,
      message: 'Nội dung tệp này đã được xóa theo hạn lưu. Kết quả từng dòng vẫn xem được trên trang.',
    });
  const [lines, outcomes] = await Promise.all([
    linesOf(ctx.app.db, job),
    ctx.app.db
      .selectFrom('import_row')
      .select(['line', 'outcome', 'message', 'field'])
      .where('job_id', '=', job.id)
      .execute(),
  ]);
  const byLine = new Map(outcomes.map((row) => [row.line, row]));
  const columns = job.columns.flatMap((key) => format.columns.find((column) => column.key === key) ?? []);
  const label = (key: string | null) => columns.find((column) => column.key === key)?.label;
  const rows = lines
    .map((line) => ({ line, row: byLine.get(line.line) }))
    .filter(({ row }) => !args.refusedOnly || row?.outcome === 'refused')
    .map(({ line, row }): SheetCell[] => {
      const where = label(row?.field ?? null);
      return [
        ...columns.map((column): SheetCell => line.cells[column.key] ?? ''),
        row ? outcomeNames[row.outcome] : 'Chưa nhập',
        row?.message ? `${row.outcome === 'refused' && where ? `${where}: ` : ''}${row.message}` : '',
        { number: String(line.line) },
      ];
    });
  return sheetFile(
    {
      name: args.refusedOnly ? 'Dòng không nhận' : 'Kết quả nhập',
      mark: args.mark,
      head: [
        ...columns.map((column) => ({ label: column.label, width: column.width })),
        { label: 'Kết quả nhập', width: 14 },
        { label: 'Vì sao', width: 80 },
        { label: 'Dòng trong tệp', width: 12 },
      ],
      rows,
    },
    'xlsx',
    `${args.refusedOnly ? 'dong-khong-nhan' : 'ket-qua-nhap'}-${slugify(job.fileName.replace(/\.\w+$/, '')).slice(0, 60) || 'tep'}`,
  );
}
