/** The first line of our files says what they were made for, so that last year's template is recognised before anything happens. */
import { clean, fold } from '../kernel/text.ts';
import { parsePeriod } from '../movement/periods.ts';

export type MarkKind = 'values' | 'obligations' | 'values-wide';

export interface SheetMark {
  kind: MarkKind;
  /** the movement's address */
  slug: string;
  /** the period it was made for; null: of several */
  period: string | null;
  /** of the format */
  edition: number;
}

/** What the columns mean may change one day: then this number does. */
export const sheetEdition = 1;

const kindWords: Record<MarkKind, string> = {
  values: 'Số liệu',
  obligations: 'Việc phải nộp',
  'values-wide': 'Bảng số liệu (chỉ để đọc)',
};

/** "Lan Tỏa | Số liệu | phong trào thi-dua-mau | kỳ 2025 | mẫu 1" */
export const markText = ({ kind, slug, period, edition }: SheetMark): string =>
  `Lan Tỏa | ${kindWords[kind]} | phong trào ${slug} | kỳ ${period ?? 'tất cả'} | mẫu ${edition}`;

/** @returns null for a line that is no mark */
export function readMark(text: string): SheetMark | null {
  const parts = clean(text).split(' | ');
  const [maker = '', kindText = '', movement = '', periodText = '', editionText = ''] = parts;
  const kind = (Object.keys(kindWords) as MarkKind[]).find((one) => fold(kindWords[one]) === fold(kindText));
  const slug = /^phong trào ([\w-]{1,100})$/u.exec(movement)?.[1];
  const edition = /^mẫu (\d{1,4})$/u.exec(editionText)?.[1];
  if (fold(maker) !== 'lan toa' || !kind || !slug || !edition) return null;
  const period = periodText.replace(/^kỳ /u, '');
  return { kind, slug, period: parsePeriod(period) ? period : null, edition: Number(edition) };
}
