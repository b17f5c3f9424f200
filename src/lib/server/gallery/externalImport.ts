import { type ExternalInput, type ExternalReading, readExternal, sourceNames } from '#lib/domain/gallery/external.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { uuid } from '#lib/domain/kernel/ids.ts';
import { clean, fold, truncate } from '#lib/domain/kernel/text.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { readTable, type TableRow } from '../platform/tables/read.ts';
import { xlsxTemplate } from '../platform/tables/write.ts';
import { insertReadings, postedWorks } from './external.ts';
import { type CountingProgramme, canInteraction } from './interactionPolicy.ts';

const columns = {
  code: { label: 'Mã tác phẩm', width: 16, also: ['ma', 'ma bai', 'ma bai du thi', 'code'] },
  source: { label: 'Trang', width: 14, also: ['nguon', 'kenh', 'source'] },
  address: { label: 'Địa chỉ bài đăng', width: 50, also: ['dia chi', 'lien ket', 'link', 'url'] },
  takenAt: { label: 'Thời điểm ghi', width: 22, also: ['thoi diem', 'ngay gio', 'luc'] },
  likes: { label: 'Thích', width: 10, also: ['luot thich', 'like', 'likes', 'cam xuc'] },
  shares: { label: 'Chia sẻ', width: 10, also: ['luot chia se', 'share', 'shares'] },
  comments: { label: 'Bình luận', width: 10, also: ['luot binh luan', 'comment', 'comments'] },
} as const satisfies Record<keyof ExternalInput, { label: string; width: number; also: readonly string[] }>;
type Column = keyof ExternalInput;
const names = Object.keys(columns) as Column[];

function headOf(row: TableRow): Map<Column, number> | null {
  const places = new Map<Column, number>();
  for (const [i, cell] of row.cells.entries()) {
    const name = fold(cell).replace(/\s*\(.*\)$/, '');
    const column = names.find(
      (key) => fold(columns[key].label) === name || (columns[key].also as readonly string[]).includes(name),
    );
    if (column && !places.has(column)) places.set(column, i);
  }
  return ['code', 'takenAt'].every((column) => places.has(column as Column)) ? places : null;
}

/** One row of the table as it was typed. */
export interface ImportRow extends ExternalInput {
  line: number;
}

export interface ImportPreview {
  /** every row with a number in it, to be sent back when the person agrees */
  rows: ImportRow[];
  good: (ExternalReading & { line: number })[];
  errors: { line: number; text: string; messages: string[] }[];
  /** rows of works without any number: nothing to take in */
  blank: number;
}

/** @throws RuleError with field `file` when the table cannot be read */
export async function readImport(ctx: Ctx, programme: CountingProgramme, file: Uint8Array): Promise<ImportPreview> {
  requireAllowed(canInteraction(ctx, 'interaction.enter', programme.id));
  let head: Map<Column, number> | null = null;
  let before = 0;
  let blank = 0;
  const rows: ImportRow[] = [];
  for await (const row of readTable(file, { times: true })) {
    if (!head) {
      head = headOf(row);
      before += 1;
      if (!head && before >= 15) break;
      continue;
    }
    const places = head;
    const cell = (column: Column) => clean(row.cells[places.get(column) ?? -1] ?? '').slice(0, 600);
    const input = Object.fromEntries(names.map((name) => [name, cell(name)])) as unknown as ExternalInput;
    if (`${input.likes}${input.shares}${input.comments}` === '') blank += 1;
    else rows.push({ line: row.line, ...input });
  }
  if (!head)
    throw new RuleError({
      code: 'external.head',
      message: `Không thấy dòng tên cột. Tệp cần có cột “${columns.code.label}” và “${columns.takenAt.label}”.`,
      field: 'file',
      hint: 'Hãy tải tệp mẫu và điền vào đó.',
    });
  return { ...(await judgeRows(ctx, programme, rows)), blank };
}

/** The rows as they would be taken in now, and what is wrong with the others. */
export async function judgeRows(
  ctx: Ctx,
  programme: CountingProgramme,
  rows: ImportRow[],
): Promise<Omit<ImportPreview, 'blank'>> {
  const works = await postedWorks(ctx.app.db, programme.id);
  const codes = new Set(works.keys());
  const good: ImportPreview['good'] = [];
  const errors: ImportPreview['errors'] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const read = readExternal(row, { now: ctx.now, codes, code: programme.code });
    const text = truncate(
      names
        .map((name) => row[name])
        .filter(Boolean)
        .join(' | '),
      120,
    );
    if ('issues' in read) {
      errors.push({ line: row.line, text, messages: read.issues.map((issue) => issue.message) });
      continue;
    }
    const { reading } = read;
    const key = `${reading.code} ${reading.source} ${reading.takenAt.getTime()}`;
    const twin = seen.get(key);
    if (twin !== undefined) {
      errors.push({ line: row.line, text, messages: [`Trùng tác phẩm, trang và thời điểm với dòng ${twin}.`] });
      continue;
    }
    seen.set(key, row.line);
    good.push({ ...reading, line: row.line });
  }
  return { rows, good, errors };
}

