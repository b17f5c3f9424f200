import { parseDecimalText } from '../../kernel/decimal.ts';
import type { Issue } from '../../kernel/errors.ts';
import { parseMoney } from '../../kernel/money.ts';
import { clean, cleanMultiline, slugify } from '../../kernel/text.ts';
import { parseLocalInput, parseViDateIso, toLocalIso } from '../../kernel/time.ts';
import { type Choice, childName, type Edit, type ListEdit, tieOf } from './describe.ts';
import { shown } from './show.ts';

type Dict = Record<string, unknown>;
const isDict = (value: unknown): value is Dict => typeof value === 'object' && value !== null && !Array.isArray(value);
const dict = (value: unknown): Dict => (isDict(value) ? value : {});

export interface Reading {
  value: Dict;
  issues: Issue[];
}

/**
 * Reads a form that was drawn from `edits`. What the form does not show is kept from `stored`; what cannot be understood
 * stays as typed in `value` and is named in `issues`.
 */
export function readForm(edits: Edit[], data: FormData, stored: unknown, prefix = ''): Reading {
  const issues: Issue[] = [];
  const value = readGroup(edits, data, dict(stored), prefix, issues);
  return { value, issues };
}

const field = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
};

function readGroup(edits: Edit[], data: FormData, stored: Dict, name: string, issues: Issue[]): Dict {
  const next: Dict = { ...stored };
  for (const edit of edits) {
    const here = childName(name, edit.key);
    if (edit.kind === 'group' && edit.key === '') {
      Object.assign(next, readGroup(edit.edits, data, next, name, issues));
      continue;
    }
    const value = readOne(edit, data, stored[edit.key], here, issues);
    if (value === undefined) delete next[edit.key];
    else next[edit.key] = value;
  }
  return next;
}

function readOne(edit: Edit, data: FormData, stored: unknown, name: string, issues: Issue[]): unknown {
  const raw = field(data, name);
  const text = clean(raw);
  // Untouched boxes keep what is stored, to the millisecond and to the last odd space.
  if (isLeaf(edit) && stored !== undefined && cleanMultiline(raw) === cleanMultiline(shown(edit, stored)))
    return stored;
  const wrong = (message: string) => {
    issues.push({ field: name, message: `${edit.label}: ${message}` });
    return text;
  };
  switch (edit.kind) {
    case 'text':
    case 'email':
      if (text === '' && edit.nullable) return null;
      return text === '' && edit.optional ? undefined : edit.kind === 'email' ? text.toLowerCase() : text;
    case 'long': {
      const long = cleanMultiline(raw);
      return long === '' && edit.optional ? undefined : long;
    }
    case 'lines':
      return linesOf(raw);
    case 'whole':
      return readWhole(edit, text, wrong);
    case 'money': {
      const amount = parseMoney(text);
      return amount ?? wrong('hãy nhập số tiền bằng đồng, ví dụ 15.000.000.');
    }
    case 'decimal': {
      if (text === '' && edit.nullable) return null;
      if (text === '' && edit.optional) return undefined;
      return parseDecimalText(text) ?? wrong('hãy nhập một số, ví dụ 0,5.');
    }
    case 'instant': {
      const at = parseLocalInput(text);
      if (!at) return wrong('hãy nhập ngày và giờ có thật.');
      return toLocalIso(edit.end && at.getTime() % 1000 === 0 ? new Date(at.getTime() + 999) : at);
    }
    case 'day': {
      if (text === '' && edit.nullable) return null;
      return parseViDateIso(text) ?? wrong('hãy nhập ngày có thật, ví dụ 30/06/2025.');
    }
    case 'unit':
      if (text === '' && edit.nullable) return null;
      if (text === '' && edit.optional) return undefined;
      return unitCode(edit.units, text) ?? wrong(noSuchUnit(text));
    case 'units': {
      const lines = linesOf(raw);
      const unknown = lines.filter((line) => unitCode(edit.units, line) === null);
      if (unknown.length === 0) return [...new Set(lines.map((line) => unitCode(edit.units, line) as string))];
      wrong(unknown.map(noSuchUnit).join(' '));
      return lines.join('\n');
    }
    case 'wholes':
      return readWholes(text, wrong);
    case 'tick':
      // What was said to be "no" stays said.
      return data.get(name) !== null || (edit.optional && stored !== false ? undefined : false);
    case 'choice':
      if (text === '' && edit.nullable) return null;
      return text === '' && edit.optional ? undefined : text;
    case 'ticks': {
      const ticked = edit.options.map((o) => o.value).filter((v) => data.getAll(name).includes(v));
      // The order in which the document names them is no business of the form.
      if (Array.isArray(stored) && stored.length === ticked.length && ticked.every((v) => stored.includes(v)))
        return stored;
      return ticked.length === 0 && edit.optional ? undefined : ticked;
    }
    case 'sizes':
      return readSizes(edit, raw, wrong);
    case 'variant':
      return readVariant(edit, data, dict(stored), name, issues);
    case 'soft':
      return edit.of === 'parts'
        ? readSoftParts(edit, data, dict(stored), name, issues)
        : readSoft(edit, data, dict(stored), name, wrong);
    case 'group':
      return edit.optional && data.get(`${name}.on`) === null
        ? edit.nullable
          ? null
          : undefined
        : readGroup(edit.edits, data, dict(stored ?? edit.blank), name, issues);
    case 'options':
      return readOptions(raw, stored);
    case 'ties':
      return data
        .getAll(name)
        .filter((v): v is string => typeof v === 'string' && v !== '')
        .map((v) => (edit.plain ? v : tieOf(v)));
    case 'list': {
      const list = readList(edit, data, stored, name, issues);
      return list.length === 0 && edit.optional ? undefined : list;
    }
  }
}

