/** The mails about finalists, prizes and certificates. Plain text; a line with only an address becomes a link. */
import { formatMoney } from '#lib/domain/kernel/money.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import { formatDateWeekday } from '#lib/domain/kernel/time.ts';
import type { ContestProgramme, PrizeTier } from '#lib/domain/programme/types.ts';
import { linkTo } from '../message/address.ts';
import { type Addressee, letterText } from '../message/letter.ts';
import type { App } from '../platform/ctx.ts';
import type { NewMessage } from '../platform/mail/queue.ts';

interface MailEntry {
  id: string;
  code: string;
  title: string;
}

interface Letter {
  app: App;
  doc: ContestProgramme;
  entry: MailEntry;
  to: Addressee;
}

const letter = ({ to, entry }: Letter, kind: string, subject: string, lines: string[]): NewMessage => ({
  kind,
  to: to.email,
  toName: to.fullName,
  personId: to.personId,
  entryId: entry.id,
  subject,
  body: letterText(to.fullName, lines),
});

const named = ({ entry }: Letter) => `Sản phẩm “${entry.title}” (mã ${entry.code})`;
const entryLink = ({ app, entry }: Letter) => linkTo(app, `/bai-du-thi/${entry.id}`);

export function finalistMail(l: Letter, roundName: string): NewMessage {
  const stage = l.doc.dossier.find((s) => s.id === 'refinement');
  const period = stage && l.doc.timeline.find((p) => p.id === stage.periodId);
  return letter(l, 'result.finalist', `Sản phẩm ${l.entry.code} vào ${roundName}`, [
    `${named(l)} được Ban Tổ chức chọn vào ${roundName}, ${l.doc.name}. Xin chúc mừng tác giả, nhóm tác giả.`,
    ...(period
      ? [
          `Việc tiếp theo: hoàn thiện sản phẩm và gửi hồ sơ hoàn thiện từ ${formatDateWeekday(period.from)} đến hết ${formatDateWeekday(period.to)} tại:`,
          entryLink(l),
        ]
      : ['Xem sản phẩm tại:', entryLink(l)]),
  ]);
}

export const notFinalistMail = (l: Letter, roundName: string): NewMessage =>
  letter(l, 'result.not-finalist', `Kết quả chọn sản phẩm vào ${roundName}`, [
    `Ban Tổ chức ${l.doc.name} đã công bố danh sách vào ${roundName}. ${named(l)} lần này không có trong danh sách.`,
    'Ban Tổ chức trân trọng cảm ơn công sức và ý tưởng của Ông/Bà. Danh sách được đăng tại:',
    linkTo(l.app, `/cuoc-thi/${l.doc.slug}/chung-khao`),
  ]);

/** @param tiers the prize by score before the side prize */
export const awardMail = (l: Letter, tiers: PrizeTier[]): NewMessage => {
  const names = joinVi(tiers.map((tier) => tier.name));
  const each = joinVi(tiers.map((tier) => `${tier.name} (mức thưởng ${formatMoney(tier.amount)})`));
  const [only] = tiers;
  return letter(l, 'result.award', `Sản phẩm ${l.entry.code} đạt ${names}`, [
    tiers.length === 1 && only
      ? `${named(l)} đạt ${only.name} ${l.doc.name}, mức thưởng ${formatMoney(only.amount)}. Xin chúc mừng tác giả, nhóm tác giả.`
      : `${named(l)} đạt ${each} ${l.doc.name}. Xin chúc mừng tác giả, nhóm tác giả.`,
    'Kết quả được đăng tại:',
    linkTo(l.app, `/cuoc-thi/${l.doc.slug}/ket-qua`),
    'Khi giấy chứng nhận được phát hành, mỗi tác giả tải bản của mình ở trang sản phẩm:',
    entryLink(l),
  ]);
};

export const noAwardMail = (l: Letter): NewMessage =>
  letter(l, 'result.no-award', `Kết quả ${l.doc.shortName}`, [
    `Ban Tổ chức ${l.doc.name} đã công bố kết quả. ${named(l)} không đạt giải lần này.`,
    'Ban Tổ chức trân trọng cảm ơn Ông/Bà đã đi đến vòng cuối của Cuộc thi. Kết quả được đăng tại:',
    linkTo(l.app, `/cuoc-thi/${l.doc.slug}/ket-qua`),
  ]);

export const revokedMail = (l: Letter, tierName: string, reason: string): NewMessage =>
  letter(l, 'result.revoked', `Thu hồi ${tierName} của sản phẩm ${l.entry.code}`, [
    `Ban Tổ chức ${l.doc.name} đã thu hồi ${tierName} trao cho sản phẩm “${l.entry.title}” (mã ${l.entry.code}). Giấy chứng nhận đã phát hành (nếu có) không còn giá trị.`,
    `Lý do: ${reason}`,
    'Nếu có ý kiến, Ông/Bà gửi Ban Tổ chức theo thông tin liên hệ ở trang Cuộc thi:',
    linkTo(l.app, `/cuoc-thi/${l.doc.slug}`),
  ]);

export const certificateMail = (l: Letter, args: { title: string; tierName: string; code: string }): NewMessage =>
  letter(l, 'result.certificate', `${args.title} của sản phẩm ${l.entry.code}`, [
    `${args.title} ${args.tierName} của Ông/Bà cho sản phẩm “${l.entry.title}” đã được phát hành. Đăng nhập rồi tải về và in tại:`,
    linkTo(l.app, `/giay-chung-nhan/${args.code}.pdf`),
    `Ai cũng kiểm tra được giấy này bằng mã ${args.code} tại:`,
    linkTo(l.app, `/xac-minh/${args.code}`),
  ]);
