/** The list of figures as its address says it: what is kept, sent and gone back to. */
import { isUuid } from '../kernel/ids.ts';
import { parsePeriod } from '../movement/periods.ts';
import { type FigureState, figureStates } from './states.ts';

export interface FigureFilter {
  period: string;
  indicatorId: string;
  classId: string;
  unitId: string;
  state: FigureState | '';
  /** from 1 */
  page: number;
}

const word = (text: string | null): string => (text && /^[\w.-]{1,80}$/.test(text) ? text : '');

/** Reads the address; what it cannot read counts as not said. */
export function readFigureFilter(params: URLSearchParams): FigureFilter {
  const period = params.get('ky') ?? '';
  const unitId = params.get('don-vi') ?? '';
  const state = params.get('trang-thai') as FigureState;
  const page = Number(params.get('trang') ?? '1');
  return {
    period: parsePeriod(period) ? period : '',
    indicatorId: word(params.get('chi-tieu')),
    classId: word(params.get('loai')),
    unitId: isUuid(unitId) ? unitId : '',
    state: figureStates.includes(state) ? state : '',
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
  };
}

/** The address of a filter, without what is at its default: '' or '?ky=2025&trang=2'. */
export function writeFigureFilter(filter: Partial<FigureFilter>): string {
  const params = new URLSearchParams();
  const set = (name: string, value: string | undefined) => value && params.set(name, value);
  set('ky', filter.period);
  set('chi-tieu', filter.indicatorId);
  set('loai', filter.classId);
  set('don-vi', filter.unitId);
  set('trang-thai', filter.state);
  if (filter.page && filter.page > 1) params.set('trang', String(filter.page));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
