import { slugify } from '#lib/domain/kernel/text.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import { markText } from '#lib/domain/report/blocks.ts';
import { selfNames } from '#lib/domain/report/content.ts';
import { type FormPart, isTextPart, partName, type TargetPart } from '#lib/domain/report/form.ts';
import type { Ctx } from '../platform/ctx.ts';
import { wordFile, wordHeading, wordLine, wordTable } from '../platform/documents/index.ts';
import { xlsxTemplate } from '../platform/tables/write.ts';
import { type OpenReport, openReport } from './open.ts';

const levels = Object.values(selfNames).join(', ');

export const markOf = (report: OpenReport) => ({
  slug: report.movement.slug,
  ruleId: report.rule.id,
  period: report.obligation.period,
  version: report.movement.version,
});

const hint = (text: string) => wordLine(text, { style: 'GoiY' });
const blank = () => wordLine('', { after: 120 });

function section(part: FormPart) {
  if (part.kind === 'content') return [wordHeading(partName(part), 2), hint(`[${part.text}]`), blank()];
  if (part.kind === 'criterion')
    return [
      wordHeading(part.title, 3),
      wordLine('Tự đánh giá: '),
      hint(`[Ghi một trong ba mức: ${levels}. Dẫn chứng viết ở dòng dưới.]`),
      blank(),
    ];
  if (part.kind === 'section')
    return [wordHeading(part.title, 2), ...(part.hint ? [hint(`[${part.hint}]`)] : []), blank()];
  return [];
}

const targetsOf = (parts: FormPart[]): TargetPart[] => parts.filter((part) => part.kind === 'target');

function wordTargets(targets: TargetPart[]) {
  const years = targets[0]?.years.map((one) => one.year) ?? [];
  return [
    wordHeading('CHỈ TIÊU ĐƠN VỊ ĐĂNG KÝ', 1),
    hint('[Để trống năm nào thì năm đó theo chỉ tiêu chung.]'),
    ...wordTable({
      columns: [
        { label: 'Chỉ tiêu', weight: 4 },
        { label: 'ĐVT', weight: 1 },
        ...years.map((year) => ({ label: String(year), numeric: true, weight: 1 })),
      ],
      rows: targets.map((part) => [part.title, part.indicator.measure, ...years.map(() => '')]),
    }),
  ];
}

function word(report: OpenReport): Promise<Buffer> {
  const { parts, rule, unit, obligation, movement } = report;
  const title = `${rule.name}, ${periodName(obligation.period)}`;
  const chapter = (name: string, kind: FormPart['kind']) => {
    const own = parts.filter((part) => part.kind === kind);
    return own.length > 0 ? [wordHeading(name, 1), ...own.flatMap(section)] : [];
  };
  const targets = targetsOf(parts);
  return wordFile({
    title,
    author: unit.name,
    children: [
      hint(markText(markOf(report))),
      hint(
        '[Viết dưới mỗi tiêu đề, giữ nguyên các tiêu đề; dòng chữ xám trong ngoặc vuông không cần xóa. Xong thì tải tệp lên, xem trước rồi mới đưa vào hệ thống.]',
      ),
      wordLine(title.toLocaleUpperCase('vi'), { bold: true, align: 'center', before: 200, after: 0 }),
      wordLine(`[${unit.name} - ${movement.doc.shortName}]`, { align: 'center', after: 240 }),
      ...chapter('NỘI DUNG THI ĐUA', 'content'),
      ...chapter('TỰ ĐÁNH GIÁ THEO TIÊU CHÍ', 'criterion'),
      ...(targets.length > 0 ? wordTargets(targets) : []),
      ...chapter('CÁC PHẦN KHÁC', 'section'),
    ],
  });
}

function excel(report: OpenReport): Promise<Uint8Array> {
  const targets = targetsOf(report.parts);
  const years = targets[0]?.years.map((one) => one.year) ?? [];
  const empty = years.map(() => '');
  return xlsxTemplate(
    report.rule.kind === 'plan' ? 'Kế hoạch' : 'Báo cáo',
    [
      { label: 'Phần', width: 60 },
      { label: `Tự đánh giá (${levels})`, width: 24 },
      { label: 'Nội dung', width: 90 },
      ...years.map((year) => ({ label: `Năm ${year}`, width: 12 })),
    ],
    [
      [markText(markOf(report)), '', '', ...empty],
      ...report.parts.filter(isTextPart).map((part) => [partName(part), '', '', ...empty]),
      ...targets.map((part) => [part.title, '', '', ...empty]),
    ],
  );
}

/** The form as a Word or Excel file to write in, for this unit and period; it says of itself what it was made for. */
export async function reportTemplate(
  ctx: Ctx,
  args: { obligationId: string; format: 'docx' | 'xlsx' },
): Promise<{ bytes: Uint8Array; name: string }> {
  const report = await openReport(ctx, args);
  const name = `mau-${report.rule.kind === 'plan' ? 'ke-hoach' : 'bao-cao'}-${slugify(report.unit.name)}-${report.obligation.period}`;
  return { bytes: await (args.format === 'docx' ? word(report) : excel(report)), name: `${name}.${args.format}` };
}
