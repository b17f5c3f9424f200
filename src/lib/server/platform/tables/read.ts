import { readXlsx, streamXlsxRows } from 'hucre/xlsx';
import yauzl from 'yauzl';
import { numberText } from '#lib/domain/imports/cells.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';

/** One row of a table file: its number as the office program shows it, and its cells as text. */
export interface TableRow {
  line: number;
  cells: string[];
}

const tableLimits = {
  bytes: 4 * 1024 * 1024,
  rows: 50_000,
  columns: 60,
  unpackedBytes: 64 * 1024 * 1024,
  cellChars: 5_000,
};

const broken = (message: string) => new RuleError({ code: 'table.unreadable', message, field: 'file' });

interface ReadOptions {
  /** cells of day and time keep their time, "2024-09-10T21:30"; else only their day */
  times?: boolean;
  /** cells that hold numbers come as texts that are read one way only: "12,5", "75%" where a percent is shown; see `numberText` */
  numbers?: boolean;
}

/**
 * Reads a table of text from XLSX, CSV or TSV, judged by content. Empty rows are left out.
 * @throws RuleError with field `file` when it is none of them, too big, or a bomb
 */
export async function* readTable(bytes: Uint8Array, options: ReadOptions = {}): AsyncGenerator<TableRow> {
  if (bytes.length === 0) throw broken('Tệp trống. Hãy chọn tệp có dữ liệu.');
  if (bytes.length > tableLimits.bytes) throw broken('Tệp lớn hơn 4 MB. Hãy chia thành nhiều tệp nhỏ hơn.');
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!zip && (bytes[0] === 0xd0 || bytes.subarray(0, 1024).includes(0)))
    throw broken('Không đọc được tệp này. Hãy lưu lại dưới dạng Excel (.xlsx) hoặc CSV (UTF-8).');
  let count = 0;
  for await (const row of zip ? xlsxRows(bytes, options) : textRows(bytes)) {
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    count += 1;
    if (count > tableLimits.rows)
      throw broken(`Tệp có hơn ${tableLimits.rows.toLocaleString('vi')} dòng. Hãy chia thành nhiều tệp.`);
    yield {
      line: row.line,
      cells: row.cells.slice(0, tableLimits.columns).map((cell) => cell.slice(0, tableLimits.cellChars)),
    };
  }
}

/**
 * Unpacks a zip into nothing, counting: the reader's own limit is far too generous for a web server, and the sizes that a
 * zip states about itself may lie (yauzl stops an entry that grows past its stated size).
 */
async function refuseBomb(bytes: Uint8Array): Promise<void> {
  const file = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    lazyEntries: true,
  });
  let total = 0;
  for await (const entry of file.eachEntry()) {
    total += entry.uncompressedSize;
    if (total > tableLimits.unpackedBytes)
      throw broken('Tệp nở ra quá lớn khi mở. Hãy chép dữ liệu sang một tệp mới rồi gửi lại.');
    const stream = await file.openReadStreamPromise(entry);
    for await (const _ of stream);
  }
}

const isoDay = (date: Date) => date.toISOString().slice(0, 10);
// Office programs keep times as fractions of a day, which do not always give whole seconds.
const isoMinute = (date: Date) => new Date(Math.round(date.getTime() / 60_000) * 60_000).toISOString().slice(0, 16);
const isMidnight = (date: Date) => isoMinute(date).endsWith('T00:00');

const cellText = (value: unknown, { times }: ReadOptions): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return times && !isMidnight(value) ? isoMinute(value) : isoDay(value);
  if (typeof value === 'object') return 'text' in value ? String(value.text) : '';
  return String(value);
};

/** Rows with their formats: a number that is shown as 75% is kept as 0.75, which only its format tells. */
async function* formattedRows(bytes: Uint8Array, options: ReadOptions): AsyncGenerator<TableRow> {
  const { sheets } = await readXlsx(bytes, { sheets: [0], readStyles: true, maxRows: tableLimits.rows + 1000 });
  const [sheet] = sheets;
  for (const [index, row] of (sheet?.rows ?? []).entries())
    yield {
      line: index + 1,
      cells: row.map((value, column) =>
        typeof value === 'number'
          ? numberText(value, sheet?.cells?.get(`${index},${column}`)?.style?.numFmt?.includes('%'))
          : cellText(value, options),
      ),
    };
}

async function* xlsxRows(bytes: Uint8Array, options: ReadOptions): AsyncGenerator<TableRow> {
  try {
    await refuseBomb(bytes);
    if (options.numbers) {
      yield* formattedRows(bytes, options);
      return;
    }
    for await (const row of streamXlsxRows(bytes, { maxRows: tableLimits.rows + 1000 }))
      yield { line: row.index + 1, cells: row.values.map((value) => cellText(value, options)) };
  } catch (error) {
    if (error instanceof RuleError) throw error;
    throw broken('Không mở được tệp Excel này: tệp hỏng hoặc có mật khẩu. Hãy lưu lại thành .xlsx không mật khẩu.');
  }
}

async function* textRows(bytes: Uint8Array): AsyncGenerator<TableRow> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw broken('Tệp không ở dạng Unicode (UTF-8). Khi lưu từ Excel, hãy chọn “CSV UTF-8” hoặc .xlsx.');
  }
  const first = text.slice(0, text.search(/\r?\n|$/));
  const delimiter = first.includes('\t') ? '\t' : first.split(';').length > first.split(',').length ? ';' : ',';
  yield* delimitedRows(text, delimiter);
}

/** RFC 4180 with any delimiter; keeps the line a record began on, so that a report can name it. */
function* delimitedRows(text: string, delimiter: string): Generator<TableRow> {
  let line = 1;
  let begin = 1;
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quoted) {
      if (char === '"' && text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else if (char === '"') quoted = false;
      else {
        if (char === '\n') line += 1;
        cell += char;
      }
    } else if (char === '"' && cell === '' && delimiter !== '\t') quoted = true;
    else if (char === delimiter) {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') {
      cells.push(cell.replace(/\r$/, ''));
      yield { line: begin, cells };
      line += 1;
      begin = line;
      cells = [];
      cell = '';
    } else cell += char;
  }
  if (cell !== '' || cells.length > 0) yield { line: begin, cells: [...cells, cell] };
}
