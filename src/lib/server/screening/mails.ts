/** Mails to authors about screening and checking. Plain text; a line with only an address becomes a link. */
import { periodOf, periodStatus } from '#lib/domain/entry/deadline.ts';
import { entryName } from '#lib/domain/entry/exclusion.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { Reader } from '../entry/readers.ts';
import { linkTo } from '../message/address.ts';
import { letterText } from '../message/letter.ts';
import type { Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredProgramme } from '../programme/queries.ts';

interface About {
  id: string;
  code: string | null;
  title: string;
}

/** Sends the same news about one entry to all who should read it. */
async function tell(
  tx: Tx,
  ctx: Ctx,
  programme: StoredProgramme,
  entry: About,
  readers: readonly Reader[],
  mail: { kind: string; subject: string; lines: string[] },
): Promise<void> {
  for (const reader of readers)
    await tx.send({
      kind: mail.kind,
      to: reader.email,
      toName: reader.fullName,
      personId: reader.personId,
      programmeId: programme.id,
      entryId: entry.id,
      subject: mail.subject,
      body: letterText(reader.fullName, [
        ...(reader.forOthers ? ['Ông/Bà đã nộp bài này thay tác giả. Xin báo lại cho tác giả.'] : []),
        ...mail.lines,
        linkTo(ctx.app, `/bai-du-thi/${entry.id}`),
      ]),
    });
}

const untilWhen = ({ doc }: StoredProgramme, now: Date): string[] => {
  const intake = periodOf(doc, 'intake');
  return intake && periodStatus(intake, now) === 'open'
    ? [`Hãy bổ sung rồi nộp lại trước khi hết hạn: ${formatDateTime(intake.to)}.`]
    : [];
};

type Args = { tx: Tx; ctx: Ctx; programme: StoredProgramme; entry: About; readers: readonly Reader[] };

export const tellReturned = ({ tx, ctx, programme, entry, readers }: Args, by: string, reason: string) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'entry.returned',
    subject: `Bài ${entry.code ?? ''} cần bổ sung`,
    lines: [`${by} trả lại bài ${entryName(entry)} để bổ sung. Lý do:`, reason, ...untilWhen(programme, ctx.now)],
  });

export const tellRejected = ({ tx, ctx, programme, entry, readers }: Args, unitName: string, reason: string) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'screening.rejected',
    subject: `Bài ${entry.code ?? ''} không được đơn vị chọn gửi về tỉnh`,
    lines: [`${unitName} đã sơ loại và không chọn bài ${entryName(entry)} để gửi về tỉnh. Lý do:`, reason],
  });

export const tellForwarded = ({ tx, ctx, programme, entry, readers }: Args, unitName: string) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'screening.forwarded',
    subject: `Bài ${entry.code ?? ''} đã được gửi về tỉnh`,
    lines: [
      `${unitName} đã chọn và gửi bài ${entryName(entry)} về Ban Tổ chức ${programme.doc.name} lúc ${formatDateTime(ctx.now)}.`,
      'Tiếp theo, Tổ Thư ký kiểm tra điều kiện dự thi và hồ sơ. Ông/Bà không phải làm gì thêm.',
    ],
  });

export const tellTakenOver = ({ tx, ctx, programme, entry, readers }: Args) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'entry.taken-over',
    subject: `Bài ${entry.code ?? ''} được nhận thẳng về tỉnh`,
    lines: [
      `Đơn vị chưa gửi bài ${entryName(entry)} về tỉnh nên Tổ Thư ký đã nhận thẳng. Bài vẫn dự thi; Ông/Bà không phải làm gì thêm.`,
    ],
  });

export const tellEligible = ({ tx, ctx, programme, entry, readers }: Args) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'entry.eligible',
    subject: `Bài ${entry.code ?? ''} đủ điều kiện dự thi`,
    lines: [`Tổ Thư ký đã kiểm tra và xác nhận bài ${entryName(entry)} đủ điều kiện dự thi.`],
  });

export const tellDisqualified = (
  { tx, ctx, programme, entry, readers }: Args,
  clauseId: string,
  reason: string,
  { contact, prizes }: { contact: string | null; prizes: string[] },
) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'entry.disqualified',
    subject: `Bài ${entry.code ?? ''} không đủ điều kiện dự thi`,
    lines: [
      `Bài ${entryName(entry)} bị loại khỏi ${programme.doc.name}. Căn cứ: ${clauseLabel(programme.doc, clauseId)}. Lý do:`,
      reason,
      ...(prizes.length > 0 ? [`${joinVi(prizes)} và giấy chứng nhận đã phát hành (nếu có) bị thu hồi.`] : []),
      contact
        ? `Nếu Ông/Bà cho rằng có nhầm lẫn, xin gửi ý kiến tới ${contact}.`
        : 'Nếu Ông/Bà cho rằng có nhầm lẫn, xin gửi ý kiến tới Ban Tổ chức.',
    ],
  });

export const tellReinstated = ({ tx, ctx, programme, entry, readers }: Args, reason: string) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'entry.reinstated',
    subject: `Bài ${entry.code ?? ''} được dự thi trở lại`,
    lines: [`Việc loại bài ${entryName(entry)} đã được hủy; bài dự thi trở lại. Lý do:`, reason],
  });

/** Where a chosen work stands in the gallery: its address, why it is not there, or null where there is no gallery. */
export type Shown = { address: string } | { withheld: string[] } | null;

export const tellChosen = (
  { tx, ctx, programme, entry, readers }: Args,
  about: { by: string; into: string; reason: string | null; shown: Shown },
) => {
  const { doc } = programme;
  const stage = doc.dossier.find((one) => one.id === 'refinement');
  const period = stage && doc.timeline.find((one) => one.id === stage.periodId);
  const { shown } = about;
  return tell(tx, ctx, programme, entry, readers, {
    kind: 'screening.chosen',
    subject: `Bài ${entry.code ?? ''} vào ${about.into}`,
    lines: [
      `${about.by} đã sơ loại và chọn bài ${entryName(entry)} vào ${about.into}, ${doc.name}. Xin chúc mừng tác giả, nhóm tác giả.`,
      ...(about.reason ? [about.reason] : []),
      ...(period ? [`Việc tiếp theo: gửi hồ sơ hoàn thiện đến hết ${formatDateTime(period.to)}.`] : []),
      ...(shown && 'address' in shown
        ? ['Bài được đăng trong thư viện của Cuộc thi:', linkTo(ctx.app, shown.address)]
        : []),
      ...(shown && 'withheld' in shown
        ? [
            `Bài chưa được đăng trong thư viện của Cuộc thi. ${shown.withheld.join(' ')} Bài vẫn dự thi bình thường; xem và trả lời việc đăng bài tại:`,
            linkTo(ctx.app, `/bai-du-thi/${entry.id}/cong-khai`),
          ]
        : []),
      'Danh sách được đăng tại:',
      linkTo(ctx.app, `/cuoc-thi/${doc.slug}/chung-khao`),
      'Bài của Ông/Bà:',
    ],
  });
};

export const tellNotChosen = (
  { tx, ctx, programme, entry, readers }: Args,
  about: { by: string; into: string; reason: string },
) =>
  tell(tx, ctx, programme, entry, readers, {
    kind: 'screening.not-chosen',
    subject: `Kết quả sơ loại bài ${entry.code ?? ''}`,
    lines: [
      `${about.by} đã sơ loại và không chọn bài ${entryName(entry)} vào ${about.into}, ${programme.doc.name}. Lý do:`,
      about.reason,
      'Ban Tổ chức trân trọng cảm ơn công sức và ý tưởng của Ông/Bà.',
    ],
  });
