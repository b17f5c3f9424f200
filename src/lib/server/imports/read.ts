import { readHead, readLine, type SheetLine } from '#lib/domain/imports/format.ts';
import { type MarkKind, readMark, type SheetMark, sheetEdition } from '#lib/domain/imports/mark.ts';
import { mostLines } from '#lib/domain/imports/outcome.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { readTable, type TableRow } from '../platform/tables/read.ts';
import type { ImportKind } from './kind.ts';
import { importKinds } from './registry.ts';

/** A file as it was read: its kind, the columns that it has, and its lines. */
export interface ReadSheet {
  kind: ImportKind;
  columns: string[];
  lines: SheetLine[];
  /** heads that nobody knows: these columns are not read */
  unknown: string[];
  mark: SheetMark | null;
}

const broken = (message: string, hint?: string) =>
  new RuleError({ code: 'import.file', message, field: 'file', ...(hint ? { hint } : {}) });

/** The table begins within so many lines: offices put titles above it. */
const headWithin = 20;

function findHead(rows: readonly TableRow[], marked: MarkKind | null) {
  for (const [at, row] of rows.slice(0, headWithin).entries())
    for (const kind of Object.values(importKinds)) {
      if (marked !== null && kind.format.kind !== marked) continue;
      const head = readHead(kind.format, row.cells);
      if (head) return { at, kind, head };
    }
  const kind = marked === 'obligations' ? importKinds.obligations : importKinds.values;
  const label = (key: string) => kind.format.columns.find((column) => column.key === key)?.label ?? key;
  const needs = kind.format.needs.map((group) => group.map((key) => `“${label(key)}”`).join(' hoặc '));
  throw broken(
    `Không thấy dòng tên cột. Trong ${headWithin} dòng đầu phải có một dòng ghi ít nhất ${joinVi(needs)}.`,
    'Cách chắc nhất: tải tệp mẫu ở trang này rồi điền vào.',
  );
}

/** What the file says it was made for has to be what it is sent for. @throws RuleError with field `file` */
function checkMark(mark: SheetMark, asked: { slug: string; name: string; period: string }): void {
  if (mark.slug !== asked.slug)
    throw broken(
      `Đây là tệp mẫu của một phong trào khác (${mark.slug}), không phải của ${asked.name}.`,
      'Hãy tải tệp mẫu của phong trào này, hoặc mở đúng phong trào của tệp.',
    );
  if (mark.kind === 'values-wide')
    throw broken(
      'Đây là bảng chỉ để đọc (đơn vị × chỉ tiêu), không nhập lại được.',
      'Hãy xuất dạng “mỗi dòng một số liệu” rồi sửa trên tệp đó.',
    );
  if (mark.edition !== sheetEdition)
    throw broken(
      `Đây là mẫu kiểu ${mark.edition}, hệ thống đang dùng mẫu kiểu ${sheetEdition}.`,
      'Hãy tải lại tệp mẫu rồi chép số liệu sang.',
    );
  if (mark.period !== null && asked.period !== '' && mark.period !== asked.period)
    throw broken(
      `Đây là tệp mẫu của ${periodName(mark.period)}, còn bạn đang nhập cho ${periodName(asked.period)}. Chưa có gì được nhập.`,
      `Nếu đúng là nhập cho ${periodName(mark.period)}, hãy chọn lại kỳ; nếu không, hãy tải mẫu của ${periodName(asked.period)}.`,
    );
}

/**
 * Reads an uploaded file as far as it can be read without looking at the data.
 * @throws RuleError with field `file`: no table, another movement's template, last year's template, a table that is only for reading
 */
export async function readSheet(
  bytes: Uint8Array,
  asked: { slug: string; name: string; period: string },
): Promise<ReadSheet> {
  const rows: TableRow[] = [];
  for await (const row of readTable(bytes, { numbers: true })) {
    rows.push(row);
    if (rows.length > mostLines + headWithin)
      throw broken(`Tệp có hơn ${mostLines.toLocaleString('vi')} dòng. Hãy chia thành nhiều tệp.`);
  }
  const marks = rows.slice(0, headWithin).flatMap((row) => readMark(row.cells[0] ?? '') ?? []);
  const mark = marks[0] ?? null;
  if (mark) checkMark(mark, asked);
  const { at, kind, head } = findHead(rows, mark?.kind ?? null);
  const body = rows.slice(at + 1);
  if (body.length === 0) throw broken('Tệp không có dòng nào dưới dòng tên cột.');
  if (body.length > mostLines)
    throw broken(`Tệp có hơn ${mostLines.toLocaleString('vi')} dòng. Hãy chia thành nhiều tệp.`);
  const cells = rows[at]?.cells ?? [];
  const ours = new Set(['Kết quả nhập', 'Vì sao', 'Dòng trong tệp']);
  return {
    kind,
    columns: head.filter((key) => key !== null),
    lines: body.map((row) => readLine(row.line, head, row.cells)),
    unknown: head.flatMap((key, i) => (key === null && cells[i]?.trim() && !ours.has(cells[i]) ? [cells[i]] : [])),
    mark,
  };
}
