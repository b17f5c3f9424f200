import { formatDecimal, parseDecimalText } from '../../kernel/decimal.ts';
import { formatNumber } from '../../kernel/money.ts';
import { toLocalInput } from '../../kernel/time.ts';
import { type Edit, tieText } from './describe.ts';

/** What stands in the box of an edit: the stored value as people type it. What was typed and not understood stays as typed. */
export function shown(edit: Edit, value: unknown): string {
  if (value === null || value === undefined) return '';
  switch (edit.kind) {
    case 'lines':
      return Array.isArray(value) ? value.join('\n') : String(value);
    case 'whole':
      return typeof value === 'number' ? formatNumber(value / (edit.factor ?? 1)) : String(value);
    case 'money':
      return typeof value === 'number' ? formatNumber(value) : String(value);
    case 'decimal':
      return typeof value === 'string' && parseDecimalText(value) !== null ? formatDecimal(value) : String(value);
    case 'instant':
      return Number.isNaN(Date.parse(String(value))) ? String(value) : toLocalInput(String(value));
    case 'options':
      return Array.isArray(value) ? value.map((o: { label: string }) => o.label).join('\n') : String(value);
    default:
      return typeof value === 'object' ? '' : String(value);
  }
}

/** Values of an edit that sends several. */
export function shownList(edit: Edit, value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return edit.kind === 'ties' ? value.map(tieText) : value.map(String);
}
