/** The letter to those above and its list (Điều 84 khoản 2, 3, 4 Luật Thi đua, khen thưởng 2022; Nghị định 30/2020/NĐ-CP). */
import type { Kysely } from 'kysely';
import { countWords } from '#lib/domain/award/decision.ts';
import { capacityOf } from '#lib/domain/award/decisionText.ts';
import { subjectKindNames } from '#lib/domain/award/path.ts';
import type { AdministrativePaper } from '#lib/domain/document/types.ts';
import { lowerFirst, slugify } from '#lib/domain/kernel/text.ts';
import { formatDate, formatDateLong, isoDateLocal } from '#lib/domain/kernel/time.ts';
import { lawOn, lawsOf } from '../../catalogue/queries.ts';
import { meetings } from '../../council/open.ts';
import type { Ctx } from '../../platform/ctx.ts';
import type { DB } from '../../platform/db/schema.ts';
import { administrativeDocx, administrativePdf } from '../../platform/documents/index.ts';
import { xlsxSheet } from '../../platform/tables/write.ts';
import { issuerOf } from '../../report/paper.ts';
import { type DossierRow, dossiersOf } from '../queries.ts';
import { openCall } from '../room.ts';
import type { AwardScope, StoredCall } from '../scope.ts';
import { forwardingLines, requireForwarding, requireForwardingStep, type StoredForwarding } from './queries.ts';

export interface OpenForwarding {
  call: StoredCall;
  scope: AwardScope;
  forwarding: StoredForwarding;
  /** in the order of the forms of the call, then of their codes */
  dossiers: DossierRow[];
}

/** A letter with its dossiers, for everyone in the call. @throws RuleError 'not-found' */
export async function openForwarding(ctx: Ctx, args: { slug: string; forwardingId: string }): Promise<OpenForwarding> {
  const { call, scope } = await openCall(ctx, args.slug);
  const { db } = ctx.app;
  const forwarding = await requireForwarding(db, call.id, args.forwardingId);
  const lines = await forwardingLines(db, forwarding.id);
  const dossiers = await dossiersOf(db, { ids: lines.map((line) => line.dossierId) });
  const rank = (one: DossierRow) => call.doc.forms.findIndex((form) => form.formId === one.formId);
  return { call, scope, forwarding, dossiers: dossiers.toSorted((a, b) => rank(a) - rank(b)) };
}

/** Concluded meetings of councils that had some of the dossiers on their agenda, the earliest first. */
export async function meetingsAbout(db: Kysely<DB>, dossierIds: readonly string[]) {
  if (dossierIds.length === 0) return [];
  return meetings(db)
    .where('m.state', '=', 'closed')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('council_item as i')
          .select('i.meeting_id')
          .whereRef('i.meeting_id', '=', 'm.id')
          .where('i.dossier_id', 'in', [...dossierIds]),
      ),
    )
    .orderBy('m.closed_at')
    .execute();
}

export const formNameOf = (call: Pick<StoredCall, 'doc'>, dossier: Pick<DossierRow, 'formId'>): string =>
  call.doc.forms.find((form) => form.formId === dossier.formId)?.name ?? dossier.formId;

const placeOf = ({ details, unitName }: DossierRow): string =>
  [details.position, details.workplace || details.address || unitName].filter(Boolean).join(', ');

