import { RuleError } from '#lib/domain/kernel/errors.ts';
import { uuid } from '#lib/domain/kernel/ids.ts';
import { charCount, clean, fold, truncate } from '#lib/domain/kernel/text.ts';
import { parseViDateIso } from '#lib/domain/kernel/time.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { NewRow } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { readTable, type TableRow } from '../platform/tables/read.ts';
import { xlsxTemplate } from '../platform/tables/write.ts';
import { canImportInitiatives } from './initiatives.ts';

export interface InitiativeReport {
  added: number;
  /** already in the register, or twice in the file */
  known: number;
  errors: { line: number; text: string; message: string }[];
}

const columns = {
  title: {
    label: 'Tên sáng kiến',
    width: 60,
    also: ['ten sang kien, giai phap', 'ten giai phap', 'sang kien', 'title'],
  },
  authors: { label: 'Tác giả', width: 40, also: ['tac gia, dong tac gia', 'nhom tac gia', 'authors'] },
  decisionNumber: { label: 'Số quyết định', width: 18, also: ['quyet dinh', 'so qd', 'decisionnumber'] },
  decisionDate: { label: 'Ngày quyết định', width: 16, also: ['ngay qd', 'ngay cong nhan', 'decisiondate'] },
  authority: { label: 'Cơ quan công nhận', width: 36, also: ['noi cong nhan', 'don vi cong nhan', 'authority'] },
  level: { label: 'Cấp công nhận', width: 16, also: ['cap', 'level'] },
  year: { label: 'Năm', width: 8, also: ['nam cong nhan', 'year'] },
} as const;
type Column = keyof typeof columns;

/** Where each column stands; people keep their own order and further columns. */
function headOf(row: TableRow): Map<Column, number> | null {
  const places = new Map<Column, number>();
  for (const [i, cell] of row.cells.entries()) {
    const name = fold(cell).replace(/\s*\(.*\)$/, '');
    const column = (Object.keys(columns) as Column[]).find(
      (key) => fold(columns[key].label) === name || (columns[key].also as readonly string[]).includes(name),
    );
    if (column && !places.has(column)) places.set(column, i);
  }
  return places.has('title') ? places : null;
}

const longest: Record<Exclude<Column, 'year' | 'decisionDate'>, number> = {
  title: 500,
  authors: 1000,
  decisionNumber: 100,
  authority: 300,
  level: 100,
};

/** One row, or what is wrong with it. */
function readRow(
  row: TableRow,
  head: Map<Column, number>,
  thisYear: number,
): Omit<NewRow<'initiative'>, 'created_at'> | string {
  const cell = (column: Column) => clean(row.cells[head.get(column) ?? -1] ?? '');
  if (cell('title') === '') return 'Thiếu tên sáng kiến.';
  for (const [column, max] of Object.entries(longest) as [keyof typeof longest, number][])
    if (charCount(cell(column)) > max) return `${columns[column].label} dài hơn ${max} ký tự.`;
  const typedDate = cell('decisionDate');
  const date = typedDate ? parseViDateIso(typedDate) : null;
  if (typedDate && !date) return `Ngày quyết định “${typedDate}” không phải là một ngày có thật.`;
  const typedYear = cell('year').replace(/\.0+$/, '');
  const year = typedYear ? Number(typedYear) : date ? Number(date.slice(0, 4)) : null;
  if (year !== null && !(Number.isInteger(year) && year >= 1945 && year <= thisYear + 1))
    return `Năm “${typedYear}” không đúng.`;
  return {
    title: cell('title'),
    folded: fold(cell('title')),
    authors: cell('authors'),
    authors_folded: fold(cell('authors')),
    decision_number: cell('decisionNumber') || null,
    decision_date: date,
    authority: cell('authority') || null,
    level: cell('level') || null,
    year,
  };
}

/**
 * Takes recognised initiatives into the register from XLSX, CSV or TSV (K26-2c). A row that cannot be read is reported with
 * its number in the file; the others are imported. What is there already stays as it is.
 */
export async function importInitiatives(
  ctx: Ctx,
  args: { file: Uint8Array; name?: string },
): Promise<InitiativeReport> {
  requireAllowed(canImportInitiatives(ctx));
  const report: InitiativeReport = { added: 0, known: 0, errors: [] };
  const good: Omit<NewRow<'initiative'>, 'created_at'>[] = [];
  let head: Map<Column, number> | null = null;
  let read = 0;
  for await (const row of readTable(args.file)) {
    if (!head) {
      // Offices put a title above the table: the head is the first of the first rows that names the title column.
      head = headOf(row);
      read += 1;
      if (!head && read >= 15) break;
      continue;
    }
    const initiative = readRow(row, head, ctx.now.getUTCFullYear());
    if (typeof initiative === 'string')
      report.errors.push({
        line: row.line,
        text: truncate(row.cells.filter(Boolean).join(' | '), 120),
        message: initiative,
      });
    else good.push(initiative);
  }
  if (!head)
    throw new RuleError({
      code: 'initiatives.head',
      message: `Không thấy dòng tên cột. Tệp cần có cột “${columns.title.label}”.`,
      field: 'file',
      hint: 'Hãy tải tệp mẫu và chép dữ liệu vào đó.',
    });
  const importId = uuid();
  const init = {
    act: 'initiative.import',
    subject: { kind: 'initiative-import', id: importId },
    summary: 'Nhập sổ sáng kiến',
  };
  await act(ctx, init, async (tx) => {
    for (let i = 0; i < good.length; i += 1000) {
      const added = await tx.db
        .insertInto('initiative')
        .values(good.slice(i, i + 1000).map((row) => ({ ...row, import_id: importId, created_at: ctx.now })))
        .onConflict((c) => c.doNothing())
        .returning('id')
        .execute();
      report.added += added.length;
    }
    report.known = good.length - report.added;
    tx.note({
      summary: `Nhập sổ sáng kiến${args.name ? ` từ ${clean(args.name).slice(0, 100)}` : ''}: thêm ${report.added}, đã có ${report.known}, lỗi ${report.errors.length} dòng`,
      changes: { added: report.added, known: report.known, errors: report.errors.length },
    });
  });
  return report;
}

/** An empty table with one example row, to fill in. */
export const initiativeTemplate = (): Promise<Uint8Array> =>
  xlsxTemplate(
    'Sáng kiến',
    Object.values(columns).map(({ label, width }) => ({ label, width })),
    [
      [
        'Ví dụ: Phần mềm quản lý hộ tịch xã (xóa dòng này)',
        'Nguyễn Văn A, Lò Thị B',
        '12/QĐ-SKHCN',
        '15/03/2024',
        'Sở Khoa học và Công nghệ',
        'Tỉnh',
        '2024',
      ],
    ],
  );
