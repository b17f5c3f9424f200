import { formatDecimal, parseDecimalText } from '../../kernel/decimal.ts';
import { formatMoney, formatNumber } from '../../kernel/money.ts';
import { formatDate, formatDateTimeShort, parseViDateIso, startOfDay, toLocalInput } from '../../kernel/time.ts';
import { type Choice, type Edit, type ListEdit, tieText, unitText } from './describe.ts';

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
    case 'unit':
      return shownUnit(edit.units, String(value));
    case 'units':
      return Array.isArray(value) ? value.map((code) => shownUnit(edit.units, String(code))).join('\n') : String(value);
    case 'wholes':
      return Array.isArray(value) ? value.join(', ') : String(value);
    case 'sizes':
      return Array.isArray(value)
        ? value.map((s: { width: number; height: number }) => `${s.width}×${s.height}`).join('\n')
        : String(value);
    case 'options':
      return Array.isArray(value) ? value.map((o: { label: string }) => o.label).join('\n') : String(value);
    default:
      return typeof value === 'object' ? '' : String(value);
  }
}

const shownUnit = (units: Choice[], code: string): string => {
  const unit = units.find((one) => one.value === code);
  return unit ? unitText(unit) : code;
};

/** The value of a soft fact as people type or choose it. */
export function shownSoft(of: Extract<Edit, { kind: 'soft' }>['of'], value: unknown): string {
  if (value === null || value === undefined) return '';
  return of === 'flag' && typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** Values of an edit that sends several. */
export function shownList(edit: Edit, value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return edit.kind === 'ties' && !edit.plain ? value.map(tieText) : value.map(String);
}

function inBrief(edit: Edit, value: unknown): string {
  switch (edit.kind) {
    case 'instant':
      return Number.isNaN(Date.parse(String(value))) ? '' : formatDateTimeShort(String(value));
    case 'money':
      return typeof value === 'number' ? formatMoney(value) : '';
    case 'choice':
      return edit.options.find((o) => o.value === value)?.label ?? '';
    case 'ticks':
      return edit.options
        .filter((o) => Array.isArray(value) && value.includes(o.value))
        .map((o) => o.label)
        .join(', ');
    case 'day':
      return parseViDateIso(String(value)) === null ? '' : formatDate(startOfDay(String(value)));
    case 'whole':
      return [shown(edit, value), edit.suffix].filter(Boolean).join(' ');
    case 'decimal':
      return value === undefined ? '' : `${edit.label.toLocaleLowerCase('vi')} ${shown(edit, value)}`;
    default:
      return shown(edit, value);
  }
}

/** What stands beside the title of a closed element of a list. */
export const briefOf = (list: ListEdit, item: Record<string, unknown>): string =>
  (list.brief ?? [])
    .map((key) => {
      const edit = list.item.find((e) => e.key === key);
      return edit ? inBrief(edit, item[key]) : '';
    })
    .filter(Boolean)
    .join(' · ');

/** What names an element of a list in its heading; several ticked words are named as their boxes are, a day as people write it. */
export function titleOf(list: ListEdit, item: Record<string, unknown>): string {
  const value = item[list.title];
  const edit = list.item.find((one) => one.key === list.title);
  if (edit?.kind === 'day') return inBrief(edit, value);
  if (!Array.isArray(value) || edit?.kind !== 'ticks') return String(value ?? '');
  return value.map((one) => edit.options.find((option) => option.value === one)?.label ?? String(one)).join(', ');
}
