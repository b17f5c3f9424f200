import { formatNumber } from '../kernel/money.ts';
import { formatDate, formatDateTime, startOfDay } from '../kernel/time.ts';
import { INTERACTION_TIES, TIE_RULES } from './labels.ts';
import { type PartSet, partAt } from './partSet.ts';
import { contestParts } from './parts.ts';
import type { InteractionTie, TieRule } from './types.ts';

export interface Change {
  path: string;
  part: string;
  /** undefined: was not there */
  before: unknown;
  /** undefined: is gone */
  after: unknown;
  /** "Tiến độ › Nhận sản phẩm dự thi › Kết thúc" */
  label: string;
}

type Dict = Record<string, unknown>;
const isDict = (value: unknown): value is Dict => typeof value === 'object' && value !== null && !Array.isArray(value);
const hasIds = (list: unknown[]): list is ({ id: string } & Dict)[] =>
  list.length > 0 && list.every((item) => isDict(item) && typeof item.id === 'string');
/** A soft fact is one thing to people: value and origin change together. */
const isSoft = (value: unknown): boolean => isDict(value) && 'value' in value && 'source' in value;

/**
 * What differs between two versions of a programme, leaf by leaf. Elements of lists are matched by id, so that moving or
 * inserting one does not show the rest as changed; a changed order is one change of the list itself.
 */
export function diffProgramme(before: object, after: object, parts: PartSet = contestParts): Change[] {
  const changes: Change[] = [];
  const add = (path: string, trail: string[], a: unknown, b: unknown): void => {
    changes.push({ path, part: partAt(parts, path), before: a, after: b, label: trail.join(' › ') });
  };

  const rootOrField = (key: string, trail: string[]): string =>
    (trail.length === 0 ? parts.names[key] : undefined) ?? parts.fieldName(key);

  const walk = (a: unknown, b: unknown, path: string, trail: string[]): void => {
    if (same(a, b)) return;
    if (Array.isArray(a) && Array.isArray(b) && hasIds([...a, ...b])) {
      walkList(a, b, path, trail);
      return;
    }
    if (isDict(a) && isDict(b) && !isSoft(a) && !isSoft(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        walk(a[key], b[key], path ? `${path}.${key}` : key, [...trail, rootOrField(key, trail)]);
      return;
    }
    add(path, trail, a, b);
  };

  const walkList = (
    a: ({ id: string } & Dict)[],
    b: ({ id: string } & Dict)[],
    path: string,
    trail: string[],
  ): void => {
    const old = new Map(a.map((item) => [item.id, item]));
    const now = new Map(b.map((item) => [item.id, item]));
    for (const [id, item] of old)
      if (!now.has(id)) add(`${path}[${id}]`, [...trail, elementName(item)], item, undefined);
    for (const [id, item] of now) {
      const was = old.get(id);
      if (was) walk(was, item, `${path}[${id}]`, [...trail, elementName(item)]);
      else add(`${path}[${id}]`, [...trail, elementName(item)], undefined, item);
    }
    const kept = (list: { id: string }[], other: Map<string, unknown>) =>
      list.map((i) => i.id).filter((i) => other.has(i));
    const [orderBefore, orderAfter] = [kept(a, now), kept(b, old)];
    if (!same(orderBefore, orderAfter)) add(path, [...trail, 'Thứ tự'], orderBefore, orderAfter);
  };

  walk(before, after, '', []);
  return changes;
}

function elementName(item: Dict): string {
  for (const key of ['name', 'label', 'title', 'question', 'printed', 'text'])
    if (typeof item[key] === 'string') return item[key] as string;
  return typeof item.id === 'string' ? item.id : Object.values(item).map(showValue).join(', ');
}

/** Deep equality of JSON values; a missing key equals undefined. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (isDict(a) && isDict(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
  return false;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const showText = (value: string): string => {
  if (INSTANT.test(value)) return formatDateTime(value);
  return DAY.test(value) ? formatDate(startOfDay(value)) : value || '(trống)';
};

/** The values of a change as people read them, with the words of its kind of programme. */
export function showChange(change: Pick<Change, 'path' | 'before' | 'after'>, parts: PartSet): [string, string] {
  const key = change.path.match(/[A-Za-z]\w*(?=(\[[^\]]*\])?$)/)?.[0] ?? '';
  const words = parts.words?.[key] ?? {};
  const show = (value: unknown): string => {
    if (Array.isArray(value) && value.length > 0)
      return value.map((item) => wordOf(words, item) ?? showItem(item)).join('; ');
    return wordOf(words, value) ?? showValue(value);
  };
  return [show(change.before), show(change.after)];
}

function wordOf(words: Record<string, string>, value: unknown): string | undefined {
  const key = value === null ? 'null' : value;
  return typeof key === 'string' && Object.hasOwn(words, key) ? words[key] : undefined;
}

/** A value of a programme as a person reads it, for lists of changes. */
export function showValue(value: unknown): string {
  if (value === undefined) return '(không có)';
  if (value === null) return 'chưa quy định';
  if (typeof value === 'boolean') return value ? 'có' : 'không';
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') return showText(value);
  if (Array.isArray(value)) return value.length === 0 ? '(trống)' : value.map(showItem).join('; ');
  const item = value as Dict;
  if (isSoft(item)) return showSoft(item);
  if (typeof item.optionId === 'string') return `${item.optionId} (${showValue(item.by)}: ${showValue(item.reason)})`;
  if (typeof item.width === 'number' && typeof item.height === 'number') return `${item.width}×${item.height}`;
  if (typeof item.kind === 'string' && item.kind in TIE_RULES) return TIE_RULES[item.kind as TieRule['kind']];
  return elementName(item);
}

const showItem = (value: unknown): string =>
  typeof value === 'string' && Object.hasOwn(INTERACTION_TIES, value)
    ? INTERACTION_TIES[value as InteractionTie]
    : showValue(value);

/** A soft fact can be decided to be nothing ("Không giới hạn"), which is not the same as undecided. */
function showSoft(soft: Dict): string {
  if (soft.value !== null) return showValue(soft.value);
  return soft.source === 'open' ? 'chưa quy định' : typeof soft.note === 'string' ? soft.note : 'không quy định';
}
