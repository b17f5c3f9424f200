/** The public gallery as its address says it: what is kept, sent and gone back to (K24-4). */
import { isUuid } from '../kernel/ids.ts';
import { clean, foldedWords } from '../kernel/text.ts';

export interface GalleryFilter {
  topic: string;
  unit: string;
  search: string;
  /** from 1 */
  page: number;
}

/** Works on a page of the list. */
export const galleryPageSize = 24;

/** Reads the address; what it cannot read counts as not said. */
export function readGalleryFilter(params: URLSearchParams): GalleryFilter {
  const unit = params.get('don-vi') ?? '';
  const page = Number(params.get('trang') ?? '1');
  return {
    topic: clean(params.get('chu-de') ?? '').slice(0, 60),
    unit: isUuid(unit) ? unit : '',
    search: clean(params.get('tim') ?? '').slice(0, 100),
    page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
  };
}

/** The address of a filter, without what is at its default: '' or '?tim=…&trang=2'. */
export function writeGalleryFilter(filter: Partial<GalleryFilter>): string {
  const params = new URLSearchParams();
  if (filter.topic) params.set('chu-de', filter.topic);
  if (filter.unit) params.set('don-vi', filter.unit);
  if (filter.search) params.set('tim', filter.search);
  if (filter.page && filter.page > 1) params.set('trang', String(filter.page));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** The words that a work must have, all of them, without diacritics; at most eight, because each costs a look-up. */
export const searchWords = (search: string): string[] => [...new Set(foldedWords(search))].slice(0, 8);
