/** Figures in the words of a report: `{{so:bao-cao.tat-ca.dung-han}}` stands for the figure, so that it cannot grow old unseen. */
import type { Issue } from '../kernel/errors.ts';
import type { SummaryFigure } from './types.ts';

const reference = /\{\{\s*so:\s*([A-Za-z0-9._-]+)\s*\}\}/g;
const braces = /\{\{[^}]*\}?\}?/g;

/** How a text refers to a figure. */
export const referenceTo = (id: string): string => `{{so:${id}}}`;

/** Ids of the figures that a text refers to, each once, in order. */
export const referencesIn = (text: string): string[] => [...new Set([...text.matchAll(reference)].map((m) => m[1]!))];

/** Short code of a figure on paper, by its place among all: "S017". */
export const figureCode = (index: number): string => `S${String(index + 1).padStart(3, '0')}`;

/** The figure with this id or short code. */
export function figureBy(figures: readonly SummaryFigure[], idOrCode: string): SummaryFigure | undefined {
  const code = /^S(\d{3,5})$/.exec(idOrCode);
  return code ? figures[Number(code[1]) - 1] : figures.find((one) => one.id === idOrCode);
}

export type Segment = { text: string } | { text: string; figure: SummaryFigure } | { text: string; missing: string };

export type FigureBook = ReadonlyMap<string, SummaryFigure>;

export const bookOf = (figures: readonly SummaryFigure[]): FigureBook =>
  new Map(figures.map((figure) => [figure.id, figure]));

/** A text in pieces: words, figures with their source, and references that lead nowhere. */
export function segments(text: string, figures: FigureBook): Segment[] {
  const found: Segment[] = [];
  let at = 0;
  for (const match of text.matchAll(reference)) {
    if (match.index > at) found.push({ text: text.slice(at, match.index) });
    const id = match[1]!;
    const figure = figures.get(id);
    found.push(
      figure
        ? { text: figure.official ? figure.text : `${figure.text} (số tạm tính)`, figure }
        : { text: `[không còn số liệu “${id}”]`, missing: id },
    );
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

/** A text with its figures written out. */
export const resolved = (text: string, figures: FigureBook): string =>
  segments(text, figures)
    .map((one) => one.text)
    .join('');

/** What is wrong with the references of a text. `final`: also what rests on figures that are not official. */
export function referenceIssues(
  text: string,
  figures: FigureBook,
  field: string,
  options: { final?: boolean } = {},
): Issue[] {
  const issues = referencesIn(text).flatMap((id): Issue[] => {
    const figure = figures.get(id);
    if (!figure)
      return [
        { field, message: `Không có số liệu “${id}”. Hãy lấy tham chiếu từ bảng số liệu bên cạnh phần đang viết.` },
      ];
    return options.final && !figure.official
      ? [
          {
            field,
            message: `“${figure.label}” mới là số tạm tính, không đưa vào bản chính thức. Hãy bỏ hoặc chờ số liệu được khóa.`,
          },
        ]
      : [];
  });
  const broken = [...text.replace(reference, '').matchAll(braces)].map((match) => match[0]);
  return broken.length > 0
    ? [
        ...issues,
        { field, message: `Không đọc được tham chiếu “${broken[0]}”. Cách viết đúng: ${referenceTo('mã-số-liệu')}.` },
      ]
    : issues;
}

export interface ChangedFigure {
  id: string;
  label: string;
  /** null: it was not there, or is not there any more */
  before: string | null;
  after: string | null;
}

/** Figures that differ from what the officer saw last; of those that came or went only the ones that the texts use. */
export function changedFigures(
  seen: Readonly<Record<string, string>>,
  figures: readonly SummaryFigure[],
  used: ReadonlySet<string>,
): ChangedFigure[] {
  const now = bookOf(figures);
  const changed = figures
    .filter((figure) => Object.hasOwn(seen, figure.id) && seen[figure.id] !== figure.text)
    .map(({ id, label, text }) => ({ id, label, before: seen[id]!, after: text }));
  const gone = Object.keys(seen)
    .filter((id) => !now.has(id) && used.has(id))
    .map((id) => ({ id, label: id, before: seen[id]!, after: null }));
  return [...changed, ...gone].sort((a, b) => Number(used.has(b.id)) - Number(used.has(a.id)));
}

/** Texts of figures as they are now, to be compared with later. */
export const seenNow = (figures: readonly SummaryFigure[]): Record<string, string> =>
  Object.fromEntries(figures.map((figure) => [figure.id, figure.text]));