/** The letter as a paper; until it is sent, number and day are left to the pen. */
export async function forwardingPaper(ctx: Ctx, open: OpenForwarding): Promise<AdministrativePaper> {
  const { call, scope, forwarding, dossiers } = open;
  const { db } = ctx.app;
  const step = requireForwardingStep(call, forwarding.stepId);
  const unit = [...scope.units.values()].find((one) => one.code === step.unit);
  const province = [...scope.units.values()].find((one) => one.kind === 'province');
  const standing = [...scope.units.values()].find((one) => one.code === call.doc.standingUnit);
  const issuer = unit ? issuerOf(unit) : step.name;
  // who proposes is the head in person, not the body (Điều 83 khoản 2, khoản 4)
  const proposer = call.doc.authority.title;
  const madeAt = forwarding.sentAt ?? ctx.now;
  const [laws, councils, programme] = await Promise.all([
    lawsOf(db),
    meetingsAbout(
      db,
      dossiers.map((one) => one.id),
    ),
    call.programmeId
      ? db.selectFrom('programme').select('doc').where('id', '=', call.programmeId).executeTakeFirst()
      : null,
  ]);
  const law = lawOn(laws, forwarding.letterDate ?? isoDateLocal(ctx.now));
  const forms = call.doc.forms.filter((form) => dossiers.some((one) => one.formId === form.formId));
  const of = (formId: string) => dossiers.filter((one) => one.formId === formId);
  return {
    head: {
      kind: 'state',
      issuer,
      number: forwarding.letterNumber ?? '……/TTr-……',
      place: (province?.name ?? '').replace(/^(Tỉnh|Thành phố)\s+/u, ''),
      date: forwarding.letterDate,
      year: Number(isoDateLocal(madeAt).slice(0, 4)),
      draft: forwarding.state === 'draft' || forwarding.state === 'submitted',
    },
    name: 'Tờ trình',
    about: `Về việc đề nghị ${lowerFirst(forms.map((form) => `tặng ${form.name}`).join(', '))}`,
    to: forwarding.receiver.split('\n'),
    basis: [
      ...law.statutes.slice(0, 3).map((one) => `Căn cứ ${one.title}${one.number ? ` số ${one.number}` : ''};`),
      ...(programme ? [`Thực hiện ${lowerFirst(programme.doc.name)};`] : []),
      ...councils.map(
        (one) => `Căn cứ Biên bản họp ${one.councilName} ${formatDateLong(isoDateLocal(one.closedAt!))};`,
      ),
    ].map((line, i, all) => (i === all.length - 1 ? line.replace(/;$/u, '.') : line)),
    opening: [
      `${proposer} đã xem xét, công nhận thành tích và kính đề nghị xét khen thưởng cho ${countWords(dossiers.map((one) => one.subjectKind))} có thành tích trong thời gian từ ${formatDate(call.doc.period.from)} đến ${formatDate(call.doc.period.to)} (danh sách kèm theo), gồm:`,
      ...forms.map((form) => `- ${form.name}: ${countWords(of(form.formId).map((one) => one.subjectKind))}.`),
    ],
    sections: [],
    closing: [
      `Hồ sơ gửi kèm: 01 bộ bản chính và các tệp tin điện tử của hồ sơ, gồm báo cáo thành tích của từng tập thể, cá nhân${councils.length > 0 ? ', biên bản xét khen thưởng' : ''} và các tài liệu liên quan.`,
      `${proposer} kính đề nghị xem xét, quyết định./.`,
    ],
    receivers: ['Như trên', ...(standing ? [standing.name] : []), 'Lưu: VT'],
    signer: { capacity: [capacityOf(call.doc.authority.title)], name: null },
    appendices: [
      {
        title: 'Danh sách đề nghị khen thưởng',
        note: `(Kèm theo Tờ trình số ${forwarding.letterNumber ?? '………'} ${forwarding.letterDate ? formatDateLong(forwarding.letterDate) : 'ngày …… tháng …… năm ……'} của ${issuer})`,
        landscape: true,
        tables: forms.map((form) => ({
          title: `${form.name} (${countWords(of(form.formId).map((one) => one.subjectKind))})`,
          columns: [
            { label: 'TT', numeric: true, weight: 0.5 },
            { label: 'Mã hồ sơ', weight: 1.3 },
            { label: 'Tên tập thể, cá nhân', weight: 2.4 },
            { label: 'Chức vụ, đơn vị', weight: 2.6 },
            { label: 'Thành tích', weight: 4 },
          ],
          rows: of(form.formId).map((one, i) => [
            String(i + 1),
            one.code,
            one.subjectName,
            placeOf(one),
            one.report.citation,
          ]),
        })),
      },
    ],
    madeAt,
  };
}

const day = (iso: string | null | undefined): string => (iso ? formatDate(iso) : '');

/** The list as a workbook, with what the electronic systems of those above ask for. */
export function forwardingSheet({ call, dossiers }: OpenForwarding): Promise<Uint8Array> {
  return xlsxSheet({
    name: 'Danh sách',
    widths: [6, 14, 34, 12, 14, 10, 30, 40, 36, 60, 14, 14],
    headRow: 1,
    rows: [
      [`Danh sách đề nghị khen thưởng: ${call.doc.name}`],
      [
        'TT',
        'Mã hồ sơ',
        'Tên',
        'Đối tượng',
        'Ngày sinh',
        'Giới tính',
        'Chức vụ',
        'Đơn vị, địa chỉ',
        'Hình thức đề nghị',
        'Thành tích',
        'Từ ngày',
        'Đến ngày',
      ],
      ...dossiers.map((one, i) => [
        i + 1,
        one.code,
        one.subjectName,
        subjectKindNames[one.subjectKind],
        day(one.details.birthDate),
        one.details.gender ? { female: 'Nữ', male: 'Nam' }[one.details.gender] : '',
        one.details.position ?? '',
        one.details.workplace || one.details.address || one.unitName,
        formNameOf(call, one),
        one.report.citation,
        day(one.periodFrom),
        day(one.periodTo),
      ]),
    ],
  });
}

/** Letter or list for download. @throws RuleError 'not-found' */
export async function forwardingFile(
  ctx: Ctx,
  args: { slug: string; forwardingId: string; format: 'pdf' | 'docx' | 'xlsx' },
): Promise<{ bytes: Uint8Array; name: string }> {
  const open = await openForwarding(ctx, args);
  const mark = `${open.call.code.toLowerCase()}-${slugify(open.forwarding.letterNumber ?? 'du-thao')}`;
  if (args.format === 'xlsx') return { bytes: await forwardingSheet(open), name: `danh-sach-${mark}.xlsx` };
  const paper = await forwardingPaper(ctx, open);
  return {
    bytes: await (args.format === 'pdf' ? administrativePdf(paper) : administrativeDocx(paper)),
    name: `to-trinh-${mark}.${args.format}`,
  };
}