const leaves: Edit['kind'][] = [
  'text',
  'email',
  'long',
  'lines',
  'whole',
  'money',
  'decimal',
  'instant',
  'choice',
  'options',
  'sizes',
  'day',
  'unit',
  'units',
  'wholes',
];
const isLeaf = (edit: Edit): boolean => leaves.includes(edit.kind);

const linesOf = (raw: string): string[] => cleanMultiline(raw).split('\n').map(clean).filter(Boolean);

function readWhole(edit: Extract<Edit, { kind: 'whole' }>, text: string, wrong: (message: string) => unknown): unknown {
  if (text === '') return edit.nullable ? null : edit.optional ? undefined : wrong('hãy nhập một số.');
  const digits = text.replace(/\.(?=\d{3}(\D|$))/g, '');
  if (!/^\d{1,12}$/.test(digits)) return wrong('hãy nhập số nguyên không âm.');
  return Number(digits) * (edit.factor ?? 1);
}

/**
 * A soft fact: an unchanged value keeps where it comes from; a value that a person types here is decided by them. Empty
 * with a note is a decision for "none"; empty without one is open again.
 */
function readSoft(
  edit: Exclude<Extract<Edit, { kind: 'soft' }>, { of: 'parts' }>,
  data: FormData,
  stored: Dict,
  name: string,
  wrong: (message: string) => unknown,
): unknown {
  const text = clean(field(data, `${name}.value`));
  const note = clean(field(data, `${name}.note`));
  let value: unknown = text === '' ? null : edit.of === 'email' ? text.toLowerCase() : text;
  if (edit.of === 'flag' && text !== '') value = text === 'yes';
  if (edit.of === 'day' && text !== '') value = parseViDateIso(text) ?? wrong('hãy nhập ngày có thật.');
  if (edit.of === 'choice' && text !== '' && !edit.options.some((option) => option.value === text))
    wrong('hãy chọn một trong các cách.');
  if (edit.of === 'whole' && text !== '') value = /^\d{1,9}$/.test(text) ? Number(text) : wrong('hãy nhập số nguyên.');
  const known = 'source' in stored;
  if (known && value === (stored.value ?? null) && note === (stored.note ?? '')) return stored;
  if (edit.optional && !known && value === null && note === '') return undefined;
  const source = value === null && note === '' ? 'open' : 'decided';
  return { value, source, ...(note ? { note } : {}) };
}

/** A fact of several boxes: nothing typed in any of them is an open fact. */
function readSoftParts(
  edit: Extract<Edit, { kind: 'soft'; of: 'parts' }>,
  data: FormData,
  stored: Dict,
  name: string,
  issues: Issue[],
): unknown {
  const note = clean(field(data, `${name}.note`));
  const empty = edit.edits.every(({ key }) => clean(field(data, `${name}.value.${key}`)) === '');
  const value = empty ? null : readGroup(edit.edits, data, dict(stored.value), `${name}.value`, issues);
  if (JSON.stringify(value) === JSON.stringify(stored.value ?? null) && note === (stored.note ?? '')) return stored;
  return { value, source: empty && note === '' ? 'open' : 'decided', ...(note ? { note } : {}) };
}

