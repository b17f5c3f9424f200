import type { DocumentHead } from '#lib/domain/document/types.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { localParts } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { submissionLetterPdf } from '../platform/documents/index.ts';
import { requireAllowed } from '../platform/policy.ts';
import { canScreen, unitSubtree } from './policy.ts';
import { requireProgramme, unitOf } from './review.ts';
import { unitEntries } from './unit.ts';

/** The covering letter as a draft for the unit's own number, date and signature, with the chosen entries in their order. */
export async function draftLetter(ctx: Ctx, args: { programmeId: string; unitId: string }): Promise<Uint8Array> {
  requireAllowed(await canScreen(ctx, args));
  const programme = await requireProgramme(ctx.app.db, args.programmeId);
  const unit = await unitOf(ctx.app.db, args.unitId);
  const all = await unitEntries(ctx.app.db, {
    programmeId: programme.id,
    unitIds: await unitSubtree(ctx.app.db, unit.id),
  });
  const chosen = all.filter((entry) => entry.stage === 'accepted');
  if (chosen.length === 0) throw notFound('Dự thảo văn bản (chưa có bài nào được chọn)');
  const { doc } = programme;
  const plan = doc.documents.find((one) => one.kind === 'plan' && one.number && one.date);
  const head: DocumentHead = {
    kind: 'state',
    issuer: unit.name,
    number: null,
    date: null,
    year: localParts(ctx.now).y,
    place: doc.province,
    draft: true,
  };
  return submissionLetterPdf({
    head,
    kind: 'submission',
    about: `Về việc gửi sản phẩm dự thi ${doc.name}`,
    to: [`Ban Tổ chức ${doc.name}`],
    basis: plan
      ? [`Căn cứ ${plan.title} (số ${plan.number} của ${plan.issuer})`, `Căn cứ kết quả sơ loại tại ${unit.name}`]
      : [`Căn cứ kết quả sơ loại tại ${unit.name}`],
    paragraphs: [
      `${unit.name} đã sơ loại các sản phẩm dự thi của cán bộ, công chức, viên chức, người lao động và người dân thuộc đơn vị, chọn ${chosen.length} sản phẩm theo thứ tự dưới đây để gửi dự thi cấp tỉnh.`,
    ],
    items: chosen.map((entry) => ({
      code: entry.code ?? '',
      title: entry.title,
      authors: entry.authors.split(', '),
      rank: entry.rank,
    })),
    closing: [`Kính đề nghị Ban Tổ chức xem xét, tiếp nhận.`],
    receivers: ['Như trên', 'Lưu: VT'],
    signer: { capacity: ['THỦ TRƯỞNG ĐƠN VỊ'], name: null, note: '(Ký, ghi rõ họ tên, đóng dấu)' },
    madeAt: ctx.now,
  });
}

/** What the file is called on the coordinator's computer. */
export const letterFileName = (unitCode: string): string => `to-trinh-${unitCode.toLowerCase()}.pdf`;
