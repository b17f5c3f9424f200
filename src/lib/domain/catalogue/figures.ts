/** The legal figures in a catalogue: each with its place, its words and its mark. */
import { formatDecimal, parseDecimalText } from '../kernel/decimal.ts';
import { formatMoney, formatNumber } from '../kernel/money.ts';
import { formatDate } from '../kernel/time.ts';
import { awardKindWords, dayWords, fieldName, roundingWords, voteBaseWords } from './labels.ts';
import type { CatalogueDocument, Figure } from './types.ts';

export interface FoundFigure extends Figure {
  /** `forms[co-tinh].bonus.collective`, `rows[2024-07-01]` */
  path: string;
  /** "Cờ thi đua cấp tỉnh › Tiền thưởng › Tập thể" */
  label: string;
  /** the figure as people read it */
  text: string;
}

type Dict = Record<string, unknown>;
const isDict = (value: unknown): value is Dict => typeof value === 'object' && value !== null && !Array.isArray(value);
const isFigure = (value: Dict): value is Dict & Figure => typeof value.source === 'string';

/** What an element of a list is known by, wherever it stands. */
const keyOf = (item: unknown, index: number): string =>
  isDict(item) ? String(item.id ?? item.from ?? item.day ?? index) : String(index);

const nameOf = (item: Dict): string =>
  String(
    item.shortName ??
      item.number ??
      item.step ??
      item.what ??
      (typeof item.from === 'string' ? `Từ ${formatDate(item.from)}` : undefined) ??
      (typeof item.day === 'string' ? formatDate(item.day) : undefined) ??
      item.clause ??
      item.name ??
      item.id,
  );

const times = (multiple: string, atMost: boolean): string =>
  `${atMost ? 'không quá ' : ''}${formatDecimal(multiple)} lần mức lương cơ sở`;

function textOf(figure: Dict, path: string): string {
  const { value } = figure;
  if (typeof figure.amount === 'number') return `${formatMoney(figure.amount)} một tháng`;
  if (typeof figure.days === 'number') return `${figure.days} ngày làm việc`;
  if (typeof figure.by === 'string') return figure.by;
  if (typeof figure.day === 'string') return `${String(figure.name)}: ${dayWords[figure.is as 'off' | 'work']}`;
  if (typeof figure.number === 'string')
    return `${String(figure.title)}; hiệu lực từ ${formatDate(String(figure.from))}${figure.to ? ` đến ${formatDate(String(figure.to))}` : ''}`;
  if (typeof figure.text === 'string') return figure.text;
  if (typeof value === 'boolean') return value ? 'Có' : 'Không';
  if (typeof value === 'number') return path === 'childAge' ? `Dưới ${value} tuổi` : formatNumber(value);
  if (typeof value === 'string')
    return path.includes('.bonus.') ? times(value, figure.atMost === true) : `${formatDecimal(value)}%`;
  if (Array.isArray(value))
    return value.length
      ? value.map((one) => awardKindWords[one as keyof typeof awardKindWords]).join(', ')
      : 'Không có';
  if (isDict(value) && typeof value.percent === 'string' && parseDecimalText(value.percent) !== null)
    return `Từ ${formatDecimal(value.percent)}%, tính trên ${voteBaseWords[value.base as 'members' | 'present'].toLocaleLowerCase('vi')}`;
  if (isDict(value) && 'way' in value)
    return typeof value.to === 'number'
      ? `${roundingWords[value.way as 'up' | 'nearest']} (đến ${formatNumber(value.to)} đồng)`
      : 'Không làm tròn';
  return '';
}

/** The same with sorted keys: the store keeps no order of keys. */
const inOrder = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(inOrder)
    : isDict(value)
      ? Object.fromEntries(entries(value).map(([key, inner]) => [key, inOrder(inner)]))
      : value;

const entries = (value: Dict): [string, unknown][] => Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Every figure that carries a source; those of a list in its order. */
export function figuresOf(doc: CatalogueDocument): FoundFigure[] {
  const found: FoundFigure[] = [];
  const walk = (value: unknown, path: string, trail: string[]): void => {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries())
        walk(item, `${path}[${keyOf(item, i)}]`, [...trail, isDict(item) ? nameOf(item) : '']);
      return;
    }
    if (!isDict(value)) return;
    if (isFigure(value)) {
      const { source, verified, comparedWith } = value;
      found.push({
        path,
        label: trail.join(' › '),
        text: textOf(value, path),
        source,
        verified: verified === true,
        ...(comparedWith ? { comparedWith } : {}),
      });
      return;
    }
    for (const [key, inner] of entries(value)) {
      const list = Array.isArray(inner) && trail.length === 0;
      walk(inner, path ? `${path}.${key}` : key, list ? trail : [...trail, fieldName(key)]);
    }
  };
  walk(doc, '', []);
  return found;
}

/** A copy of the document in which the figure at a path is another one; the same document when there is none. */
export function withFigure<D extends CatalogueDocument>(
  doc: D,
  path: string,
  change: (figure: Figure) => Partial<Figure>,
): D {
  const walk = (value: unknown, here: string): unknown => {
    if (!path.startsWith(here)) return value;
    if (Array.isArray(value)) return value.map((item, i) => walk(item, `${here}[${keyOf(item, i)}]`));
    if (!isDict(value)) return value;
    if (here === path && isFigure(value)) {
      const { comparedWith: _before, ...rest } = value;
      return { ...rest, ...change(value) };
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, walk(inner, here ? `${here}.${key}` : key)]),
    );
  };
  return walk(doc, '') as D;
}

/**
 * A verified mark belongs to the figure as it was compared: where a figure is new or says something else, it has to be compared again.
 */
export function withHonestMarks<D extends CatalogueDocument>(before: CatalogueDocument | null, after: D): D {
  const old = new Map<string, string>();
  const bare = ({ verified: _mark, comparedWith: _with, ...rest }: Dict): string => JSON.stringify(inOrder(rest));
  const each = (value: unknown, path: string, see: (figure: Dict, path: string) => Dict): unknown => {
    if (Array.isArray(value)) return value.map((item, i) => each(item, `${path}[${keyOf(item, i)}]`, see));
    if (!isDict(value)) return value;
    if (isFigure(value)) return see(value, path);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, each(inner, `${path}.${key}`, see)]));
  };
  each(before, '', (figure, path) => {
    old.set(path, bare(figure));
    return figure;
  });
  return each(after, '', (figure, path) => {
    if (old.get(path) === bare(figure) && typeof figure.verified === 'boolean') return figure;
    const { comparedWith: _gone, ...rest } = figure;
    return { ...rest, verified: false };
  }) as D;
}
