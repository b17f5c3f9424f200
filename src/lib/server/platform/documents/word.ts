/** What all Word files of the house have in common: the page of Decree 30/2020, its font, its heading, tables and signature. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  type FileChild,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
  type ISectionOptions,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { DocumentHead, PaperPlot, PaperTable, Signer } from '#lib/domain/document/types.ts';
import { headView } from './format.ts';
import { printable } from './text.ts';

const FONT = 'Times New Roman';
/** twentieths of a point: 1 mm */
const MM = 56.7;
const TEXT_WIDTH = Math.round(165 * MM);
/** of the text, upright and across */
export const wordWidths = { portrait: TEXT_WIDTH, landscape: Math.round(257 * MM) };

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const bare = { top: none, bottom: none, left: none, right: none };
const thin = { style: BorderStyle.SINGLE, size: 4, color: '444444' } as const;

interface WordLook {
  bold?: boolean;
  italics?: boolean;
  /** half points */
  size?: number;
  align?: 'left' | 'center' | 'right' | 'both';
  before?: number;
  after?: number;
  underline?: boolean;
  /** first line set in, as prose is */
  indent?: boolean;
  color?: string;
  keepNext?: boolean;
  style?: string;
}

const alignments = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  both: AlignmentType.JUSTIFIED,
};

/** One paragraph. */
export function wordLine(text: string, look: WordLook = {}): Paragraph {
  return new Paragraph({
    alignment: alignments[look.align ?? 'left'],
    spacing: { before: look.before ?? 0, after: look.after ?? 80 },
    keepNext: look.keepNext ?? false,
    ...(look.style ? { style: look.style } : {}),
    ...(look.indent ? { indent: { firstLine: Math.round(10 * MM) } } : {}),
    children: [
      new TextRun({
        text: printable(text) as string,
        font: FONT,
        ...(look.style && !look.size ? {} : { size: look.size ?? 28 }),
        ...(look.bold === undefined ? {} : { bold: look.bold }),
        ...(look.italics === undefined ? {} : { italics: look.italics }),
        ...(look.underline ? { underline: {} } : {}),
        ...(look.color ? { color: look.color } : {}),
      }),
    ],
  });
}

/** A heading that Word knows as one, so that it stands in the outline and is found again when the file comes back. */
export const wordHeading = (text: string, level: 1 | 2 | 3, align: 'left' | 'center' = 'left'): Paragraph =>
  new Paragraph({
    alignment: alignments[align],
    heading: [HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3][level - 1]!,
    keepNext: true,
    children: [new TextRun({ text: printable(text) as string, font: FONT })],
  });

/** Prose: each line of the text a justified paragraph. */
export const wordProse = (text: string, look: Pick<WordLook, 'keepNext'> = {}): Paragraph[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => wordLine(line, { align: 'both', indent: true, after: 120, ...look }));

/** Prose that begins with bold words: "Điều 1. …". */
export const wordLed = (lead: string, text: string, look: Pick<WordLook, 'keepNext'> = {}): Paragraph =>
  new Paragraph({
    keepNext: look.keepNext ?? false,
    alignment: AlignmentType.JUSTIFIED,
    spacing: { before: 0, after: 120 },
    indent: { firstLine: Math.round(10 * MM) },
    children: [
      new TextRun({ text: lead, bold: true, font: FONT, size: 28 }),
      new TextRun({ text: printable(text) as string, font: FONT, size: 28 }),
    ],
  });

const cell = (children: Paragraph[], width: number, borders: boolean) =>
  new TableCell({
    children,
    width: { size: width, type: WidthType.DXA },
    verticalAlign: borders ? VerticalAlign.CENTER : VerticalAlign.TOP,
    margins: { top: 40, bottom: 40, left: 80, right: 80 },
    ...(borders ? {} : { borders: bare }),
  });