const badRows = () =>
  new RuleError({
    code: 'external.rows',
    message: 'Không đọc lại được các dòng đã xem trước. Hãy chọn tệp và xem trước lại.',
    field: 'file',
  });

/** The rows that a preview gave out, as they come back. @throws RuleError when they are none */
export function readRowsAgain(text: string): ImportRow[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRows();
  }
  if (!Array.isArray(value) || value.length > 50_000) throw badRows();
  return value.map((row: unknown) => {
    const record = row as Record<string, unknown> | null;
    if (!record || typeof record.line !== 'number' || names.some((name) => typeof record[name] !== 'string'))
      throw badRows();
    return record as unknown as ImportRow;
  });
}

/**
 * K24-4: takes previewed rows in: all of them, or the good ones when the person agrees to leave the others out. Nothing is
 * taken in otherwise.
 * @throws RuleError 'external.rows-wrong', 'external.nothing'
 */
export async function importExternal(
  ctx: Ctx,
  programme: CountingProgramme,
  args: { rows: ImportRow[]; withoutWrong: boolean },
): Promise<{ added: number; known: number; left: number }> {
  requireAllowed(canInteraction(ctx, 'interaction.enter', programme.id));
  const { good, errors } = await judgeRows(ctx, programme, args.rows);
  if (errors.length > 0 && !args.withoutWrong)
    throw new RuleError({
      code: 'external.rows-wrong',
      message: `Có ${errors.length} dòng lỗi nên chưa nhập dòng nào. Hãy sửa tệp rồi xem trước lại, hoặc đánh dấu đồng ý bỏ qua các dòng lỗi.`,
      field: 'withoutWrong',
    });
  if (good.length === 0)
    throw new RuleError({ code: 'external.nothing', message: 'Không có dòng nào nhập được.', field: 'file' });
  const works = await postedWorks(ctx.app.db, programme.id);
  const importId = uuid();
  const init = {
    act: 'external.import',
    programmeId: programme.id,
    subject: { kind: 'external-import', id: importId },
    summary: 'Nhập số liệu trang ngoài.',
  };
  return act(ctx, init, async (tx) => {
    const readings = good.map(({ line: _, ...one }) => ({ ...one, entryId: works.get(one.code)!.id }));
    const added = await insertReadings(tx, ctx, programme.id, readings, { importId });
    const result = { added, known: good.length - added, left: errors.length };
    tx.note({
      summary: `Nhập số liệu trang ngoài: thêm ${result.added}, đã có ${result.known}, bỏ qua ${result.left} dòng lỗi.`,
      changes: result,
    });
    return result;
  });
}

/** A table with a row for each work, its page and address as they were entered last, to fill in the numbers. */
export async function externalTemplate(ctx: Ctx, programme: CountingProgramme): Promise<Uint8Array> {
  requireAllowed(canInteraction(ctx, 'interaction.enter', programme.id));
  const rows = await ctx.app.db
    .selectFrom('gallery_item as i')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('external_count')
          .distinctOn(['entry_id', 'source'])
          .select(['entry_id', 'source', 'address'])
          .where('programme_id', '=', programme.id)
          .where('withdrawn_at', 'is', null)
          .orderBy('entry_id')
          .orderBy('source')
          .orderBy('taken_at', 'desc')
          .as('x'),
      (join) => join.onRef('x.entry_id', '=', 'i.entry_id'),
    )
    .select(['i.code', 'i.title', 'x.source', 'x.address'])
    .where('i.programme_id', '=', programme.id)
    .where('i.withdrawn_at', 'is', null)
    .orderBy('i.code')
    .orderBy('x.source')
    .execute();
  const { code, ...others } = columns;
  return xlsxTemplate(
    'Số liệu trang ngoài',
    [code, { label: 'Tên tác phẩm (để đối chiếu)', width: 50 }, ...Object.values(others)].map(({ label, width }) => ({
      label: label === columns.takenAt.label ? `${label} (ví dụ 10/09/2024 21:30)` : label,
      width,
    })),
    rows.map((row) => [row.code, row.title, row.source ? sourceNames[row.source] : 'Facebook', row.address ?? '']),
  );
}
