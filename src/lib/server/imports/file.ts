import { type SheetCell, textCell, workbookCell } from '#lib/domain/imports/cells.ts';
import { csvText, xlsxSheet } from '../platform/tables/write.ts';

export type SheetFileKind = 'xlsx' | 'csv';

export interface SheetFile {
  bytes: Uint8Array;
  name: string;
  kind: SheetFileKind;
}

export interface SheetTable {
  /** of the sheet */
  name: string;
  /** the first line: what the file was made for; null: none */
  mark: string | null;
  head: { label: string; width: number }[];
  rows: SheetCell[][];
}

/** A table as a workbook or as CSV with a byte-order mark: the same cells in both. */
export async function sheetFile(table: SheetTable, kind: SheetFileKind, fileName: string): Promise<SheetFile> {
  const above = table.mark === null ? [] : [[table.mark]];
  const labels = table.head.map((one) => one.label);
  const name = `${fileName}.${kind}`;
  if (kind === 'csv') {
    const rows = table.rows.map((row) => row.map(textCell));
    return { bytes: new TextEncoder().encode(csvText([...above, labels, ...rows])), name, kind };
  }
  const bytes = await xlsxSheet({
    name: table.name,
    widths: table.head.map((one) => one.width),
    headRow: above.length,
    rows: [...above, labels, ...table.rows.map((row) => row.map(workbookCell))],
  });
  return { bytes, name, kind };
}