/** A picture over the width of the text, with words for those who do not see it. */
export function wordPicture(png: Buffer, plot: PaperPlot): Paragraph {
  // 165 mm in pixels of Word, 96 to the inch
  const width = 620;
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    keepNext: true,
    spacing: { before: 160, after: 60 },
    children: [
      new ImageRun({
        type: 'png',
        data: png,
        transformation: { width, height: Math.round((width * plot.height) / plot.width) },
        altText: { name: plot.caption, title: plot.caption, description: plot.alt },
      }),
    ],
  });
}

/** A table with a head row, repeated on each page. */
export function wordTable(table: PaperTable, width = TEXT_WIDTH): FileChild[] {
  const all = table.columns.reduce((sum, one) => sum + (one.weight ?? 1), 0);
  const widths = table.columns.map((one) => Math.floor((width * (one.weight ?? 1)) / all));
  const row = (cells: string[], head: boolean) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: cells.map((text, i) =>
        cell(
          text.split('\n').map((line) =>
            wordLine(line, {
              bold: head,
              size: 24,
              after: 0,
              align: head ? 'center' : table.columns[i]?.numeric ? 'right' : 'left',
            }),
          ),
          widths[i]!,
          true,
        ),
      ),
    });
  return [
    ...(table.title
      ? [wordLine(table.title, { bold: true, italics: true, size: 26, before: 160, keepNext: true })]
      : []),
    new Table({
      width: { size: width, type: WidthType.DXA },
      columnWidths: widths,
      borders: { top: thin, bottom: thin, left: thin, right: thin, insideHorizontal: thin, insideVertical: thin },
      rows: [
        row(
          table.columns.map((one) => one.label),
          true,
        ),
        ...table.rows.map((cells) => row(cells, false)),
      ],
    }),
    ...(table.note ? [wordLine(table.note, { italics: true, size: 22, before: 40, after: 120 })] : []),
    wordLine('', { size: 12, after: 0 }),
  ];
}

const sideBySide = (left: Paragraph[], right: Paragraph[], share: number) => {
  const widths = [Math.round(TEXT_WIDTH * share), Math.round(TEXT_WIDTH * (1 - share))];
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    borders: { ...bare, insideHorizontal: none, insideVertical: none },
    rows: [
      new TableRow({ cantSplit: true, children: [cell(left, widths[0]!, false), cell(right, widths[1]!, false)] }),
    ],
  });
};

