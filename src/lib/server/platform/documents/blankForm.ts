import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { BlankForm } from '#lib/domain/document/types.ts';
import { describeRequirement } from '#lib/domain/file/requirement.ts';
import type { DossierStage, FormField } from '#lib/domain/programme/types.ts';

const FONT = 'Times New Roman';
/** twentieths of a point: 1 mm */
const MM = 56.7;
/** width of the text between the margins of Decree 30/2020 */
const TEXT_WIDTH = Math.round(165 * MM);
const BOX = '☐';
const DOTS = '……………………………………………';

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const noBorders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };
const thin = { style: BorderStyle.SINGLE, size: 4, color: '444444' } as const;

interface Look {
  bold?: boolean;
  italics?: boolean;
  /** half points */
  size?: number;
  align?: (typeof AlignmentType)[keyof typeof AlignmentType];
  before?: number;
  after?: number;
  underline?: boolean;
  keepNext?: boolean;
  color?: string;
}

const line = (text: string, look: Look = {}) =>
  new Paragraph({
    alignment: look.align ?? AlignmentType.LEFT,
    spacing: { before: look.before ?? 0, after: look.after ?? 80 },
    keepNext: look.keepNext ?? false,
    children: [
      new TextRun({
        text,
        font: FONT,
        size: look.size ?? 26,
        bold: look.bold ?? false,
        italics: look.italics ?? false,
        ...(look.underline ? { underline: {} } : {}),
        ...(look.color ? { color: look.color } : {}),
      }),
    ],
  });

const cell = (children: Paragraph[], width: number, borders = true) =>
  new TableCell({
    children,
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { top: 50, bottom: 50, left: 90, right: 90 },
    ...(borders ? {} : { borders: { top: none, bottom: none, left: none, right: none } }),
  });

const table = (widths: number[], rows: Paragraph[][][], header = true) =>
  new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    borders: { top: thin, bottom: thin, left: thin, right: thin, insideHorizontal: thin, insideVertical: thin },
    rows: rows.map(
      (row, i) =>
        new TableRow({
          tableHeader: header && i === 0,
          cantSplit: true,
          children: row.map((c, j) => cell(c, widths[j]!)),
        }),
    ),
  });

const heading = (text: string) => line(text, { bold: true, before: 200, after: 100, keepNext: true });

/** What the person should know before writing: hint and limits, in small letters under the label. */
const limits = (f: FormField) =>
  [
    f.hint,
    f.minWords ? `ít nhất ${f.minWords} từ` : '',
    f.maxWords ? `nhiều nhất ${f.maxWords} từ` : '',
    f.maxLength ? `nhiều nhất ${f.maxLength} ký tự` : '',
    f.required ? '' : 'không bắt buộc',
  ]
    .filter(Boolean)
    .join('; ');

function field(f: FormField, order: number): Paragraph[] {
  const label = line(`${order}. ${f.label}`, { bold: true, before: 120, after: 20, keepNext: true });
  const note = limits(f);
  const notes = note ? [line(`(${note})`, { italics: true, size: 22, after: 40, keepNext: true })] : [];
  if (f.type === 'select' || f.type === 'radio' || f.type === 'checkbox') {
    const options = f.options ?? [{ id: 'yes', label: 'Có' }];
    return [label, ...notes, ...options.map((o) => line(`${BOX} ${o.label}`, { after: 20 }))];
  }
  const space = f.type === 'textarea' ? 5 : 1;
  return [
    label,
    ...notes,
    ...Array.from({ length: space }, () => line(`${DOTS}${DOTS}`, { after: 20, color: '777777' })),
  ];
}

const choices = (title: string, hint: string, names: string[]) =>
  names.length === 0
    ? []
    : [
        line(title, { bold: true, before: 120, after: 20, keepNext: true }),
        line(`(${hint})`, { italics: true, size: 22, after: 40, keepNext: true }),
        ...names.map((name) => line(`${BOX} ${name}`, { after: 20 })),
      ];

const nationalHeading = () => [
  line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { bold: true, align: AlignmentType.CENTER, after: 0 }),
  line('Độc lập - Tự do - Hạnh phúc', {
    bold: true,
    size: 28,
    align: AlignmentType.CENTER,
    underline: true,
    after: 240,
  }),
];

const numberFromSecondPage = () =>
  new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: [PageNumber.CURRENT], font: FONT, size: 26 })],
      }),
    ],
  });

/** Rows for authors where the plan sets no limit that fits on a page. */
const MOST_ROWS = 5;

/**
 * Phiếu đăng ký dự thi (K26-4b) to fill by hand or in a word processor: made from the programme's own fields, files and
 * declarations, so that paper and page never ask for different things.
 */
