/** The mails to authors about their own doings. Plain text; a line with only an address becomes a link. */
import { formatShare } from '#lib/domain/entry/authors.ts';
import { periodOf } from '#lib/domain/entry/deadline.ts';
import { entryName } from '#lib/domain/entry/exclusion.ts';
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../message/address.ts';
import { type Addressee, entryLetter } from '../message/letter.ts';
import type { App } from '../platform/ctx.ts';
import type { NewMessage } from '../platform/mail/queue.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import type { EntryRecord, StageId } from './record.ts';

type About = Pick<EntryRecord, 'id' | 'code' | 'title'>;

export const coAuthorMail = (
  app: App,
  to: Addressee,
  programme: StoredProgramme,
  entry: About,
  about: { secret: string; until: Date; by: string; share: string | null },
): NewMessage =>
  entryLetter(to, programme, entry, 'entry.co-author', 'Xác nhận là đồng tác giả', [
    `${about.by} ghi Ông/Bà là đồng tác giả của sản phẩm dự thi ${entryName(entry)}${about.share ? `, tỷ lệ đóng góp ${formatShare(about.share)}` : ''}, tại ${programme.doc.name}.`,
    'Hãy mở liên kết dưới đây để xem, rồi xác nhận hoặc từ chối:',
    linkTo(app, `/dong-tac-gia/${about.secret}`),
    `Liên kết dùng được đến ${formatDateTime(about.until)}.`,
  ]);

export const coAuthorAnswerMail = (
  app: App,
  to: Addressee,
  programme: StoredProgramme,
  entry: About,
  answer: { name: string; accepted: boolean; reason: string; returned: boolean },
): NewMessage =>
  entryLetter(
    to,
    programme,
    entry,
    'entry.co-author-answer',
    answer.accepted ? `${answer.name} đã xác nhận là đồng tác giả` : `${answer.name} không nhận là đồng tác giả`,
    answer.accepted
      ? [`${answer.name} đã xác nhận là đồng tác giả của sản phẩm ${entryName(entry)}.`]
      : [
          `${answer.name} không nhận là đồng tác giả của sản phẩm ${entryName(entry)}.${answer.reason ? ` Lý do: ${answer.reason}` : ''}`,
          answer.returned
            ? 'Vì vậy bài đã nộp được trả lại để bổ sung. Hãy bỏ người này khỏi danh sách, chia lại tỷ lệ rồi nộp lại trước hạn:'
            : 'Hãy bỏ người này khỏi danh sách tác giả và chia lại tỷ lệ đóng góp:',
          linkTo(app, `/bai-du-thi/${entry.id}/tac-gia`),
        ],
  );

export const receiptMail = (
  app: App,
  to: Addressee,
  programme: StoredProgramme,
  entry: About,
  receipt: { stage: StageId; receiptNo: string; at: Date; hash: string; no: number },
): NewMessage => {
  const period = periodOf(programme.doc, receipt.stage === 'submission' ? 'intake' : 'refinement');
  const what = receipt.stage === 'submission' ? 'hồ sơ dự thi' : 'hồ sơ hoàn thiện';
  return entryLetter(to, programme, entry, 'entry.receipt', `Đã nhận ${what} ${entry.code}`, [
    `Hệ thống đã nhận ${what} ${entryName(entry)} lúc ${formatDateTime(receipt.at)}${receipt.no > 1 ? ` (lần nộp thứ ${receipt.no})` : ''}.`,
    `Mã hồ sơ: ${entry.code}\nSố biên nhận: ${receipt.receiptNo}\nMã kiểm chứng nội dung đã nộp (SHA-256): ${receipt.hash}`,
    `${period ? `Đến ${formatDateTime(period.to)}, Ông/Bà còn sửa và nộp lại được; bản nộp sau cùng được tính.` : ''} Xem biên nhận và theo dõi tại:`.trim(),
    linkTo(app, `/bai-du-thi/${entry.id}`),
    'Ai có mã hồ sơ cũng tra cứu được trạng thái chung tại:',
    linkTo(app, `/tra-cuu?ma=${entry.code}`),
  ]);
};

export const lateMail = (app: App, to: Addressee, programme: StoredProgramme, entry: About, at: Date): NewMessage =>
  entryLetter(to, programme, entry, 'entry.late', 'Nội dung gửi sau hạn', [
    `Nội dung Ông/Bà gửi cho sản phẩm ${entryName(entry)} đến hệ thống lúc ${formatDateTime(at)}, sau khi hết hạn, nên không được tính vào hồ sơ.`,
    'Nội dung đó không bị mất: nó được giữ thành bản nháp muộn trong bài dự thi:',
    linkTo(app, `/bai-du-thi/${entry.id}`),
    'Nếu có lý do chính đáng (mất điện, mất mạng …), hãy liên hệ Tổ Thư ký.',
  ]);

export const withdrawnMail = (
  app: App,
  to: Addressee,
  programme: StoredProgramme,
  entry: About,
  by: string,
  reason: string,
): NewMessage =>
  entryLetter(to, programme, entry, 'entry.withdrawn', `Đã rút bài ${entry.code ?? ''}`.trim(), [
    `${by} đã rút sản phẩm ${entryName(entry)} khỏi Cuộc thi.${reason ? ` Lý do: ${reason}` : ''}`,
    'Nếu đây là nhầm lẫn và còn thời gian nhận hồ sơ, có thể mở lại bài tại:',
    linkTo(app, `/bai-du-thi/${entry.id}`),
  ]);

export const unsentMail = (
  app: App,
  to: Addressee,
  programme: StoredProgramme,
  entry: About,
  sentAt: Date,
): NewMessage =>
  entryLetter(to, programme, entry, 'entry.unsent', 'Những thay đổi chưa nộp lại không được tính', [
    `Sản phẩm ${entryName(entry)} được sửa sau lần nộp cuối nhưng không nộp lại trước hạn. Hồ sơ dự thi là bản đã nộp lúc ${formatDateTime(sentAt)}.`,
    'Những gì đã sửa được giữ thành bản nháp muộn trong bài dự thi:',
    linkTo(app, `/bai-du-thi/${entry.id}`),
  ]);
