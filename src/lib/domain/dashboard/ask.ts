/** What a dashboard's address asks for. */

export interface DashboardAsk {
  year: number | null;
  /** figures that are still being worked on */
  working: boolean;
  classId: string | null;
  cluster: string | null;
  group: string | null;
  sort: 'name' | 'gap';
  /** figures instead of letters in a heat map */
  figures: boolean;
  /** from 1 */
  page: number;
}

const whole = (text: string | null): number | null => (text && /^\d{1,4}$/.test(text) ? Number(text) : null);

/** A year in which something may have happened; the calendar of others cannot be drawn. */
const yearOf = (text: string | null): number | null => (text && /^(19|20|21)\d\d$/.test(text) ? Number(text) : null);

/** Reads an address; what makes no sense is as if it were not there. */
export const readAsk = (params: URLSearchParams): DashboardAsk => ({
  year: yearOf(params.get('nam')),
  working: params.get('so-lieu') === 'dang-nhap',
  classId: params.get('lop') || null,
  cluster: params.get('cum') || null,
  group: params.get('nhom') || null,
  sort: params.get('xep') === 'lech' ? 'gap' : 'name',
  figures: params.get('hien') === 'so',
  page: Math.max(1, whole(params.get('trang')) ?? 1),
});

/** The address of a view, beginning with "?"; '' for the plain one. */
export function writeAsk(ask: Partial<DashboardAsk>): string {
  const params = new URLSearchParams();
  if (ask.year) params.set('nam', String(ask.year));
  if (ask.classId) params.set('lop', ask.classId);
  if (ask.cluster) params.set('cum', ask.cluster);
  if (ask.group) params.set('nhom', ask.group);
  if (ask.sort === 'gap') params.set('xep', 'lech');
  if (ask.figures) params.set('hien', 'so');
  if (ask.working) params.set('so-lieu', 'dang-nhap');
  if (ask.page && ask.page > 1) params.set('trang', String(ask.page));
  const text = params.toString();
  return text && `?${text}`;
}
