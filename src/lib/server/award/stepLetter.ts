import { subjectKindNames } from '#lib/domain/award/path.ts';
import { isForwardedByOfficer } from '#lib/domain/award/work.ts';
import type { AdministrativePaper } from '#lib/domain/document/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { lowerFirst } from '#lib/domain/kernel/text.ts';
import { formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { administrativeDocx, administrativePdf } from '../platform/documents/index.ts';
import { issuerOf } from '../report/paper.ts';
import { dossiersOf } from './queries.ts';
import { openStepsOf } from './stepFacts.ts';
import { openStepOf } from './stepOpen.ts';

/**
 * The letter with which an office sends its dossiers on (Tờ trình), with the list of those that stand at its step in the order that it gave
 * them. Number and day are left open for the pen. @throws RuleError 'award.empty-list'
 */
export async function stepLetter(
  ctx: Ctx,
  args: { slug: string; stepId: string; format: 'pdf' | 'docx' },
): Promise<{ bytes: Uint8Array; name: string }> {
  const { call, step, scope } = await openStepOf(ctx, args);
  const dossiers = await dossiersOf(ctx.app.db, { callId: call.id, stepId: step.id, states: ['in-progress'] });
  if (dossiers.length === 0 || !isForwardedByOfficer(step.kind))
    throw new RuleError({
      code: 'award.empty-list',
      status: 409,
      message: `Bước “${step.name}” không có hồ sơ nào để lập tờ trình.`,
    });
  const open = await openStepsOf(
    ctx.app.db,
    dossiers.map((one) => one.id),
  );
  const last = Number.MAX_SAFE_INTEGER;
  const ordered = dossiers.toSorted(
    (a, b) => (open.get(a.id)?.rank ?? last) - (open.get(b.id)?.rank ?? last) || (a.code < b.code ? -1 : 1),
  );
  const byCode = (code: string) => [...scope.units.values()].find((unit) => unit.code === code);
  const unit = byCode(step.unit);
  const above = unit?.parentId ? scope.units.get(unit.parentId) : undefined;
  const nextUnit = call.doc.path[call.doc.path.indexOf(step) + 1];
  const receiver = nextUnit && byCode(nextUnit.unit);
  const { doc } = call;
  const counts = (['collective', 'individual', 'household'] as const).flatMap((kind) => {
    const count = ordered.filter((one) => one.subjectKind === kind).length;
    return count > 0 ? [`${count} ${lowerFirst(subjectKindNames[kind])}`] : [];
  });
  const guidance = doc.guidance;
  const paper: AdministrativePaper = {
    head: {
      kind: unit?.kind === 'party' ? 'party' : 'state',
      ...(above ? { parent: issuerOf(above) } : {}),
      issuer: unit ? issuerOf(unit) : step.name,
      number: '……/TTr-……',
      place: byCode(doc.authority.unit)?.name.replace(/^tỉnh\s+/iu, '') ?? '……',
      date: null,
      year: Number(isoDateLocal(ctx.now).slice(0, 4)),
    },
    name: 'Tờ trình',
    about: `về việc đề nghị xét ${lowerFirst(doc.name)}`,
    to: [receiver ? issuerOf(receiver) : doc.authority.title],
    basis: [
      ...(guidance
        ? [
            `Căn cứ ${guidance.number}${guidance.date ? ` ngày ${formatDate(guidance.date)}` : ''} của ${guidance.issuer};`,
          ]
        : []),
      `Căn cứ đề nghị của ${new Set(ordered.map((one) => one.unitId)).size} đơn vị.`,
    ],
    opening: [
      `${unit?.name ?? step.name} đã ${lowerFirst(step.kind === 'compilation' ? 'Tổng hợp, xem xét' : 'Thẩm định')} hồ sơ và đề nghị xét khen thưởng ${counts.join(', ')} (danh sách kèm theo).`,
    ],
    sections: [],
    closing: [`Kính đề nghị ${receiver?.name ?? doc.authority.title} xem xét./.`],
    receivers: ['Như trên', 'Lưu: VT'],
    signer: { capacity: ['THỦ TRƯỞNG ĐƠN VỊ'], name: null },
    appendices: [
      {
        title: 'Danh sách đề nghị khen thưởng',
        note: `(Kèm theo Tờ trình của ${unit?.name ?? step.name})`,
        landscape: true,
        tables: [
          {
            columns: [
              { label: 'TT', weight: 0.45 },
              { label: 'Tên tập thể, cá nhân, hộ', weight: 1.8 },
              { label: 'Chức vụ, nơi công tác', weight: 2.1 },
              { label: 'Thành tích', weight: 2.6 },
              { label: 'Hình thức', weight: 1.7 },
              { label: 'Ý kiến', weight: 1.5 },
            ],
            rows: ordered.map((one, i) => [
              String(i + 1),
              one.subjectName,
              [one.details.position, one.details.workplace || one.unitName].filter(Boolean).join(', '),
              one.report.citation,
              doc.forms.find((form) => form.formId === one.formId)?.name ?? one.formId,
              open.get(one.id)?.note ?? '',
            ]),
          },
        ],
      },
    ],
    madeAt: ctx.now,
  };
  const bytes = await (args.format === 'pdf' ? administrativePdf(paper) : administrativeDocx(paper));
  return { bytes, name: `to-trinh-${call.code.toLowerCase()}-${step.id}.${args.format}` };
}
