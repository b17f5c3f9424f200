/** The secretariat's list of entries as its address says it: what is kept, sent and gone back to. */
import type { EntryState } from '../entry/states.ts';
import { entryStates } from '../entry/states.ts';
import { isUuid } from '../kernel/ids.ts';
import { clean } from '../kernel/text.ts';

export const checkFilters = ['todo', 'doing', 'problem', 'done'] as const;
export type CheckFilter = (typeof checkFilters)[number];

export const checkFilterLabels: Record<CheckFilter, string> = {
  todo: 'Chưa kiểm tra',
  doing: 'Đang kiểm tra',
  problem: 'Có nội dung không đạt hoặc cần hỏi',
  done: 'Đã xác nhận đủ điều kiện',
};

const sortKeys = ['code', 'title', 'unit', 'state', 'submitted', 'score'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface EntryFilter {
  q: string;
  states: EntryState[];
  pillar: string;
  topic: string;
  /** a unit with the units below it; 'none': sent straight to the province */
  unit: string;
  check: CheckFilter | '';
  /** local day 'YYYY-MM-DD' of the last submission */
  day: string;
  sort: SortKey;
  down: boolean;
  page: number;
}

const pick = <T extends string>(all: readonly T[], value: string | null): T | '' =>
  all.includes(value as T) ? (value as T) : '';

/** Reads the address; what it cannot read counts as not said. */
export function readFilter(params: URLSearchParams): EntryFilter {
  const sort = params.get('xep') ?? '';
  const key = pick(sortKeys, sort.replace(/^-/, '')) || 'code';
  const unit = params.get('don-vi') ?? '';
  const day = params.get('ngay') ?? '';
  const page = Number(params.get('trang') ?? '1');
  return {
    q: clean(params.get('q') ?? '').slice(0, 100),
    states: params.getAll('trang-thai').filter((s): s is EntryState => entryStates.includes(s as EntryState)),
    pillar: clean(params.get('tru-cot') ?? '').slice(0, 60),
    topic: clean(params.get('noi-dung') ?? '').slice(0, 60),
    unit: unit === 'none' || isUuid(unit) ? unit : '',
    check: pick(checkFilters, params.get('kiem-tra')),
    day: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : '',
    sort: key,
    down: sort.startsWith('-'),
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
  };
}

/** The address of a filter, without what is at its default: '' or '?q=…&trang=2'. */
export function writeFilter(filter: Partial<EntryFilter>): string {
  const params = new URLSearchParams();
  const set = (name: string, value: string | undefined) => value && params.set(name, value);
  set('q', filter.q);
  for (const state of filter.states ?? []) params.append('trang-thai', state);
  set('tru-cot', filter.pillar);
  set('noi-dung', filter.topic);
  set('don-vi', filter.unit);
  set('kiem-tra', filter.check);
  set('ngay', filter.day);
  if (filter.sort && (filter.sort !== 'code' || filter.down))
    params.set('xep', `${filter.down ? '-' : ''}${filter.sort}`);
  if (filter.page && filter.page > 1) params.set('trang', String(filter.page));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
