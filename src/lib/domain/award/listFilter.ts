/** How the list of a call's dossiers is narrowed down; the choice stands in the address. */
import type { SubjectKind } from '../catalogue/types.ts';
import { clean } from '../kernel/text.ts';
import type { DossierState } from './types.ts';

export const dossierGroups = ['in-progress', 'late', 'returned', 'ended', 'awarded'] as const;
type DossierGroup = (typeof dossierGroups)[number];

export const dossierGroupNames: Record<DossierGroup, string> = {
  'in-progress': 'Đang xét',
  late: 'Quá hạn ở bước',
  returned: 'Đã trả về đơn vị',
  ended: 'Không đủ điều kiện, đã rút',
  awarded: 'Đã khen, đã trình cấp trên',
};

export const statesOf: Record<DossierGroup, DossierState[]> = {
  'in-progress': ['in-progress'],
  late: ['in-progress'],
  returned: ['returned'],
  ended: ['declined', 'withdrawn'],
  awarded: ['awarded', 'forwarded'],
};

export interface DossierListFilter {
  q: string;
  step: string;
  unit: string;
  form: string;
  kind: SubjectKind | '';
  group: DossierGroup | '';
  page: number;
}

const kinds: SubjectKind[] = ['collective', 'individual', 'household'];

/** Reads an address; what it does not know counts as not chosen. */
export function readDossierFilter(params: URLSearchParams): DossierListFilter {
  const text = (name: string) => clean(params.get(name) ?? '').slice(0, 200);
  const page = Number(params.get('trang'));
  return {
    q: text('q'),
    step: text('buoc'),
    unit: text('don-vi'),
    form: text('hinh-thuc'),
    kind: kinds.find((kind) => kind === params.get('doi-tuong')) ?? '',
    group: dossierGroups.find((group) => group === params.get('tinh-trang')) ?? '',
    page: Number.isInteger(page) && page > 1 && page < 10_000 ? page : 1,
  };
}

/** The address of a filter; '' without any. */
export function writeDossierFilter(filter: Partial<DossierListFilter>): string {
  const params = new URLSearchParams();
  const put = (name: string, value: string | undefined) => value && params.set(name, value);
  put('q', filter.q);
  put('buoc', filter.step);
  put('don-vi', filter.unit);
  put('hinh-thuc', filter.form);
  put('doi-tuong', filter.kind);
  put('tinh-trang', filter.group);
  if (filter.page && filter.page > 1) put('trang', String(filter.page));
  const query = params.toString();
  return query ? `?${query}` : '';
}
