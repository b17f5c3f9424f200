import { compare } from '../kernel/decimal.ts';
import { cleanMultiline, fold, foldedWords, titleSimilarity } from '../kernel/text.ts';
import { type Block, readMark, type TemplateMark } from './blocks.ts';
import { readFigure } from './check.ts';
import type { ReportFields, SelfAssessment } from './content.ts';
import { type FormPart, isTextPart, type TargetPart, textField, type ValuePart } from './form.ts';
import { headingOf, matchInline, matchTitle } from './headings.ts';

/** A field as it was understood from a file. */
export interface Understood {
  field: string;
  text: string;
  /** the heading or the cell of the file from which it comes */
  from: string;
  /** false: guessed by likeness, which a person has to confirm */
  sure: boolean;
}

export interface Reading {
  mark: TemplateMark | null;
  found: Understood[];
  /** what belongs to no part, in full, with the heading it stands under */
  left: { heading: string; text: string }[];
  /** figures of indicators that stand in tables; entered on their own page, with their evidence */
  figures: { indicatorId: string; name: string; cells: string[] }[];
}

const selfWords: [RegExp, SelfAssessment][] = [
  [/\b(chua dat|khong dat|chua hoan thanh|khong hoan thanh|chua thuc hien)\b/, 'not'],
  [/\b(mot phan|dat chua day du|co ban)\b/, 'partly'],
  [/\b(day du|hoan thanh|dat|co)\b/, 'full'],
];

/** "Đạt một phần" → partly. A line that still names all levels, as a template does, says nothing. */
export function readSelf(text: string): SelfAssessment | null {
  const plain = fold(text);
  const named = [/dat day du/, /mot phan/, /chua dat/].filter((one) => one.test(plain)).length;
  if (named > 1) return null;
  return selfWords.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

const selfLine = /^\s*(?:mức\s+)?tự đánh giá\s*[:：]?\s*(.*)$/iu;
const hintLine = /^\s*\[[^\]]*\]?\s*$|^[\s.…_·-]+$/u;
const hintStyle = /goi y/;
/** Where a paper ends: what follows is no report. */
const ending = /^(noi nhan|tm\.? |kt\.? |thu truong|tren day la (bao cao|ke hoach))/;

class Reader {
  readonly parts: readonly FormPart[];
  readonly hints: Set<string>;
  readonly found = new Map<string, Understood>();
  readonly left: Reading['left'] = [];
  readonly figures: Reading['figures'] = [];
  /** where text goes now */
  at: { field: string; part: FormPart; from: string; sure: boolean; depth: number } | null = null;
  ended = false;

  constructor(parts: readonly FormPart[]) {
    this.parts = parts;
    this.hints = new Set(
      parts.flatMap((part) =>
        part.kind === 'content' ? [fold(part.text)] : part.kind === 'section' && part.hint ? [fold(part.hint)] : [],
      ),
    );
  }

  put(field: string, text: string, from: string, sure: boolean): void {
    const plain = cleanMultiline(text);
    if (plain === '') return;
    const there = this.found.get(field);
    if (!there) this.found.set(field, { field, text: plain, from, sure });
    else if (!field.startsWith('targets.') && !field.endsWith('.self')) {
      there.text += `\n${plain}`;
      there.sure &&= sure;
    }
  }

  /** Text that belongs to nothing known, under its last heading. */
  keep(text: string, heading: string | null): void {
    const last = this.left.at(-1);
    if (heading !== null) this.left.push({ heading, text });
    else if (last) last.text += last.text ? `\n${text}` : text;
    else this.left.push({ heading: '', text });
  }

