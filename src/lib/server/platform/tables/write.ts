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
