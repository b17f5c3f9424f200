/** The papers of inspections: minutes of a visit and the plan of a year. */
import type { AdministrativePaper, DocumentHead, PaperSection } from '#lib/domain/document/types.ts';
import { answerNames, inspectionStates } from '#lib/domain/inspection/states.ts';
import type { InspectionMember } from '#lib/domain/inspection/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { lowerFirst, slugify } from '#lib/domain/kernel/text.ts';
import { formatDate, formatDateLong, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { openMovement } from '../movement/room.ts';
import { type MovementScope, mayOversee } from '../movement/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import { administrativeDocx, administrativePdf } from '../platform/documents/index.ts';
import { requireAllowed } from '../platform/policy.ts';
import { xlsxTemplate } from '../platform/tables/write.ts';
import type { StoredMovement } from '../programme/queries.ts';
import { issuerOf } from '../report/paper.ts';
import { openInspection } from './open.ts';
import { findingsOf, type InspectionRow, inspectionsOf } from './queries.ts';

/** Whose paper it is: the standing unit's, beneath whose movement it is; the number is left open for the pen. */
function headOf(
  { doc }: StoredMovement,
  scope: MovementScope,
  kind: string,
  date: string | null,
  year: number,
): DocumentHead {
  const byCode = (code: string) => [...scope.units.values()].find((unit) => unit.code === code);
  const [above, own] = [byCode(doc.organiserUnit), byCode(doc.standingUnit)];
  return {
    kind: own?.kind === 'party' ? 'party' : 'state',
    ...(above && above.id !== own?.id ? { parent: issuerOf(above) } : {}),
    issuer: own ? issuerOf(own) : (doc.organisers[0] ?? doc.province),
    number: `……/${kind}-……`,
    place: doc.province,
    date,
    year,
  };
}

/** "Quyết định số 1470/QĐ-UBND ngày … của …", on which papers are based. */
function basisOf({ doc }: StoredMovement): string {
  const plan = doc.documents.find((one) => one.kind === 'plan' && one.number);
  if (!plan) return `Thực hiện ${lowerFirst(doc.name)}`;
  const dated = plan.date ? ` ngày ${formatDate(plan.date)}` : '';
  return `Thực hiện ${plan.title} (số ${plan.number}${dated}) của ${plan.issuer}`;
}

/** A clause of the plan by its name; what the team cites besides, in its own words. */
export const cited = ({ doc }: Pick<StoredMovement, 'doc'>, clause: string): string =>
  doc.clauses.find((one) => one.id === clause)?.label ?? clause;

const teamTable = (team: readonly InspectionMember[]) => ({
  columns: [
    { label: 'TT', weight: 0.55 },
    { label: 'Họ và tên', weight: 2 },
    { label: 'Chức vụ', weight: 2 },
    { label: 'Cơ quan', weight: 2.4 },
  ],
  rows: team.map((one, i) => [
    String(i + 1),
    one.name,
    `${one.position}${i === 0 ? `${one.position ? '\n' : ''}Trưởng đoàn` : ''}`,
    one.agency,
  ]),
});

const hours = (time: string): string => `${time.slice(0, 2)} giờ ${time.slice(3)} phút`;

/** The minutes as they will be signed by both sides. */
function minutesPaper(
  at: { movement: StoredMovement; scope: MovementScope; inspection: InspectionRow },
  findings: Awaited<ReturnType<typeof findingsOf>>,
): AdministrativePaper {
  const { movement, scope, inspection } = at;
  const heldOn = inspection.heldOn!;
  const begun = inspection.begins ? `Hồi ${hours(inspection.begins)}, ngày` : 'Ngày';
  const attended = inspection.attendees.split('\n').filter(Boolean);
  const sections: PaperSection[] = [
    { level: 1, title: 'I. THÀNH PHẦN', paragraphs: [] },
    { level: 2, title: '1. Đoàn kiểm tra', paragraphs: [], tables: [teamTable(inspection.team)] },
    {
      level: 2,
      title: `2. Đại diện ${inspection.unitName}`,
      paragraphs: attended.length > 0 ? attended.map((line) => `- ${line}`) : ['……………………………………………………………………'],
    },
    {
      level: 1,
      title: 'II. NỘI DUNG VÀ KẾT QUẢ KIỂM TRA',
      paragraphs: inspection.purpose ? [inspection.purpose] : [],
      tables: [
        {
          columns: [
            { label: 'TT', weight: 0.55 },
            { label: 'Nội dung kiểm tra', weight: 3 },
            { label: 'Căn cứ', weight: 1.3 },
            { label: 'Kết quả', weight: 1.1 },
            { label: 'Ghi chú', weight: 2 },
          ],
          rows: inspection.checklist.map((line, i) => [
            String(i + 1),
            line.text,
            cited(movement, line.clause),
            line.answer ? answerNames[line.answer] : '',
            line.note,
          ]),
        },
      ],
    },
    {
      level: 1,
      title: 'III. KIẾN NGHỊ',
      paragraphs: findings.length > 0 ? [] : ['Đoàn kiểm tra không có kiến nghị.'],
      ...(findings.length > 0
        ? {
            tables: [
              {
                columns: [
                  { label: 'TT', weight: 0.55 },
                  { label: 'Kiến nghị', weight: 3.2 },
                  { label: 'Căn cứ', weight: 1.3 },
                  { label: 'Đơn vị thực hiện', weight: 1.7 },
                  { label: 'Thời hạn', weight: 1.2 },
                ],
                rows: findings.map((one) => [
                  String(one.no),
                  one.text,
                  one.clause ?? '',
                  one.ownerName,
                  formatDate(one.dueOn),
                ]),
              },
            ],
          }
        : {}),
    },
    {
      level: 1,
      title: 'IV. KẾT LUẬN',
      paragraphs: [inspection.conclusion || '……………………………………………………………………'],
    },
  ];
  const ended = inspection.ends ? `Buổi kiểm tra kết thúc hồi ${hours(inspection.ends)} cùng ngày. ` : '';
  return {
    head: headOf(movement, scope, 'BB', heldOn, Number(heldOn.slice(0, 4))),
    name: 'Biên bản',
    about: `Kiểm tra ${lowerFirst(inspection.title.replace(/^kiểm tra /iu, ''))} tại ${inspection.unitName}`,
    opening: [
      `${basisOf(movement)}. ${begun} ${formatDateLong(heldOn).replace(/^ngày /, '')}, tại ${inspection.place || inspection.unitName}, đoàn kiểm tra làm việc với ${inspection.unitName}, nội dung như sau:`,
    ],
    sections,
    closing: [
      `${ended}Biên bản được lập thành 02 bản, đã đọc lại cho những người có mặt cùng nghe và thống nhất ký tên; mỗi bên giữ 01 bản./.`,
    ],
    receivers: [],
    signer: [
      { capacity: ['Đại diện đơn vị', 'được kiểm tra'], note: '(Ký, ghi rõ họ tên, đóng dấu)' },
      { capacity: ['Trưởng đoàn', 'kiểm tra'], note: '(Ký, ghi rõ họ tên)', name: inspection.team[0]?.name ?? null },
    ],
    madeAt: inspection.updatedAt,
  };
}

/**
 * Minutes of a visit that was held, for both sides to sign.
 * @throws RuleError 'not-found', 'inspection.not-held'
 */
export async function inspectionMinutes(
  ctx: Ctx,
  args: { slug: string; inspectionId: string; format: 'pdf' | 'docx' },
): Promise<{ bytes: Buffer; name: string }> {
  const open = await openInspection(ctx, args);
  const { inspection } = open;
  if (inspection.heldOn === null)
    throw new RuleError({
      code: 'inspection.not-held',
      message: 'Biên bản có sau khi ghi kết quả kiểm tra.',
      status: 404,
    });
  const paper = minutesPaper(open, await findingsOf(ctx.app.db, { inspectionId: inspection.id }));
  const bytes = await (args.format === 'pdf' ? administrativePdf(paper) : administrativeDocx(paper));
  return { bytes, name: `bien-ban-kiem-tra-${slugify(inspection.unitName)}-${inspection.heldOn}.${args.format}` };
}

/** Teams as they go together, each once, in the order of their first visit. */
const teamsOf = (visits: readonly InspectionRow[]) => [
  ...new Map(visits.map((visit) => [JSON.stringify(visit.team), visit.team])).entries(),
];

function planPaper(
  ctx: Ctx,
  { movement, scope }: { movement: StoredMovement; scope: MovementScope },
  visits: readonly InspectionRow[],
  year: number,
): AdministrativePaper {
  const { doc } = movement;
  const teams = teamsOf(visits);
  const teamNo = (visit: InspectionRow): string =>
    String(teams.findIndex(([key]) => key === JSON.stringify(visit.team)) + 1);
  const purposes = [...new Set(visits.map((visit) => visit.purpose).filter(Boolean))];
  const checklist = doc.inspection?.checklist ?? [];
  return {
    head: headOf(movement, scope, 'KH', null, year),
    name: 'Kế hoạch',
    about: `Kiểm tra, giám sát thực hiện ${lowerFirst(doc.name)} năm ${year}`,
    opening: [`${basisOf(movement)}, cơ quan thường trực lập kế hoạch kiểm tra năm ${year} như sau:`],
    sections: [
      {
        level: 1,
        title: 'I. MỤC ĐÍCH, YÊU CẦU',
        paragraphs: [
          ...(purposes.length > 0
            ? purposes
            : [
                'Nắm tình hình thực hiện phong trào tại đơn vị; ghi nhận cách làm hay; kịp thời hướng dẫn, tháo gỡ khó khăn.',
              ]),
          `Đơn vị được kiểm tra chuẩn bị tài liệu${checklist.length > 0 ? ' theo danh mục tại Mục III' : ''}; sau kiểm tra trả lời kiến nghị đúng hạn.`,
        ],
      },
      {
        level: 1,
        title: 'II. LỊCH KIỂM TRA',
        paragraphs: visits.length > 0 ? [] : [`Năm ${year} chưa có cuộc kiểm tra nào trong kế hoạch.`],
        ...(visits.length > 0
          ? {
              tables: [
                {
                  columns: [
                    { label: 'TT', weight: 0.55 },
                    { label: 'Đơn vị được kiểm tra', weight: 2.6 },
                    { label: 'Ngày', weight: 1.2 },
                    { label: 'Nội dung', weight: 3 },
                    { label: 'Đoàn số', weight: 0.7 },
                  ],
                  rows: visits.map((visit, i) => [
                    String(i + 1),
                    visit.unitName,
                    formatDate(visit.heldOn ?? visit.plannedOn),
                    visit.title,
                    teamNo(visit),
                  ]),
                },
                ...teams.map(([, team], i) => ({ title: `Đoàn số ${i + 1}`, ...teamTable(team) })),
              ],
            }
          : {}),
      },
      ...(checklist.length > 0
        ? [
            {
              level: 1 as const,
              title: 'III. DANH MỤC NỘI DUNG KIỂM TRA',
              paragraphs: checklist.map((line, i) => `${i + 1}. ${line.text} (${cited(movement, line.clause)}).`),
            },
          ]
        : []),
    ],
    closing: ['Trên đây là kế hoạch kiểm tra, đề nghị các đơn vị phối hợp thực hiện./.'],
    receivers: ['Các đơn vị được kiểm tra;', 'Thành viên đoàn kiểm tra;', 'Lưu: VT.'],
    signer: { capacity: ['Thủ trưởng cơ quan'], note: '(Ký, ghi rõ họ tên, đóng dấu)' },
    madeAt: ctx.now,
  };
}

const planHead = [
  { label: 'TT', width: 6 },
  { label: 'Đơn vị được kiểm tra', width: 36 },
  { label: 'Ngày theo kế hoạch', width: 14 },
  { label: 'Ngày đã kiểm tra', width: 14 },
  { label: 'Nội dung', width: 44 },
  { label: 'Đoàn kiểm tra', width: 50 },
  { label: 'Tình trạng', width: 22 },
  { label: 'Kiến nghị', width: 10 },
  { label: 'Chưa khép lại', width: 12 },
];

/** The plan of one year as a paper or a workbook, for those who oversee the movement; cancelled visits are left out of the paper. */
export async function inspectionPlan(
  ctx: Ctx,
  args: { slug: string; year: number | null; format: 'pdf' | 'docx' | 'xlsx' },
): Promise<{ bytes: Uint8Array; name: string }> {
  const open = await openMovement(ctx, args.slug);
  requireAllowed(mayOversee(open.scope));
  const year = args.year ?? Number(isoDateLocal(ctx.now).slice(0, 4));
  const all = await inspectionsOf(ctx.app.db, { programmeId: open.movement.id, year });
  const name = `ke-hoach-kiem-tra-${open.movement.slug}-${year}.${args.format}`;
  if (args.format === 'xlsx') {
    const rows = all.map((visit, i) => [
      String(i + 1),
      visit.unitName,
      formatDate(visit.plannedOn),
      visit.heldOn ? formatDate(visit.heldOn) : '',
      visit.title,
      visit.team.map((one) => [one.name, one.position, one.agency].filter(Boolean).join(', ')).join('\n'),
      inspectionStates[visit.state].label,
      String(visit.findings.total),
      String(visit.findings.open + visit.findings.answered),
    ]);
    return { bytes: await xlsxTemplate(`Kiểm tra ${year}`, planHead, rows), name };
  }
  const visits = all.filter((visit) => visit.state !== 'cancelled');
  const paper = planPaper(ctx, open, visits, year);
  return { bytes: await (args.format === 'pdf' ? administrativePdf(paper) : administrativeDocx(paper)), name };
}