  paragraph(block: Extract<Block, { kind: 'paragraph' }>): void {
    const text = cleanMultiline(block.text);
    const style = block.style ? fold(block.style) : '';
    if (text === '' || hintLine.test(text) || hintStyle.test(style) || this.hints.has(fold(text))) return;
    if (ending.test(fold(text)) && this.found.size > 0) {
      this.at = null;
      this.ended = true;
      this.keep(text, 'Phần cuối văn bản');
      return;
    }
    if (this.ended) {
      this.keep(text, null);
      return;
    }
    const heading = headingOf(block);
    const match = heading ? matchTitle(this.parts, text) : null;
    // A sentence in running text may resemble a title by chance; what merely resembles has to look like a heading.
    const equal = match ?? this.equalTitle(text);
    if (equal && (equal.sure || heading?.strong || heading?.depth !== 6)) {
      const own = this.at;
      // Deeper headings that only resemble something belong to the part in which they stand.
      if (!(own && !equal.sure && heading && heading.depth > own.depth)) {
        this.at = {
          field: textField(equal.part),
          part: equal.part,
          from: text,
          sure: equal.sure,
          depth: heading?.depth ?? 6,
        };
        return;
      }
    }
    const inline = matchInline(this.parts, text);
    if (inline) {
      this.put(textField(inline.part), inline.rest, text.slice(0, text.indexOf(':')), true);
      this.at = { field: textField(inline.part), part: inline.part, from: text, sure: true, depth: 6 };
      return;
    }
    const self = this.at?.part.kind === 'criterion' ? selfLine.exec(text) : null;
    if (self && this.at) {
      const said = readSelf(self[1] ?? '');
      if (said) this.put(`${this.at.part.key}.self`, said, text, this.at.sure);
      return;
    }
    if (heading && this.at && heading.strong && heading.depth <= this.at.depth) {
      this.at = null;
      this.keep('', text);
      return;
    }
    if (this.at) this.put(this.at.field, text, this.at.from, this.at.sure);
    else this.keep(heading ? '' : text, heading ? text : null);
  }

  equalTitle(text: string) {
    const match = matchTitle(this.parts, text);
    return match?.sure ? match : null;
  }

  table(rows: string[][]): void {
    if (this.ended) {
      this.keep(rows.map((row) => row.join(' | ')).join('\n'), null);
      return;
    }
    const head = (rows[0] ?? []).map(fold);
    const rest: string[] = [];
    for (const [i, raw] of rows.entries()) {
      const cells = raw.map((cell) => cleanMultiline(cell));
      if (cells.every((cell) => cell === '')) continue;
      if (!this.row(cells, head, i === 0)) rest.push(cells.filter(Boolean).join(' | '));
    }
    const known = rest.length < rows.length;
    // The head of a table that was understood says nothing by itself.
    const words =
      known &&
      rest[0] ===
        (rows[0] ?? [])
          .map((c) => cleanMultiline(c))
          .filter(Boolean)
          .join(' | ')
        ? rest.slice(1)
        : rest;
    if (words.length === 0) return;
    if (this.at) this.put(this.at.field, words.join('\n'), this.at.from, this.at.sure);
    else this.keep(words.join('\n'), null);
  }

  /** One row that begins with the name of an indicator, a criterion or another part. @returns whether it was understood */
  row(cells: string[], head: string[], first: boolean): boolean {
    const index = cells.findIndex((cell, i) => i < 3 && /\p{L}{2}/u.test(cell));
    const name = cells[index];
    if (name === undefined) return false;
    const others = cells.slice(index + 1);
    const indicator = this.indicator(name);
    if (indicator) return this.indicatorRow(indicator, cells, index, head);
    const match = matchTitle(this.parts, name);
    if (!match || (first && others.every((cell) => readFigure(cell) === null) && !match.sure)) return false;
    if (others.every((cell) => cell === '')) return match.sure;
    if (match.part.kind === 'criterion') {
      const said = others.find((cell) => foldedWords(cell).length <= 5 && readSelf(cell));
      if (said) this.put(`${match.part.key}.self`, readSelf(said)!, name, match.sure);
      this.put(`${match.part.key}.text`, others.filter((cell) => cell !== said).join('\n'), name, match.sure);
    } else this.put(textField(match.part), others.filter(Boolean).join('\n'), name, match.sure);
    return true;
  }

