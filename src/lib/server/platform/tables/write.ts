import { writeXlsx } from 'hucre/xlsx';

/** Text that a spreadsheet would take for a formula is disarmed: exports carry what strangers typed. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const csvCell = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** CSV that Excel opens rightly: UTF-8 with a byte-order mark, CRLF. */
export const csvText = (rows: (string | number | null)[][]): string =>
  `\ufeff${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;

/** A workbook of one sheet with a head row. */
export async function xlsxTemplate(
  name: string,
  head: { label: string; width: number }[],
  rows: string[][],
): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      {
        name,
        columns: head.map(({ label, width }, i) => ({ header: label, key: `c${i}`, width })),
        data: rows.map((row) => Object.fromEntries(row.map((cell, i) => [`c${i}`, cell]))),
      },
    ],
  });
}

export interface Sheet {
  name: string;
  /** characters, one a column */
  widths: number[];
  /** the head stands in this row, counted from 0; what is above and it stay in view */
  headRow: number;
  rows: (string | number | null)[][];
}

/** A workbook of one sheet, its numbers as numbers. Texts are written as they are: see `domain/imports/cells.ts`. */
export const xlsxSheet = ({ name, widths, headRow, rows }: Sheet): Promise<Uint8Array> =>
  writeXlsx({
    sheets: [
      {
        name,
        columns: widths.map((width) => ({ width })),
        rows,
        freezePane: { rows: headRow + 1 },
        cells: new Map(
          (rows[headRow] ?? []).map((value, column) => [
            `${headRow},${column}`,
            { value, style: { font: { bold: true } } },
          ]),
        ),
      },
    ],
  });
