/** What people ask the register of awards for, as it stands in the address of the page. */
import { subjectKindNames } from '../award/path.ts';
import type { SubjectKind } from '../catalogue/types.ts';
import { clean, foldedWords } from '../kernel/text.ts';
import { localParts } from '../kernel/time.ts';

/** Value of the form filter that means all prizes of contests. */
export const prizesFilter = 'giai-cuoc-thi';

export interface RegisterFilter {
  /** name, unit, decision number: with or without diacritics */
  q: string;
  year: number | null;
  formId: string | null;
  kind: SubjectKind | null;
  page: number;
}

/** Where a page of results begins to say "more than". Nobody reads on so far, and counting all is slow. */
export const countCap = 1000;
export const registerPageSize = 25;

const mostWords = 8;

function yearIn(query: URLSearchParams): number | null {
  const year = Number(query.get('nam'));
  return Number.isInteger(year) && year >= 1945 && year <= 2200 ? year : null;
}

/** The year of the statistics: the one in the address, else the current one. */
export const yearAsked = (query: URLSearchParams, now: Date): number => yearIn(query) ?? localParts(now).y;

/** Reads the address; what is not understood is left out. */
export function readRegisterFilter(query: URLSearchParams): RegisterFilter {
  const kind = query.get('doi-tuong');
  const formId = clean(query.get('hinh-thuc') ?? '');
  const page = Number(query.get('trang'));
  return {
    q: clean(query.get('q') ?? '').slice(0, 200),
    year: yearIn(query),
    formId: /^[a-z0-9-]{1,60}$/.test(formId) ? formId : null,
    kind: kind !== null && Object.hasOwn(subjectKindNames, kind) ? (kind as SubjectKind) : null,
    page: Number.isInteger(page) && page > 1 ? Math.min(page, Math.ceil(countCap / registerPageSize)) : 1,
  };
}

/** The same filter as an address; a page of its own when it is not the first. */
export function registerQuery(filter: RegisterFilter, page = 1): string {
  const query = new URLSearchParams();
  if (filter.q) query.set('q', filter.q);
  if (filter.year) query.set('nam', String(filter.year));
  if (filter.formId) query.set('hinh-thuc', filter.formId);
  if (filter.kind) query.set('doi-tuong', filter.kind);
  if (page > 1) query.set('trang', String(page));
  const text = query.toString();
  return text ? `?${text}` : '';
}

/**
 * The typed words as a text search: every word has to occur. The last one may be unfinished, unless it is so short that it would begin
 * half of all names. Null: nothing was typed that can be looked for.
 */
export function registerWords(q: string): string | null {
  const words = [...new Set(foldedWords(q))].slice(0, mostWords);
  const last = words.length - 1;
  const text = words.map((word, i) => `'${word}'${i === last && word.length > 2 ? ':*' : ''}`).join(' & ');
  return text === '' ? null : text;
}

/** What officers filter by besides. */
export interface OfficerFilter extends RegisterFilter {
  revoked: boolean;
  hidden: boolean;
}

export const readOfficerFilter = (query: URLSearchParams): OfficerFilter => ({
  ...readRegisterFilter(query),
  revoked: query.get('tinh-trang') === 'thu-hoi',
  hidden: query.get('tinh-trang') === 'an',
});

export function officerQuery(filter: OfficerFilter, page = 1): string {
  const query = new URLSearchParams(registerQuery(filter, page));
  if (filter.revoked) query.set('tinh-trang', 'thu-hoi');
  else if (filter.hidden) query.set('tinh-trang', 'an');
  const text = query.toString();
  return text ? `?${text}` : '';
}
