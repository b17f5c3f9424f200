/** Files of past decisions: up, looked at, confirmed, stopped. The background import takes them in. */
import { readHead, type SheetLine } from '#lib/domain/imports/format.ts';
import { countRows, mostLines, type RowOutcome, type RowReport } from '#lib/domain/imports/outcome.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { tidyTyped } from '#lib/domain/kernel/legacyText.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { awardsFormat } from '#lib/domain/register/sheet.ts';
import { type AwardScope, readsAllRegister } from '../award/scope.ts';
import { type SheetFile, sheetFile } from '../imports/file.ts';
import { type ImportJob, importById, linesOf, registerImports, storedLines } from '../imports/jobs.ts';
import { lookingTx, repeatedLines } from '../imports/kind.ts';
import { importReport, reportFile } from '../imports/report.ts';
import { firstRows, queueImport, stopImport } from '../imports/start.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { deny, requireAllowed } from '../platform/policy.ts';
import { readTable, type TableRow } from '../platform/tables/read.ts';
import { awardsImport } from './import.ts';
import { openRegister } from './list.ts';

/** Files are sent by whoever keeps some part of the register; which lines are theirs is asked line by line. */
const mayImportAwards = (scope: AwardScope) =>
  scope.officerOf.size > 0
    ? { allow: true as const }
    : deny('award.not-registrar', 'Chỉ cán bộ thi đua, khen thưởng nhập được quyết định cũ.');

const broken = (message: string, hint?: string) =>
  new RuleError({ code: 'import.file', message, field: 'file', ...(hint ? { hint } : {}) });

const headWithin = 20;

/** The lines of a file; old fonts are read while the cells are still as they came. */
async function readFile(bytes: Uint8Array): Promise<{ columns: string[]; lines: SheetLine[]; unknown: string[] }> {
  const rows: TableRow[] = [];
  for await (const row of readTable(bytes)) {
    rows.push(row);
    if (rows.length > mostLines + headWithin)
      throw broken(`Tệp có hơn ${mostLines.toLocaleString('vi')} dòng. Hãy chia thành nhiều tệp.`);
  }
  const at = rows.slice(0, headWithin).findIndex((row) => readHead(awardsFormat, row.cells) !== null);
  const head = at < 0 ? null : readHead(awardsFormat, rows[at]!.cells);
  if (!head)
    throw broken(
      'Không thấy dòng tên cột. Cần ít nhất các cột “Tên”, “Danh hiệu, hình thức” và “Số quyết định” hoặc “Năm”.',
      'Cách chắc nhất: tải tệp mẫu ở trang này rồi điền vào.',
    );
  const lines = rows.slice(at + 1).map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(
      head.flatMap((key, i) => (key === null ? [] : [[key, tidyTyped(cells[i] ?? '').text] as const])),
    ),
  }));
  if (lines.length === 0) throw broken('Tệp không có dòng nào dưới dòng tên cột.');
  const ours = new Set(['Kết quả nhập', 'Vì sao', 'Dòng trong tệp']);
  return {
    columns: head.filter((key) => key !== null),
    lines,
    unknown: head.flatMap((key, i) => {
      const label = clean(rows[at]!.cells[i] ?? '');
      return key === null && label !== '' && !ours.has(label) ? [label.slice(0, 60)] : [];
    }),
  };
}

/** The page where files come in. */
export async function importRoom(ctx: Ctx) {
  const scope = await openRegister(ctx);
  return { jobs: await registerImports(ctx, readsAllRegister(scope)), may: mayImportAwards(scope) };
}

