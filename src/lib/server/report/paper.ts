import type {
  AdministrativePaper,
  DocumentHead,
  PaperSection,
  PaperTable,
  Signer,
} from '#lib/domain/document/types.ts';
import { stateNames } from '#lib/domain/indicator/states.ts';
import { formatDecimal } from '#lib/domain/kernel/decimal.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { lowerFirst, slugify } from '#lib/domain/kernel/text.ts';
import { formatDateTimeShort } from '#lib/domain/kernel/time.ts';
import { periodName, periodYear } from '#lib/domain/movement/periods.ts';
import { readTargetId, selfNames } from '#lib/domain/report/content.ts';
import type { UnitOnDay } from '../movement/units.ts';
import type { Ctx } from '../platform/ctx.ts';
import { administrativeDocx, administrativePdf } from '../platform/documents/index.ts';
import { shownFigure } from './figures.ts';
import { type OpenReport, openReport, type Submission } from './open.ts';
import type { SubmittedContent } from './submit.ts';

const governed: UnitOnDay['kind'][] = ['province', 'district', 'commune', 'ward'];
/** Whose name stands on a paper: of a territory it is its People's Committee. */
export const issuerOf = (unit: Pick<UnitOnDay, 'kind' | 'name'>): string =>
  governed.includes(unit.kind) && !/^ủy ban/i.test(unit.name) ? `Ủy ban nhân dân ${lowerFirst(unit.name)}` : unit.name;

/** Heading of a unit's own paper; number and day are left open for the pen. */
function unitHead(report: OpenReport): DocumentHead {
  const { unit, scope, movement } = report;
  const parent = unit.parentId ? scope.units.get(unit.parentId) : undefined;
  // Communes and mass organisations stand for themselves; agencies and rooms belong to someone.
  const belongs = ['agency', 'room', 'school', 'enterprise', 'other'].includes(unit.kind);
  return {
    kind: unit.kind === 'party' ? 'party' : 'state',
    ...(parent && belongs ? { parent: issuerOf(parent) } : {}),
    issuer: issuerOf(unit),
    number: `……/${report.rule.kind === 'plan' ? 'KH' : 'BC'}-……`,
    place: governed.includes(unit.kind)
      ? unit.name.replace(/^(?:xã|phường|tỉnh|huyện|thị trấn)\s+/iu, '')
      : movement.doc.province,
    date: null,
    year: periodYear(report.obligation.period),
  };
}

/** Who signs for a unit: by office, the name is written by hand. */
const unitSigner = (unit: Pick<UnitOnDay, 'kind'>): Signer => ({
  capacity: governed.includes(unit.kind) ? ['TM. Ủy ban nhân dân', 'Chủ tịch'] : ['Thủ trưởng đơn vị'],
  note: '(Ký, ghi rõ họ tên, đóng dấu)',
});

const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

function targetTable(report: OpenReport, content: SubmittedContent): PaperTable | null {
  const all = Object.entries(content.targets ?? {}).map(([key, value]) => ({ ...readTargetId(key), value }));
  if (all.length === 0) return null;
  const years = [...new Set(all.map((one) => one.year))].sort();
  const ids = [...new Set(all.map((one) => one.indicatorId))];
  const shown = (value: string, kind: string | undefined) =>
    kind === 'yes-no' ? (value === '1' ? 'Có' : 'Không') : formatDecimal(value);
  return {
    columns: [
      { label: 'Chỉ tiêu', weight: 3 },
      { label: 'Đơn vị tính', weight: 1 },
      ...years.map((year) => ({ label: String(year), numeric: true, weight: 0.8 })),
    ],
    rows: ids.map((id) => {
      const indicator = report.movement.doc.indicators.find((one) => one.id === id);
      return [
        content.parts.find((part) => part.key === `targets.${id}`)?.name ?? indicator?.name ?? id,
        indicator?.measure ?? '',
        ...years.map((year) => {
          const found = all.find((one) => one.indicatorId === id && one.year === year);
          return found ? shown(found.value, indicator?.kind) : '';
        }),
      ];
    }),
  };
}

const figureTable = (content: SubmittedContent): PaperTable => ({
  columns: [
    { label: 'Chỉ tiêu', weight: 4 },
    { label: 'Kỳ', weight: 1.4 },
    { label: 'Kết quả', numeric: true, weight: 1.4 },
    { label: 'Trạng thái', weight: 1.6 },
  ],
  rows: content.figures.map((one) => [
    one.name,
    periodName(one.period),
    shownFigure(one),
    one.official ? 'chính thức' : lowerFirst(stateNames[one.state]),
  ]),
});

