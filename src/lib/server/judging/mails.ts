/** The mails about judging. They name entries by code only: a mailbox is read by more people than a blind round allows. */
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../message/address.ts';
import { letterText } from '../message/letter.ts';
import type { App } from '../platform/ctx.ts';
import type { NewMessage } from '../platform/mail/queue.ts';
import type { JudgingRound } from './rounds.ts';

interface To {
  id: string;
  fullName: string;
  email: string | null;
}

const letter = (to: To, jr: JudgingRound, kind: string, subject: string, lines: string[]): NewMessage[] =>
  to.email === null
    ? []
    : [
        {
          kind,
          to: to.email,
          toName: to.fullName,
          personId: to.id,
          programmeId: jr.programme.id,
          subject,
          body: letterText(to.fullName, lines),
        },
      ];

const listLink = (app: App, { programme, round }: JudgingRound): string =>
  linkTo(app, `/cham-thi/${programme.slug}/${round.id}`);

const until = ({ period }: JudgingRound): string[] => (period ? [`Hạn chấm: ${formatDateTime(period.to)}.`] : []);

export const assignedMail = (app: App, to: To, jr: JudgingRound, count: number): NewMessage[] =>
  letter(to, jr, 'judging.assigned', `${jr.round.name}: ${count} bài chờ Ông/Bà chấm`, [
    `${jr.round.name} của ${jr.programme.doc.name} đã mở. Ông/Bà được phân công chấm ${count} bài.`,
    'Trước khi chấm, xin khai có hay không có xung đột lợi ích với các bài này.',
    ...until(jr),
    listLink(app, jr),
  ]);

export const reopenedMail = (app: App, to: To, jr: JudgingRound, code: string, reason: string): NewMessage[] =>
  letter(to, jr, 'judging.reopened', `Phiếu chấm ${code} được mở lại`, [
    `Trưởng Ban Giám khảo đã mở lại phiếu chấm bài ${code} của Ông/Bà. Lý do: ${reason}`,
    'Xin xem lại và ký lại phiếu, kể cả khi không thay đổi điểm.',
    listLink(app, jr),
  ]);

export const secondLookMail = (app: App, to: To, jr: JudgingRound, code: string): NewMessage[] =>
  letter(to, jr, 'judging.second-look', `Mời Ông/Bà chấm thêm bài ${code}`, [
    `Điểm của các giám khảo cho bài ${code} lệch nhiều. Trưởng Ban Giám khảo mời Ông/Bà chấm thêm bài này, độc lập với các phiếu đã có.`,
    listLink(app, jr),
  ]);