export async function blankFormDocx(form: BlankForm, stage: DossierStage): Promise<Buffer> {
  const center = { align: AlignmentType.CENTER } as const;
  const half = Math.round(TEXT_WIDTH / 2);
  const authorWidths = [8, 62, 35, 60].map((mm) => Math.round(mm * MM));
  const title = `Phiếu đăng ký dự thi – ${form.contestName}`;
  const document = new Document({
    title,
    creator: form.contestName,
    description: title,
    styles: { default: { document: { run: { font: FONT, size: 26, language: { value: 'vi-VN' } } } } },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: Math.round(210 * MM), height: Math.round(297 * MM) },
            margin: {
              top: Math.round(20 * MM),
              bottom: Math.round(20 * MM),
              left: Math.round(30 * MM),
              right: Math.round(15 * MM),
            },
          },
        },
        headers: { default: numberFromSecondPage(), first: new Header({ children: [] }) },
        children: [
          ...nationalHeading(),
          line('PHIẾU ĐĂNG KÝ DỰ THI', { bold: true, size: 32, ...center, after: 40 }),
          line(form.contestName, { bold: true, size: 28, ...center, after: 40 }),
          ...(form.theme ? [line(`Chủ đề: “${form.theme}”`, { italics: true, ...center, after: 160 })] : []),
          heading('I. TÁC GIẢ, NHÓM TÁC GIẢ'),
          line(
            form.minShare > 1
              ? `(Nhiều nhất ${form.maxAuthors} tác giả; mỗi tác giả đóng góp từ ${form.minShare} % trở lên; tổng là 100 %)`
              : '(Các tác giả tự ghi tỷ lệ đóng góp; tổng là 100 %; thêm dòng nếu cần)',
            { italics: true, size: 22 },
          ),
          table(authorWidths, [
            ['TT', 'Họ và tên; năm sinh; tỷ lệ đóng góp', 'Điện thoại', 'Đơn vị công tác, địa chỉ, thư điện tử'].map(
              (t) => [line(t, { bold: true, size: 24, after: 0, ...center })],
            ),
            ...Array.from({ length: Math.min(form.maxAuthors, MOST_ROWS) }, (_, i) => [
              [line(String(i + 1), { after: 0, ...center })],
              [
                line('Họ và tên: ………………………', { size: 24 }),
                line('Năm sinh: ………………', { size: 24 }),
                line('Đóng góp: ……… %', { size: 24, after: 0 }),
              ],
              [line('', { after: 0 })],
              [line('', { after: 0 })],
            ]),
          ]),
          heading('II. SẢN PHẨM DỰ THI'),
          line('Tên sản phẩm (ý tưởng, sáng kiến, giải pháp)', { bold: true, after: 20 }),
          line(`${DOTS}${DOTS}`, { color: '777777' }),
          line('Đơn vị gửi (nếu có)', { bold: true, after: 20 }),
          line(`${DOTS}${DOTS}`, { color: '777777' }),
          ...(form.pillars.length > 0 ? choices('Trụ cột', 'chọn một', form.pillars) : []),
          ...(form.topics.length > 0 ? choices('Nội dung định hướng', 'chọn một hoặc nhiều', form.topics) : []),
          ...(stage.fields.length > 0 ? [heading('III. NỘI DUNG')] : []),
          ...stage.fields.flatMap((f, i) => field(f, i + 1)),
          heading(`${stage.fields.length > 0 ? 'IV' : 'III'}. HỒ SƠ GỬI KÈM`),
          ...stage.files.map((f) =>
            line(
              `${BOX} ${f.label}${f.required ? '' : ' (nếu có)'}: ${describeRequirement(f)}.${f.hint ? ` ${f.hint}` : ''}`,
            ),
          ),
          heading(`${stage.fields.length > 0 ? 'V' : 'IV'}. CAM KẾT`),
          ...stage.declarations.map((d) => line(`${BOX} ${d.text}`, { align: AlignmentType.JUSTIFIED })),
          ...(form.note ? [line(form.note, { italics: true, size: 24, before: 120 })] : []),
          new Table({
            width: { size: TEXT_WIDTH, type: WidthType.DXA },
            columnWidths: [half, half],
            borders: noBorders,
            rows: [
              new TableRow({
                cantSplit: true,
                children: [
                  cell(
                    [
                      line('', { before: 200 }),
                      line('XÁC NHẬN CỦA ĐƠN VỊ', { bold: true, ...center, after: 0 }),
                      line('(nếu gửi qua đơn vị)', { italics: true, size: 24, ...center, after: 1400 }),
                    ],
                    half,
                    false,
                  ),
                  cell(
                    [
                      line(`${form.place}, ngày …… tháng …… năm ${form.year}`, {
                        italics: true,
                        ...center,
                        before: 200,
                      }),
                      line('TÁC GIẢ, ĐẠI DIỆN NHÓM TÁC GIẢ', { bold: true, ...center, after: 0 }),
                      line('(Ký, ghi rõ họ tên)', { italics: true, size: 24, ...center, after: 1400 }),
                    ],
                    half,
                    false,
                  ),
                ],
              }),
            ],
          }),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}