/** What was handed in as numbered sections, in the order in which it was asked. */
function paperSections(report: OpenReport, content: SubmittedContent): PaperSection[] {
  const of = (kind: string) => content.parts.filter((part) => part.kind === kind);
  const idOf = (key: string) => key.slice(key.indexOf('.') + 1);
  const chapters: { title: string; body: PaperSection[] }[] = [];
  const contents = of('content').map((part): PaperSection => {
    const text = content.contents[idOf(part.key)];
    return { level: 2, title: part.name, paragraphs: text ? [text] : [] };
  });
  if (contents.length > 0)
    chapters.push({
      title: content.rule.kind === 'plan' ? 'Nội dung thực hiện' : 'Kết quả thực hiện các nội dung thi đua',
      body: contents,
    });
  const criteria = of('criterion').map((part): string[] => {
    const answer = content.criteria[idOf(part.key)];
    return [part.name, answer?.self ? selfNames[answer.self] : '', answer?.text ?? ''];
  });
  if (criteria.length > 0)
    chapters.push({
      title: 'Tự đánh giá theo tiêu chí',
      body: [
        {
          level: 2,
          title: '',
          paragraphs: [],
          tables: [
            {
              columns: [
                { label: 'Tiêu chí', weight: 3 },
                { label: 'Mức đạt', weight: 1 },
                { label: 'Thuyết minh', weight: 2.4 },
              ],
              rows: criteria,
            },
          ],
        },
      ],
    });
  const targets = targetTable(report, content);
  if (targets)
    chapters.push({ title: 'Chỉ tiêu đăng ký', body: [{ level: 2, title: '', paragraphs: [], tables: [targets] }] });
  if (content.figures.length > 0)
    chapters.push({
      title: 'Số liệu các chỉ tiêu',
      body: [{ level: 2, title: '', paragraphs: [], tables: [figureTable(content)] }],
    });
  for (const part of of('section')) {
    const text = content.sections[idOf(part.key)];
    if (text) chapters.push({ title: part.name, body: [{ level: 2, title: '', paragraphs: [text] }] });
  }
  return chapters.flatMap(({ title, body }, i): PaperSection[] => {
    const [first, ...rest] = body;
    // What has no title of its own stands right below the chapter.
    const own = first && first.title === '' ? first : null;
    return [
      {
        level: 1,
        title: `${roman[i] ?? i + 1}. ${title.toLocaleUpperCase('vi')}`,
        paragraphs: own?.paragraphs ?? [],
        ...(own?.tables ? { tables: own.tables } : {}),
      },
      ...(own || !first ? rest : body),
    ];
  });
}

function paperOf(report: OpenReport, submission: Submission): AdministrativePaper {
  const content = submission.content as SubmittedContent;
  const { movement, rule } = report;
  const plan = movement.doc.documents.find((one) => one.kind === 'plan' && one.number);
  const receivers = rule.receivers.flatMap(
    (code) => [...report.scope.units.values()].find((unit) => unit.code === code)?.name ?? [],
  );
  const word = rule.kind === 'plan' ? 'kế hoạch' : 'báo cáo';
  return {
    head: unitHead(report),
    name: rule.kind === 'plan' ? 'Kế hoạch' : 'Báo cáo',
    about: `${rule.kind === 'plan' ? 'Triển khai' : 'Kết quả thực hiện'} ${lowerFirst(movement.doc.name)}, ${periodName(content.period)}`,
    opening: [
      `${plan ? `Thực hiện ${plan.title} (số ${plan.number}) của ${plan.issuer}` : `Thực hiện ${lowerFirst(movement.doc.name)}`}, ${content.unit.name} ${rule.kind === 'plan' ? 'xây dựng kế hoạch' : 'báo cáo kết quả'} như sau:`,
    ],
    sections: paperSections(report, content),
    closing: [
      `Trên đây là ${word} của ${content.unit.name}, trân trọng ${rule.kind === 'plan' ? 'gửi' : 'báo cáo'}./.`,
    ],
    receivers: [...receivers.map((name) => `${name};`), 'Lưu: VT.'],
    signer: unitSigner(report.unit),
    madeAt: submission.at,
    footer: `Nộp lần ${submission.no} lúc ${formatDateTimeShort(submission.at)} · SHA-256 ${submission.sha256}`,
  };
}

/**
 * A hand-in in administrative form, for the unit to number, sign and stamp.
 * @param args.no which hand-in; the last one by default
 * @throws RuleError 'not-found'
 */
export async function reportPaper(
  ctx: Ctx,
  args: { obligationId: string; no: number | null; format: 'pdf' | 'docx' },
): Promise<{ bytes: Buffer; name: string }> {
  const report = await openReport(ctx, args);
  const submission = report.submissions.find((one) => args.no === null || one.no === args.no);
  if (!submission) throw notFound('Bản đã nộp này');
  const paper = paperOf(report, submission);
  const bytes = await (args.format === 'pdf' ? administrativePdf(paper) : administrativeDocx(paper));
  const name = `${report.rule.kind === 'plan' ? 'ke-hoach' : 'bao-cao'}-${slugify(report.unit.name)}-${report.obligation.period}-lan-${submission.no}`;
  return { bytes, name: `${name}.${args.format}` };
}
