/** The public list of good examples as its address says it. */
import { isUuid } from '../kernel/ids.ts';
import { clean } from '../kernel/text.ts';

export interface ExampleFilter {
  contentId: string;
  unitId: string;
  text: string;
  /** from 1 */
  page: number;
}

/** Examples on a page of a list. */
export const examplePageSize = 24;

/** A page number of an address, from 1; what it cannot read is the first. */
export function readPage(text: string | null): number {
  const page = Number(text ?? '1');
  return Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1;
}

/** Reads the address; what it cannot read counts as not said. */
export function readExampleFilter(params: URLSearchParams): ExampleFilter {
  const unitId = params.get('don-vi') ?? '';
  return {
    contentId: clean(params.get('noi-dung') ?? '').slice(0, 60),
    unitId: isUuid(unitId) ? unitId : '',
    text: clean(params.get('tim') ?? '').slice(0, 100),
    page: readPage(params.get('trang')),
  };
}

/** The address of a filter, without what is at its default. */
export function writeExampleFilter(filter: Partial<ExampleFilter>): string {
  const params = new URLSearchParams();
  if (filter.contentId) params.set('noi-dung', filter.contentId);
  if (filter.unitId) params.set('don-vi', filter.unitId);
  if (filter.text) params.set('tim', filter.text);
  if (filter.page && filter.page > 1) params.set('trang', String(filter.page));
  return params.size > 0 ? `?${params}` : '';
}