  indicator(name: string): TargetPart | ValuePart | null {
    const plain = foldedWords(name).join(' ');
    const found = this.parts
      .filter((part): part is TargetPart | ValuePart => part.kind === 'target' || part.kind === 'value')
      .map((part) => ({
        part,
        score: [part.indicator.name, part.indicator.shortName].some((one) => foldedWords(one).join(' ') === plain)
          ? 2
          : titleSimilarity(part.indicator.name, name),
      }))
      .sort((a, b) => b.score - a.score);
    const [best, next] = found;
    return best && best.score >= 0.75 && (!next || best.score > next.score) ? best.part : null;
  }

  indicatorRow(part: TargetPart | ValuePart, cells: string[], index: number, head: string[]): boolean {
    const others = cells.slice(index + 1);
    if (part.kind === 'value') {
      const figures = others.filter((cell) => readFigure(cell) !== null || /^(có|không)$/iu.test(cell));
      if (figures.length > 0)
        this.figures.push({ indicatorId: part.indicator.id, name: part.indicator.name, cells: figures });
      return figures.length > 0;
    }
    let known = false;
    for (const [i, cell] of cells.entries()) {
      if (i <= index || cell === '') continue;
      const year = Number(
        /\b(20\d\d)\b/.exec(head[i] ?? '')?.[1] ?? (part.years.length === 1 ? part.years[0]!.year : 0),
      );
      const target = part.years.find((one) => one.year === year);
      const value = part.indicator.kind === 'yes-no' ? this.yesNo(cell) : readFigure(cell);
      if (!target || value === null) continue;
      const { min, max } = part.indicator.bounds;
      const possible = (min === null || compare(value, min) >= 0) && (max === null || compare(value, max) <= 0);
      // A cell of a sheet that holds the number 62.512 looks like a written 62 thousand.
      const plain = !/^\d{1,3}\.\d{3}$/.test(cell.trim());
      this.put(target.key, value, `${cells[index]}, ${head[i] || year}`, possible && plain);
      known = true;
    }
    // The template's own row, still empty.
    return known || others.every((cell) => cell === '' || fold(cell) === fold(part.indicator.measure));
  }

  yesNo(cell: string): string | null {
    const plain = fold(cell);
    return plain === 'co' || plain === '1' ? '1' : plain === 'khong' || plain === '0' ? '0' : null;
  }
}

/** What a unit's own file says about the parts of a form: by headings of every usual kind, by tables, and what is left over. */
export function understand(parts: readonly FormPart[], blocks: readonly Block[]): Reading {
  const reader = new Reader(parts);
  let mark: TemplateMark | null = null;
  for (const block of blocks) {
    if (block.kind === 'table') reader.table(block.rows);
    else {
      const own = readMark(block.text);
      if (own) mark ??= own;
      else reader.paragraph(block);
    }
  }
  return {
    mark,
    found: [...reader.found.values()],
    left: reader.left.filter((one) => one.text !== '' || one.heading !== ''),
    figures: reader.figures,
  };
}

/** Parts of which a file says nothing. */
export const unsaid = (parts: readonly FormPart[], found: readonly Understood[]): FormPart[] =>
  parts.filter((part) => isTextPart(part) && !found.some((one) => one.field === textField(part)));

/** Fields to write for what a person ticked and placed. Several texts for one field stand below each other. */
export function chosenFields(
  reading: Pick<Reading, 'found' | 'left'>,
  choice: { use: ReadonlySet<string>; place: ReadonlyMap<number, string> },
): ReportFields {
  const fields: ReportFields = {};
  const add = (field: string, text: string) => {
    fields[field] = fields[field] ? `${fields[field]}\n${text}` : text;
  };
  for (const one of reading.found) if (choice.use.has(one.field)) add(one.field, one.text);
  for (const [i, one] of reading.left.entries()) {
    const field = choice.place.get(i);
    if (field) add(field, [one.heading, one.text].filter(Boolean).join('\n'));
  }
  return fields;
}