/** Reads a file and keeps its lines; nothing is entered before the preview is confirmed. @returns the job's id */
export async function startAwardsImport(
  ctx: Ctx,
  args: { file: { name: string; bytes: Uint8Array } | null },
): Promise<string> {
  requireAllowed(mayImportAwards(await openRegister(ctx)));
  if (!args.file || args.file.bytes.length === 0)
    throw new RuleError({ code: 'file.none', message: 'Hãy chọn một tệp.', field: 'file' });
  const { columns, lines, unknown } = await readFile(args.file.bytes);
  const fileName = clean(args.file.name).slice(0, 200) || 'tệp';
  return act(
    ctx,
    { act: 'import.read', summary: `Tải tệp quyết định cũ ${fileName} lên để xem trước (${lines.length} dòng)` },
    async (tx) => {
      await tx.db
        .deleteFrom('import_job')
        .where('created_by', '=', ctx.actor.id)
        .where('kind', '=', 'awards')
        .where('state', '=', 'preview')
        .execute();
      const { id } = await tx.db
        .insertInto('import_job')
        .values({
          kind: 'awards',
          programme_id: null,
          unit_id: null,
          file_name: fileName,
          lines: JSON.stringify(storedLines(lines, columns)),
          options: JSON.stringify({ columns: columns.join('\n'), unknown: unknown.join('\n') }),
          state: 'preview',
          total: lines.length,
          created_by: ctx.actor.id,
          created_at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      tx.note({ subject: { kind: 'import', id } });
      return id;
    },
  );
}

/** A file for whoever sent it, and for the registrar to look at. @throws RuleError 'not-found' */
async function openJob(ctx: Ctx, jobId: string): Promise<{ job: ImportJob; mine: boolean }> {
  const scope = await openRegister(ctx);
  const job = await importById(ctx.app.db, jobId);
  const mine = job !== null && job.createdBy !== null && job.createdBy === ctx.actor.id;
  if (job?.kind !== 'awards' || !(mine || readsAllRegister(scope))) throw notFound('Lần nhập này');
  return { job, mine };
}

async function preview(ctx: Ctx, job: ImportJob): Promise<RowReport[]> {
  const lines = await linesOf(ctx.app.db, job);
  const frame = { jobId: null, repeated: repeatedLines(awardsImport, lines) };
  return ctx.app.db.transaction().execute((db) => awardsImport.apply(lookingTx(db), ctx, frame, lines, true));
}

/** One file on its way in: its preview, its progress or its report. */
export async function awardsImportPage(ctx: Ctx, jobId: string, url: URL) {
  const { job, mine } = await openJob(ctx, jobId);
  let { counts } = job;
  let shown: Record<RowOutcome, RowReport[]> = { created: [], changed: [], same: [], refused: [] };
  if (job.state !== 'preview') shown = await importReport(ctx, job);
  else if (mine) {
    const rows = await preview(ctx, job);
    counts = countRows(rows);
    shown = firstRows(rows);
  }
  const { id, kind, fileName, state, total, done, message, unknown, createdByName, createdAt, finishedAt, kept } = job;
  return {
    root: '/xet-khen/so/nhap',
    mine,
    job: {
      id,
      kind,
      fileName,
      state,
      total,
      done,
      message,
      unknown,
      createdByName,
      createdAt,
      finishedAt,
      kept,
      periodName: '',
    },
    counts,
    shown,
    stopped: url.searchParams.has('dung'),
  };
}

async function openMine(ctx: Ctx, jobId: string): Promise<ImportJob> {
  const { job, mine } = await openJob(ctx, jobId);
  requireAllowed(
    mine ? { allow: true } : deny('import.not-mine', 'Chỉ người gửi tệp tiếp tục hoặc dừng được lần nhập này.'),
  );
  return job;
}

const init = (name: string, job: ImportJob, summary: string) => ({
  act: `import.${name}`,
  subject: { kind: 'import', id: job.id },
  summary: `${summary} ${job.fileName} (${job.total} dòng)`,
});

/** Lets a file in after its preview, or lets one go on that was stopped by a fault. */
export async function confirmAwardsImport(ctx: Ctx, jobId: string): Promise<void> {
  const job = await openMine(ctx, jobId);
  requireAllowed(mayImportAwards(await openRegister(ctx)));
  await act(ctx, init('confirm', job, 'Xác nhận nhập tệp'), (tx) => queueImport(tx, ctx, job));
}

/** Stops a file after the batch that is under way; what came in stays. A preview is forgotten. */
export async function cancelAwardsImport(ctx: Ctx, jobId: string): Promise<void> {
  const job = await openMine(ctx, jobId);
  await act(ctx, init('cancel', job, 'Dừng nhập tệp'), (tx) => stopImport(tx, ctx, job.id));
}

/** The file as it came, with what became of each line beside it. */
export async function awardsReportFile(ctx: Ctx, jobId: string, refusedOnly: boolean): Promise<SheetFile> {
  const { job } = await openJob(ctx, jobId);
  return reportFile(ctx, { job, format: awardsFormat, mark: null, refusedOnly });
}

/** An empty table with examples, to fill in. */
export async function awardsTemplate(ctx: Ctx): Promise<SheetFile> {
  await openRegister(ctx);
  const examples = [
    [
      'Cá nhân',
      'Lò Thị Ví Dụ (xóa dòng này)',
      '13/12/1980',
      'Nữ',
      '',
      'Sở Nội vụ',
      'Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh',
      'Có thành tích xuất sắc trong phong trào thi đua',
      '1470/QĐ-UBND',
      '21/06/2019',
      '2019',
      'Chủ tịch Ủy ban nhân dân tỉnh',
      'Phong trào',
      '',
      '',
    ],
    [
      'Tập thể',
      'Phòng Ví Dụ (xóa dòng này)',
      '',
      '',
      '',
      'Sở Nội vụ',
      'Giấy khen',
      'Hoàn thành xuất sắc nhiệm vụ năm 2018',
      '12/QĐ-SNV',
      '15/01/2019',
      '2019',
      'Giám đốc Sở Nội vụ',
      'Công trạng',
      '',
      '',
    ],
  ];
  return sheetFile(
    { name: awardsFormat.name, mark: null, head: awardsFormat.columns, rows: examples },
    'xlsx',
    'mau-quyet-dinh-khen-thuong',
  );
}
