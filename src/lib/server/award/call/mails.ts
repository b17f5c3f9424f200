/** Mails about a call as a whole, to everyone who nominates in it. */
import { formatDateTimeShort } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../../message/address.ts';
import type { Ctx } from '../../platform/ctx.ts';
import type { ChangeLine } from '../../programme/versions.ts';
import type { StoredCall } from '../scope.ts';

const home = (ctx: Ctx): string => linkTo(ctx.app, '/xet-khen/dot');
const until = ({ doc }: StoredCall): string => `Hạn đề nghị: ${formatDateTimeShort(doc.closesAt)}.`;

export const openedLetter = (ctx: Ctx, call: StoredCall) => ({
  kind: 'award-call.opened',
  subject: `Mở đợt xét khen: ${call.doc.name}`,
  paragraphs: [
    `Đợt xét khen “${call.doc.name}” nhận đề nghị từ ${formatDateTimeShort(call.doc.opensAt)}. ${until(call)}`,
    ...(call.doc.guidance ? [`Hướng dẫn: số ${call.doc.guidance.number} của ${call.doc.guidance.issuer}.`] : []),
    ...call.doc.quotas.map((quota) => `Chỉ tiêu: ${quota.printed}.`).slice(0, 10),
    home(ctx),
  ],
});

export const changedLetter = (ctx: Ctx, call: StoredCall, args: { changes: ChangeLine[]; reason: string }) => ({
  kind: 'award-call.changed',
  subject: `Thay đổi trong đợt xét khen: ${call.doc.name}`,
  paragraphs: [
    `Đợt xét khen “${call.doc.name}” có thay đổi:`,
    args.changes
      .slice(0, 15)
      .map((line) => `- ${line.label}: ${line.before} → ${line.after}`)
      .join('\n'),
    `Lý do: ${args.reason}`,
    until(call),
    home(ctx),
  ],
});

export const cancelledLetter = (ctx: Ctx, call: StoredCall, reason: string) => ({
  kind: 'award-call.cancelled',
  subject: `Hủy đợt xét khen: ${call.doc.name}`,
  paragraphs: [`Đợt xét khen “${call.doc.name}” đã hủy.`, `Lý do: ${reason}`, home(ctx)],
});
