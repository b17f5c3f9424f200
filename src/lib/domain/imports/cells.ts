/** Cells as they go out and come back: numbers that read one way only, texts that no spreadsheet takes for a formula. */
import { type DecimalInput, decimalText } from '../kernel/decimal.ts';

/** What stands in a cell: a text, or a number given as its decimal. */
export type SheetCell = string | { number: string };

export const numberCell = (value: string | null): SheetCell => (value === null ? '' : { number: value });

/** Spreadsheets keep fifteen digits: longer numbers go out as text. */
const exactDigits = 15;

/**
 * A number as text that is read one way only: "1234,5", never "12,345" (which could be twelve thousand), but "12,3450". Without dots
 * between thousands, because a file may go through a spreadsheet of another language.
 */
export function plainNumber(value: DecimalInput): string {
  const text = decimalText(value).replace('.', ',');
  return /^-?[1-9]\d{0,2},\d{3}$/.test(text) ? `${text}0` : text;
}

/** A number cell of a workbook as such a text; what a percent format shows is read as it is shown. */
export function numberText(value: number, percent = false): string {
  const shown = percent ? value * 100 : value;
  const digits = Number(shown.toPrecision(exactDigits));
  const text = Math.abs(digits) >= 1e-7 || digits === 0 ? String(digits) : digits.toFixed(20).replace(/0+$/, '');
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  return `${plainNumber(text)}${percent ? '%' : ''}`;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe; one that looks so disarmed gets another one. */
export const disarm = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** Takes the apostrophe of `disarm` away again. */
export const rearm = (text: string): string => (/^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

/** The cell for a workbook: a number where it is kept exactly. */
export function workbookCell(cell: SheetCell): string | number | null {
  if (typeof cell === 'string') return cell === '' ? null : disarm(cell);
  const digits = cell.number.replace(/[-.]/g, '').replace(/^0+/, '');
  return digits.length <= exactDigits ? Number(cell.number) : plainNumber(cell.number);
}

/** The cell for a file of text. */
export const textCell = (cell: SheetCell): string => disarm(typeof cell === 'string' ? cell : plainNumber(cell.number));
