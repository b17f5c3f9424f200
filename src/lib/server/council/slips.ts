import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { administrativePdf } from '../platform/documents/index.ts';
import { openToRun } from './open.ts';
import { makeSlips } from './tellers.ts';

/**
 * The slips of a secret ballot to print, cut and draw from a box. The codes exist only on this paper.
 * @throws RuleError 'ballot.open-slips', 'ballot.closed'
 */
export async function slipsPdf(
  ctx: Ctx,
  args: { slug: string; meetingId: string; ballotId: string; origin: string },
): Promise<{ pdf: Buffer; name: string }> {
  const { meeting } = await openToRun(ctx, args);
  const { codes, ballot } = await makeSlips(ctx, args);
  const address = `${args.origin.replace(/^https?:\/\//, '')}/bo-phieu`;
  const pdf = await administrativePdf({
    head: { kind: 'committee', issuer: meeting.councilName, place: '', date: isoDateLocal(ctx.now) },
    name: 'Phiếu rút',
    about: `${ballot.title} (lần ${ballot.no}), ${meeting.title}`,
    opening: [
      'Cắt rời từng phiếu, gấp kín, cho vào hòm để mỗi thành viên tự rút một phiếu; thư ký chỉ ghi ai đã rút, không ghi mã. Mỗi mã bỏ được một phiếu. Phiếu thừa hủy ngay sau khi kiểm phiếu.',
    ],
    sections: [
      {
        level: 1,
        title: `${codes.length} PHIẾU`,
        paragraphs: [],
        tables: [
          {
            columns: [
              { label: 'Mở trang này, nhập mã để bỏ phiếu', weight: 2 },
              { label: 'Mã phiếu', weight: 1.6 },
            ],
            rows: codes.map((code) => [`${address}\n${ballot.title} (lần ${ballot.no})\n `, `\n${code}`]),
          },
        ],
      },
    ],
    closing: [],
    receivers: [],
    signer: { capacity: ['Thư ký'], name: meeting.secretaryName || null },
    madeAt: ctx.now,
  });
  return { pdf, name: `phieu-rut-lan-${ballot.no}.pdf` };
}
