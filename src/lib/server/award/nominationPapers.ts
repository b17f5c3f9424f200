/** Papers of a nomination as drafts to be signed: letter, minutes, report; and the receipt. */
import { isWritable, nextStep } from '#lib/domain/award/path.ts';
import type { AdministrativePaper, PaperTable } from '#lib/domain/document/types.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { lowerFirst, slugify } from '#lib/domain/kernel/text.ts';
import { formatDate, formatDateTime, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../message/address.ts';
import type { UnitOnDay } from '../movement/units.ts';
import type { Ctx } from '../platform/ctx.ts';
import { administrativeDocx, administrativePdf } from '../platform/documents/index.ts';
import { issuerOf } from '../report/paper.ts';
import { openDossier } from './dossiers.ts';
import { type DossierReading, dossierView } from './dossierView.ts';
import { awardFilesOf } from './fileRows.ts';
import { type Nomination, nominationOf, openNomination, type SubmissionRow, submissionOf } from './nomination.ts';
import { type DossierRow, dossiersOf } from './queries.ts';
import type { AwardScope, StoredCall } from './scope.ts';

type Format = 'pdf' | 'docx';
const blank = '……………………';

const governed: UnitOnDay['kind'][] = ['province', 'commune', 'ward'];

const provinceOf = ({ scope }: Nomination) => [...scope.units.values()].find((one) => one.kind === 'province');

const placeName = (unit: Pick<UnitOnDay, 'name'> | undefined): string =>
  (unit?.name ?? blank).replace(/^(?:xã|phường|tỉnh)\s+/iu, '');

function headOf(at: Nomination, sign: string, date: string | null, year: number) {
  const { unit, scope } = at;
  const parent = unit.parentId ? scope.units.get(unit.parentId) : undefined;
  const belongs = !governed.includes(unit.kind) && unit.kind !== 'front' && unit.kind !== 'party';
  return {
    kind: unit.kind === 'party' ? ('party' as const) : ('state' as const),
    ...(parent && belongs ? { parent: issuerOf(parent) } : {}),
    issuer: issuerOf(unit),
    number: sign,
    place: placeName(governed.includes(unit.kind) ? unit : provinceOf(at)),
    date,
    year,
  };
}

const unitByCode = ({ scope }: Nomination, code: string | undefined) =>
  [...scope.units.values()].find((one) => one.code === code);

/** Whose step comes first: there the dossiers arrive. */
const receiverOf = (at: Nomination) => unitByCode(at, nextStep(at.call.doc, null)?.unit);

const capacity = ({ unit }: Nomination, submission: SubmissionRow | null): string[] =>
  submission?.signerTitle
    ? [submission.signerTitle]
    : governed.includes(unit.kind)
      ? ['TM. Ủy ban nhân dân', 'Chủ tịch']
      : ['Thủ trưởng đơn vị'];

const formName = ({ call }: Nomination, dossier: DossierRow): string =>
  call.doc.forms.find((one) => one.formId === dossier.formId)?.name ?? dossier.formId;

const placeOf = ({ details, unitName }: DossierRow): string =>
  [details.position, details.workplace || details.address || unitName].filter(Boolean).join(', ');

function nominees(at: Nomination, dossiers: readonly DossierRow[], votes: boolean): PaperTable {
  return {
    columns: [
      { label: 'TT', weight: 0.5 },
      { label: 'Tên tập thể, cá nhân, hộ', weight: 2.2 },
      { label: 'Chức vụ, đơn vị, địa chỉ', weight: 2.4 },
      { label: 'Hình thức đề nghị', weight: 2 },
      ...(votes
        ? [
            { label: 'Đồng ý', numeric: true, weight: 0.8 },
            { label: 'Không đồng ý', numeric: true, weight: 0.9 },
          ]
        : []),
    ],
    rows: dossiers.map((one, i) => [
      String(i + 1),
      one.subjectName,
      placeOf(one),
      formName(at, one),
      ...(votes ? [one.votesYes?.toString() ?? '', one.votesNo?.toString() ?? ''] : []),
    ]),
  };
}

const basis = ({ call, movement, laws }: Nomination): string[] => {
  const { guidance } = call.doc;
  const statutes = laws.findLast((law) => law.from <= call.doc.opensAt.slice(0, 10))?.statutes ?? [];
  return [
    ...statutes.slice(0, 3).map((one) => `Căn cứ ${one.title}${one.number ? ` số ${one.number}` : ''}`),
    ...(movement ? [`Thực hiện ${lowerFirst(movement.doc.name)}`] : []),
    ...(guidance
      ? [
          `Thực hiện Hướng dẫn số ${guidance.number}${guidance.date ? ` ngày ${formatDate(guidance.date)}` : ''} của ${guidance.issuer}`,
        ]
      : []),
  ];
};

function letterPaper(
  at: Nomination,
  submission: SubmissionRow | null,
  dossiers: DossierRow[],
  now: Date,
): AdministrativePaper {
  const { call, unit } = at;
  const standing = unitByCode(at, call.doc.standingUnit);
  const to = receiverOf(at);
  return {
    head: headOf(
      at,
      submission?.letterNumber || '……/TTr-……',
      submission?.letterDate ?? null,
      Number(isoDateLocal(now).slice(0, 4)),
    ),
    name: 'Tờ trình',
    about: `Về việc đề nghị khen thưởng (${call.doc.name})`,
    to: [to?.name ?? standing?.name ?? call.doc.authority.title],
    basis: basis(at),
    opening: [
      `${issuerOf(unit)} kính đề nghị ${call.doc.authority.title} xét, khen thưởng các tập thể, cá nhân, hộ gia đình có tên trong danh sách sau.`,
    ],
    sections: [
      { level: 1, title: 'I. DANH SÁCH ĐỀ NGHỊ', paragraphs: [], tables: [nominees(at, dossiers, false)] },
      {
        level: 1,
        title: 'II. KẾT QUẢ BÌNH XÉT',
        paragraphs: [
          `Hội đồng của đơn vị họp ngày ${submission?.meetingOn ? formatDate(submission.meetingOn) : blank}, có mặt ${submission?.membersPresent ?? '……'}/${submission?.membersTotal ?? '……'} thành viên (biên bản kèm theo).`,
        ],
      },
    ],
    closing: [
      'Hồ sơ kèm theo gồm: biên bản xét khen thưởng; báo cáo thành tích của từng tập thể, cá nhân, hộ gia đình.',
      `${issuerOf(unit)} kính đề nghị xem xét, quyết định./.`,
    ],
    receivers: ['Như trên', 'Lưu: VT.'],
    signer: { capacity: capacity(at, submission), name: submission?.signer ?? null, note: '(Ký, đóng dấu)' },
    madeAt: now,
  };
}

function minutesPaper(
  at: Nomination,
  submission: SubmissionRow | null,
  dossiers: DossierRow[],
  now: Date,
): AdministrativePaper {
  const day = submission?.meetingOn ?? null;
  return {
    head: headOf(at, '……/BB-……', day, Number(isoDateLocal(now).slice(0, 4))),
    name: 'Biên bản',
    about: `Họp xét khen thưởng (${at.call.doc.name})`,
    opening: [
      `Ngày ${day ? formatDate(day) : blank}, tại ${blank}, Hội đồng Thi đua - Khen thưởng ${lowerFirst(at.unit.name)} họp xét, đề nghị khen thưởng.`,
    ],
    sections: [
      {
        level: 1,
        title: 'I. THÀNH PHẦN',
        paragraphs: [
          `Tổng số thành viên Hội đồng: ${submission?.membersTotal ?? '……'}; có mặt: ${submission?.membersPresent ?? '……'}; vắng mặt (lý do): ${blank}.`,
          `Chủ trì: ${blank}. Thư ký: ${blank}.`,
        ],
      },
      { level: 1, title: 'II. NỘI DUNG', paragraphs: ['Hội đồng nghe báo cáo thành tích, thảo luận và bỏ phiếu.'] },
      { level: 1, title: 'III. KẾT QUẢ BỎ PHIẾU', paragraphs: [], tables: [nominees(at, dossiers, true)] },
    ],
    closing: ['Biên bản được thông qua trước Hội đồng./.'],
    receivers: [],
    signer: [
      { capacity: ['Thư ký'], note: '(Ký, ghi rõ họ tên)' },
      { capacity: ['Chủ trì'], note: '(Ký, ghi rõ họ tên, đóng dấu)' },
    ],
    madeAt: now,
  };
}

const titles = {
  collective: { part: 'I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH', self: 'Thủ trưởng đơn vị' },
  individual: { part: 'I. SƠ LƯỢC LÝ LỊCH', self: 'Người báo cáo thành tích' },
  household: { part: 'I. SƠ LƯỢC VỀ HỘ GIA ĐÌNH', self: 'Chủ hộ' },
};

/** The achievement report in the layout for thematic movements: I background, II achievements, III awards received. */
function reportPaper(at: Nomination, dossier: DossierRow, view: DossierReading, now: Date): AdministrativePaper {
  const { part, self } = titles[dossier.subjectKind];
  const lines = [...view.sources.indicators, ...view.sources.entries, ...view.sources.initiatives];
  const received = [
    ...view.records.filter((one) => one.revoked === null),
    ...view.claims.filter((one) => !one.revoked),
  ];
  return {
    head: { ...headOf(at, '', null, Number(isoDateLocal(now).slice(0, 4))), number: null },
    name: 'Báo cáo thành tích',
    about: `Đề nghị tặng ${view.formName}`,
    opening: [
      `Tên: ${dossier.subjectName}. Thành tích trong thời gian từ ${formatDate(dossier.periodFrom)} đến ${formatDate(dossier.periodTo)}.`,
    ],
    sections: [
      {
        level: 1,
        title: part,
        paragraphs: [...view.subject.map((row) => `- ${row.label}: ${row.value}`), dossier.report.background || blank],
      },
      {
        level: 1,
        title: 'II. THÀNH TÍCH ĐẠT ĐƯỢC',
        paragraphs: [dossier.report.achievements || blank, ...lines.map((line) => `- ${line.text} (${line.source}).`)],
        ...(view.criteria.length > 0
          ? {
              tables: [
                {
                  title: 'Tự đánh giá theo tiêu chí của phong trào',
                  columns: [
                    { label: 'Tiêu chí', weight: 3 },
                    { label: 'Mức đạt', weight: 1 },
                    { label: 'Kết quả cụ thể', weight: 3 },
                  ],
                  rows: view.criteria.map((one) => [one.text, one.self ?? '', one.answer]),
                },
              ],
            }
          : {}),
      },
      {
        level: 1,
        title: 'III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG',
        paragraphs: received.length === 0 ? ['Chưa có.'] : [],
        ...(received.length > 0
          ? {
              tables: [
                {
                  columns: [
                    { label: 'Năm', weight: 0.7 },
                    { label: 'Danh hiệu, hình thức khen thưởng', weight: 2.6 },
                    { label: 'Số, ngày của quyết định; cơ quan ban hành', weight: 3 },
                  ],
                  rows: received.map((one) => [
                    String(one.year),
                    one.formName,
                    [one.decision, one.issuer].filter(Boolean).join('; '),
                  ]),
                },
              ],
            }
          : {}),
      },
    ],
    closing: [],
    receivers: [],
    signer: [
      { capacity: ['Xác nhận của cấp trình'], note: '(Ký, đóng dấu)' },
      { capacity: [self], note: '(Ký, ghi rõ họ tên)' },
    ],
    madeAt: now,
  };
}

async function receiptPaper(ctx: Ctx, at: Nomination, submission: SubmissionRow): Promise<AdministrativePaper> {
  const received = (await dossiersOf(ctx.app.db, { submissionId: submission.id })).filter((one) => one.receivedAt);
  if (received.length === 0) throw notFound('Giấy biên nhận này');
  const files = await awardFilesOf(ctx.app.db, 'submissionId', [submission.id]);
  return {
    head: {
      kind: 'committee',
      issuer: receiverOf(at)?.name ?? at.call.doc.name,
      date: isoDateLocal(submission.submittedAt ?? ctx.now),
    },
    name: 'Giấy biên nhận hồ sơ',
    about: `Đề nghị khen thưởng của ${lowerFirst(at.unit.name)} (${at.call.doc.name})`,
    opening: [
      `Lần gửi gần nhất: ${formatDateTime(submission.submittedAt ?? ctx.now)}. Tờ trình số ${submission.letterNumber ?? '……'}${submission.letterDate ? ` ngày ${formatDate(submission.letterDate)}` : ''}.`,
    ],
    sections: [
      {
        level: 1,
        title: 'Hồ sơ đã nhận',
        paragraphs: [],
        tables: [
          {
            columns: [
              { label: 'Mã hồ sơ', weight: 1.2 },
              { label: 'Đối tượng', weight: 2.2 },
              { label: 'Hình thức', weight: 2.2 },
              { label: 'Nhận lúc', weight: 1.6 },
            ],
            rows: received.map((one) => [
              one.code,
              one.subjectName,
              formName(at, one),
              formatDateTime(one.receivedAt!),
            ]),
          },
        ],
      },
      {
        level: 1,
        title: 'Tệp kèm theo',
        paragraphs: files
          .filter((file) => file.state === 'ready')
          .map((file) => `${file.label}: ${file.name} (SHA-256 ${file.sha256})`),
      },
    ],
    closing: [`Tình trạng hồ sơ: ${linkTo(ctx.app, `/xet-khen/don-vi/${at.unit.id}/${at.call.slug}`)}`],
    receivers: [],
    signer: { capacity: ['Hệ thống tự động lập, không cần ký'] },
    madeAt: ctx.now,
  };
}

const written = async (paper: AdministrativePaper, format: Format, name: string) => ({
  bytes: format === 'pdf' ? await administrativePdf(paper) : await administrativeDocx(paper),
  name: `${name}.${format}`,
});

/** Letter, minutes or receipt of a unit's submission. @throws RuleError 'not-found' */
export async function submissionPaper(
  ctx: Ctx,
  args: { unitId: string; slug: string; paper: 'to-trinh' | 'bien-ban' | 'bien-nhan'; format: Format },
) {
  const at = await openNomination(ctx, args);
  const submission = await submissionOf(ctx.app.db, at.call.id, at.unit.id);
  const name = slugify(`${args.paper} ${at.call.code} ${at.unit.code}`);
  if (args.paper === 'bien-nhan') {
    if (!submission) throw notFound('Giấy biên nhận này');
    return written(await receiptPaper(ctx, at, submission), args.format, name);
  }
  const all = submission ? await dossiersOf(ctx.app.db, { submissionId: submission.id }) : [];
  const open = all.filter((one) => isWritable(one.state));
  const listed = open.length > 0 ? open : all.filter((one) => one.state !== 'withdrawn');
  const paper = args.paper === 'to-trinh' ? letterPaper : minutesPaper;
  return written(paper(at, submission, listed, ctx.now), args.format, name);
}

/** The achievement report of a dossier as those who work in the call take it along to other offices; null: its unit is gone. */
export async function reportFor(
  ctx: Ctx,
  at: { scope: AwardScope; call: StoredCall; dossier: DossierRow },
): Promise<AdministrativePaper | null> {
  const { scope, call, dossier } = at;
  const unit = scope.units.get(dossier.unitId);
  if (!unit) return null;
  const nomination = await nominationOf(ctx, scope, call, unit);
  return reportPaper(nomination, dossier, await dossierView(ctx, scope, call, dossier), ctx.now);
}

/** The achievement report of a dossier. @throws RuleError 'not-found' */
export async function dossierReportPaper(ctx: Ctx, args: { dossierId: string; format: Format }) {
  const at = await openDossier(ctx, args.dossierId);
  const view = await dossierView(ctx, at.scope, at.call, at.dossier);
  return written(
    reportPaper(at, at.dossier, view, ctx.now),
    args.format,
    slugify(`bao-cao-thanh-tich ${at.dossier.code}`),
  );
}