/** A long name as two lines of about equal length. */
function inTwo(text: string): string[] {
  if (text.length <= 26) return [text];
  const words = text.split(' ');
  const at = words.map((_, i) => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')] as const);
  const widest = (pair: readonly [string, string]) => Math.max(pair[0].length, pair[1].length);
  return [...at.reduce((best, pair) => (widest(pair) < widest(best) ? pair : best))].filter(Boolean);
}

/** Issuer and national (or Party) heading, number, place and date. */
export function wordHead(head: DocumentHead): FileChild[] {
  const view = headView(head);
  const center = { align: 'center', after: 0 } as const;
  const issuer = [
    ...inTwo((view.parent ?? '').toLocaleUpperCase('vi'))
      .filter(Boolean)
      .map((text) => wordLine(text, { ...center, size: 24 })),
    ...inTwo(view.issuer.toLocaleUpperCase('vi')).map((text) => wordLine(text, { ...center, bold: true, size: 24 })),
    wordLine(view.kind === 'party' ? '*' : '––––––––', { ...center, size: view.kind === 'party' ? 26 : 18 }),
    ...(view.number ? [wordLine(view.number, { ...center, size: 26, before: 60 })] : []),
  ];
  const motto =
    view.kind === 'party'
      ? [wordLine('ĐẢNG CỘNG SẢN VIỆT NAM', { ...center, bold: true, size: 28, underline: true })]
      : [
          wordLine('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { ...center, bold: true, size: 24 }),
          wordLine('Độc lập - Tự do - Hạnh phúc', { ...center, bold: true, size: 26, underline: true }),
        ];
  const dated = view.dated ? [wordLine(view.dated, { ...center, italics: true, size: 26, before: 120 })] : [];
  const draft = view.draft ? [wordLine('DỰ THẢO', { align: 'right', bold: true, size: 22, color: '9B1B1F' })] : [];
  return [...draft, sideBySide(issuer, [...motto, ...dated], 0.42), wordLine('', { after: 60, size: 16 })];
}

/** Name of the document and what it is about. */
export const wordTitle = (name: string, about: string): Paragraph[] => [
  wordLine(name.toLocaleUpperCase('vi'), { bold: true, align: 'center', size: 28, before: 120, after: 40 }),
  wordLine(about, { bold: true, align: 'center', size: 28, after: 0 }),
  wordLine('––––––––––', { align: 'center', size: 18, after: 160 }),
];

const signed = (signer: Signer): Paragraph[] => [
  ...signer.capacity.map((line, i) =>
    wordLine(line.toLocaleUpperCase('vi'), { bold: true, align: 'center', before: i === 0 ? 120 : 0, after: 0 }),
  ),
  wordLine(signer.note ?? '', { italics: true, size: 24, align: 'center', after: 1500 }),
  wordLine(signer.name ?? '', { bold: true, align: 'center', after: 0 }),
];

/** Two sides of equal standing, e.g. under minutes. */
export const wordSigners = ([left, right]: [Signer, Signer]): FileChild => sideBySide(signed(left), signed(right), 0.5);

/** Receivers at the left, signer at the right. */
export const wordFoot = (receivers: string[], signer: Signer): FileChild =>
  sideBySide(
    [
      wordLine('Nơi nhận:', { bold: true, italics: true, size: 24, before: 120, after: 0 }),
      ...receivers.map((one) => wordLine(`- ${one}`, { size: 22, after: 0 })),
    ],
    signed(signer),
    0.5,
  );

const headingStyle = (size: number, italics: boolean): { run: object; paragraph: IParagraphOptions } => ({
  run: { font: FONT, size, bold: true, italics, color: '000000' },
  paragraph: { spacing: { before: 200, after: 100 } },
});

/** Pages of one orientation. The first page of a document bears no number. */
function sectionOf(
  children: FileChild[],
  { landscape, first, footer }: { landscape: boolean; first: boolean; footer: string | undefined },
): ISectionOptions {
  const mm = (n: number) => Math.round(n * MM);
  const feet = footer
    ? new Footer({ children: [wordLine(footer, { size: 16, align: 'center', color: '555555' })] })
    : null;
  return {
    properties: {
      titlePage: first,
      page: {
        // the library turns width and height by itself
        size: {
          width: mm(210),
          height: mm(297),
          orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: landscape
          ? { top: mm(20), bottom: mm(20), left: mm(20), right: mm(20) }
          : { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15) },
      },
    },
    headers: {
      default: new Header({
        children: [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            children: [new TextRun({ children: [PageNumber.CURRENT], font: FONT, size: 26 })],
          }),
        ],
      }),
      ...(first ? { first: new Header({ children: [] }) } : {}),
    },
    ...(feet ? { footers: { default: feet, ...(first ? { first: feet } : {}) } } : {}),
    children,
  };
}

/** The finished file. `notes` styles the hints of a template: small, grey, known by name when the file comes back. */
export async function wordFile(args: {
  title: string;
  author: string;
  footer?: string;
  children: FileChild[];
  appendices?: { landscape: boolean; children: FileChild[] }[];
}): Promise<Buffer> {
  const document = new Document({
    title: args.title,
    creator: args.author,
    description: args.title,
    styles: {
      default: {
        document: { run: { font: FONT, size: 28, language: { value: 'vi-VN' } } },
        heading1: headingStyle(28, false) as never,
        heading2: headingStyle(28, false) as never,
        heading3: headingStyle(28, true) as never,
      },
      paragraphStyles: [
        {
          id: 'GoiY',
          name: 'Gợi ý',
          basedOn: 'Normal',
          run: { font: FONT, size: 22, italics: true, color: '666666' },
        },
      ],
    },
    sections: [
      sectionOf(args.children, { landscape: false, first: true, footer: args.footer }),
      ...(args.appendices ?? []).map((one) =>
        sectionOf(one.children, { landscape: one.landscape, first: false, footer: args.footer }),
      ),
    ],
  });
  return Packer.toBuffer(document);
}
