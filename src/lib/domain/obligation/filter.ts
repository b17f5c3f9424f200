/** The list of a movement's obligations as its address says it: what is kept, sent and gone back to. */
import { clean, fold } from '../kernel/text.ts';
import type { PeriodKey } from '../movement/periods.ts';
import { isOverdue, lateness, type ObligationFacts, type ObligationState } from './states.ts';

export const obligationGroups = [
  'overdue',
  'not-started',
  'draft',
  'submitted',
  'late',
  'returned',
  'accepted',
  'exempt',
] as const;
/** Where an obligation is counted. Overdue and late ones are also counted under their state. */
export type ObligationGroup = (typeof obligationGroups)[number];

export const groupLabels: Record<ObligationGroup, string> = {
  overdue: 'Quá hạn chưa gửi',
  'not-started': 'Chưa bắt đầu',
  draft: 'Đang soạn',
  submitted: 'Đã gửi, chờ xem',
  late: 'Gửi muộn',
  returned: 'Trả lại để sửa',
  accepted: 'Đã chấp nhận',
  exempt: 'Được miễn',
};

export interface ListFilter {
  q: string;
  rule: string;
  /** '' : the periods of the present year; 'all' */
  period: PeriodKey | 'all' | '';
  class: string;
  /** id of a cluster or block of emulation */
  cluster: string;
  group: ObligationGroup | '';
  page: number;
}

/** Reads the address; what it cannot read counts as not said. */
export function readListFilter(params: URLSearchParams): ListFilter {
  const said = (name: string) => clean(params.get(name) ?? '').slice(0, 100);
  const group = said('tinh-trang');
  const period = said('ky');
  const page = Number(params.get('trang') ?? '1');
  return {
    q: said('q'),
    rule: said('viec'),
    period: period === 'tat-ca' ? 'all' : /^\d{4}(-(H[12]|Q[1-4]))?$/.test(period) ? period : '',
    class: said('doi-tuong'),
    cluster: said('cum'),
    group: obligationGroups.includes(group as ObligationGroup) ? (group as ObligationGroup) : '',
    page: Number.isInteger(page) && page >= 1 && page <= 1000 ? page : 1,
  };
}

/** The address of a filter, without what is at its default. */
export function writeListFilter(filter: Partial<ListFilter>): string {
  const params = new URLSearchParams();
  if (filter.q) params.set('q', filter.q);
  if (filter.rule) params.set('viec', filter.rule);
  if (filter.period) params.set('ky', filter.period === 'all' ? 'tat-ca' : filter.period);
  if (filter.class) params.set('doi-tuong', filter.class);
  if (filter.cluster) params.set('cum', filter.cluster);
  if (filter.group) params.set('tinh-trang', filter.group);
  if (filter.page && filter.page > 1) params.set('trang', String(filter.page));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** All groups in which an obligation is counted. */
export function groupsOf(obligation: ObligationFacts, now: Date): ObligationGroup[] {
  if (obligation.exemptedAt) return ['exempt'];
  return [
    obligation.state,
    ...(isOverdue(obligation, now) ? (['overdue'] as const) : []),
    ...(obligation.firstSubmittedAt && lateness(obligation, now) !== null ? (['late'] as const) : []),
  ];
}

export type GroupCounts = Record<ObligationGroup, number> & { all: number };

/** How many stand in each group. */
export function countGroups(obligations: readonly ObligationFacts[], now: Date): GroupCounts {
  const counts = Object.fromEntries([...obligationGroups, 'all'].map((group) => [group, 0])) as GroupCounts;
  for (const one of obligations) {
    counts.all++;
    for (const group of groupsOf(one, now)) counts[group]++;
  }
  return counts;
}

/** Whether a name has the words that are searched for, with or without diacritics. */
export const nameMatches = (folded: string, q: string): boolean =>
  fold(q)
    .split(' ')
    .every((word) => folded.includes(word));

const rank: Record<ObligationState, number> = { 'not-started': 2, draft: 2, returned: 1, submitted: 3, accepted: 4 };

/** What is most urgent first: overdue, given back, open by due day, then what waits for the reader, what is done, what was excused. */
export function byUrgency(now: Date) {
  const place = (one: ObligationFacts) => (one.exemptedAt ? 5 : isOverdue(one, now) ? 0 : rank[one.state]);
  return (a: ObligationFacts, b: ObligationFacts): number =>
    place(a) - place(b) ||
    (place(a) >= 3 ? b.dueAt.getTime() - a.dueAt.getTime() : a.dueAt.getTime() - b.dueAt.getTime());
}