/** "SNV – Sở Nội vụ", "SNV" or the unit's name; null for none that is known. */
function unitCode(units: Choice[], text: string): string | null {
  const [code = ''] = text.split(/ [–-] /);
  const found =
    units.find((unit) => unit.value.toLocaleLowerCase('vi') === code.trim().toLocaleLowerCase('vi')) ??
    units.find((unit) => unit.label === text);
  return found?.value ?? null;
}

const noSuchUnit = (text: string): string =>
  `không có đơn vị “${text}”; hãy chọn trong danh sách hoặc gõ đúng mã đơn vị.`;

function readWholes(text: string, wrong: (message: string) => unknown): unknown {
  const parts = text.split(/[,;\s]+/).filter(Boolean);
  if (parts.some((part) => !/^\d{1,3}$/.test(part))) return wrong('hãy nhập các số ngày, cách nhau bằng dấu phẩy.');
  return [...new Set(parts.map(Number))];
}

function readSizes(edit: Edit, raw: string, wrong: (message: string) => unknown): unknown {
  const lines = linesOf(raw);
  if (lines.length === 0) return edit.optional ? undefined : wrong('hãy nhập ít nhất một cỡ hình.');
  const sizes = lines.map((line) => /^(\d{2,5})\s*[x×*]\s*(\d{2,5})$/i.exec(line));
  if (sizes.some((size) => size === null)) {
    wrong('hãy viết mỗi dòng một cỡ, ví dụ 1280×720.');
    return lines.join('\n');
  }
  return sizes.map((size) => ({ width: Number(size![1]), height: Number(size![2]) }));
}

/** The boxes of the chosen case only: the others belong to other shapes. */
function readVariant(
  edit: Extract<Edit, { kind: 'variant' }>,
  data: FormData,
  stored: Dict,
  name: string,
  issues: Issue[],
): Dict {
  const kind = clean(field(data, `${name}.kind`));
  const chosen = edit.cases.find((c) => c.value === kind);
  if (!chosen) {
    issues.push({ field: `${name}.kind`, message: `${edit.label}: hãy chọn một cách.` });
    return stored;
  }
  const before = stored.kind === kind ? stored : {};
  return { ...readGroup(chosen.edits, data, before, `${name}.${kind}`, issues), kind };
}

function readOptions(raw: string, stored: unknown): { id: string; label: string }[] | undefined {
  const lines = linesOf(raw);
  if (lines.length === 0) return undefined;
  const known = Array.isArray(stored) ? (stored as { id: string; label: string }[]) : [];
  const taken = new Set<string>();
  return lines.map((label, i) => {
    // The same label keeps its id; a changed label keeps the id of its place, because answers refer to it.
    const same = known.find((o) => o.label === label) ?? (lines.length === known.length ? known[i] : undefined);
    const id = same && !taken.has(same.id) ? same.id : freeId(label, taken);
    taken.add(id);
    return { id, label };
  });
}

function freeId(label: string, taken: Set<string>): string {
  const base = slugify(label).slice(0, 40).replace(/-+$/, '') || 'muc';
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  return id;
}

function readList(edit: ListEdit, data: FormData, stored: unknown, name: string, issues: Issue[]): unknown[] {
  const count = Math.min(Number(field(data, `${name}.count`)) || 0, 300);
  const old = Array.isArray(stored) ? stored.map(dict) : [];
  const ids = Array.from({ length: count }, (_, i) => field(data, `${name}.${i}.id`));
  const taken = new Set(ids.filter(Boolean));
  return ids.map((id, i) => {
    const here = `${name}.${i}`;
    const before = edit.ids ? old.find((item) => item.id === id) : old[i];
    const item = readGroup(edit.item, data, before ?? edit.blank, here, issues);
    if (!edit.ids) return item;
    if (id) return { ...item, id };
    const title = item[edit.title];
    if (typeof title !== 'string' || title === '') {
      const box = edit.item.find((e) => e.key === edit.title);
      issues.push({
        field: childName(here, edit.title),
        message: `Hãy nhập “${box?.label ?? 'Tên'}” cho ${edit.noun} mới.`,
      });
      return { ...item, id: '' };
    }
    const made = edit.pool ? (edit.pool.find((one) => !taken.has(one)) ?? '') : freeId(title, taken);
    taken.add(made);
    return { ...item, id: made };
  });
}

