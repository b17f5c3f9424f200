/** The description of a file: one for writing and for reading, so that what goes out comes back in. */
import { cleanMultiline, fold } from '../kernel/text.ts';
import { parsePeriod, periodName } from '../movement/periods.ts';
import { rearm } from './cells.ts';

interface SheetColumn {
  key: string;
  label: string;
  /** characters */
  width: number;
  /** what offices write above the same column */
  also?: string[];
  /** written for the reader, never read back */
  shown?: boolean;
}

export type SheetKind = 'values' | 'obligations';

export interface SheetFormat {
  kind: SheetKind | 'awards';
  /** name of the sheet */
  name: string;
  columns: SheetColumn[];
  /** at least one of each group stands in the head, else the file is not of this kind */
  needs: string[][];
}

/** One line of a file by columns; a column that the file does not have is absent, an empty cell is ''. */
export interface SheetLine {
  line: number;
  cells: Record<string, string>;
}

/** The first line of a file's table, with what stands in each column; null: a column that nobody knows. */
export function readHead(format: SheetFormat, cells: readonly string[]): (string | null)[] | null {
  const words = new Map(
    format.columns.flatMap((column) => [column.label, ...(column.also ?? [])].map((word) => [fold(word), column.key])),
  );
  const seen = new Set<string>();
  const head = cells.map((cell) => {
    const key = words.get(fold(cell)) ?? null;
    if (key === null || seen.has(key)) return null;
    seen.add(key);
    return key;
  });
  return format.needs.every((group) => group.some((key) => seen.has(key))) ? head : null;
}

/** One line of a file in the order of its head. */
export function readLine(line: number, head: readonly (string | null)[], cells: readonly string[]): SheetLine {
  const found: SheetLine = { line, cells: {} };
  for (const [i, key] of head.entries()) if (key !== null) found.cells[key] = rearm(cleanMultiline(cells[i] ?? ''));
  return found;
}

/** "2025", "Năm 2025", "2025-Q3", "quý III/2025", "6 tháng đầu năm 2025"; null for anything else. */
export function readPeriod(text: string): string | null {
  const word = fold(text);
  const key = word.toUpperCase().replace(/^NAM /, '');
  if (parsePeriod(key)) return key;
  const year = /\d{4}/.exec(word)?.[0];
  const keys = year ? ['H1', 'H2', 'Q1', 'Q2', 'Q3', 'Q4'].map((part) => `${year}-${part}`) : [];
  return keys.find((one) => fold(periodName(one)) === word) ?? null;
}