/**
 * 'add:timeline', 'remove:timeline.2', 'up:…', 'down:…': a button beside a list was pressed. 'on:gallery', 'off:gallery':
 * an optional group was taken in or out.
 */
export function changeList(edits: Edit[], value: Dict, op: string): Dict {
  const turned = /^(on|off):(.+)$/.exec(op);
  if (turned) return turnGroup(edits, value, turned[2]!.split('.'), turned[1] === 'on');
  const match = /^(add|remove|up|down):(.+)$/.exec(op);
  if (!match) return value;
  const [, verb, path] = match as unknown as [string, string, string];
  const next = structuredClone(value);
  const keys = path.split('.');
  const index = verb === 'add' ? -1 : Number(keys.pop());
  const list = keys.reduce<unknown>((at, key) => (Array.isArray(at) ? at[Number(key)] : dict(at)[key]), next);
  const edit = listAt(edits, keys);
  if (!Array.isArray(list) || !edit || edit.fixed) return value;
  if (verb === 'add') {
    if (!edit.pool || list.length < edit.pool.length) list.push(structuredClone(edit.blank));
  } else if (Number.isInteger(index) && index >= 0 && index < list.length) {
    const [item] = list.splice(index, 1);
    if (verb === 'up') list.splice(Math.max(0, index - 1), 0, item);
    if (verb === 'down') list.splice(index + 1, 0, item);
  }
  return next;
}

/** Optional groups stand at the root of a part or inside another group, never inside lists. */
function turnGroup(edits: Edit[], value: Dict, keys: string[], on: boolean): Dict {
  const [key, ...rest] = keys;
  const edit = flat(edits).find((e) => e.key === key);
  if (!key || edit?.kind !== 'group') return value;
  if (rest.length > 0) return { ...value, [key]: turnGroup(edit.edits, dict(value[key]), rest, on) };
  if (!edit.optional || !edit.blank) return value;
  const { [key]: _out, ...others } = value;
  if (!on && edit.nullable) return { ...others, [key]: null };
  return on ? { ...others, [key]: value[key] ?? structuredClone(edit.blank) } : others;
}

function listAt(edits: Edit[], keys: string[]): ListEdit | undefined {
  let level = edits;
  let found: ListEdit | undefined;
  for (const key of keys) {
    if (/^\d+$/.test(key) && found) {
      level = found.item;
      continue;
    }
    const edit = flat(level).find((e) => e.key === key);
    if (!edit) return undefined;
    found = edit.kind === 'list' ? edit : undefined;
    if (edit.kind === 'group') level = edit.edits;
    if (edit.kind === 'list') level = edit.item;
  }
  return found;
}

const flat = (edits: Edit[]): Edit[] =>
  edits.flatMap((edit) => (edit.kind === 'group' && edit.key === '' ? flat(edit.edits) : [edit]));

/**
 * The form field of a place in the document: 'timeline[intake].to' → 'timeline.1.to'. A place inside a variant is named by
 * its case, as in the form.
 */
export function formName(value: unknown, path: string, edits: Edit[] = []): string {
  const names: (string | number)[] = [];
  let here: unknown = value;
  let level = edits;
  for (const match of path.matchAll(/([^.[\]]+)|\[([^\]]+)\]/g)) {
    const segment = match[1] ?? match[2] ?? '';
    if (Array.isArray(here)) {
      const byId = here.findIndex((item) => dict(item).id === segment);
      const index = byId >= 0 ? byId : Number(segment);
      names.push(index);
      here = here[index];
    } else {
      names.push(segment);
      here = dict(here)[segment];
      const edit = flat(level).find((e) => e.key === segment);
      if (edit?.kind === 'variant') {
        const kind = String(dict(here).kind);
        names.push(kind);
        level = edit.cases.find((c) => c.value === kind)?.edits ?? [];
      } else level = edit?.kind === 'group' ? edit.edits : edit?.kind === 'list' ? edit.item : [];
    }
  }
  return names.join('.');
}
