import { truncate } from '#lib/domain/kernel/text.ts';
import { formatDateWeekday, formatTime } from '#lib/domain/kernel/time.ts';
import type { StoredCall } from '../award/scope.ts';
import { linkTo } from '../message/address.ts';
import { letterText } from '../message/letter.ts';
import type { App } from '../platform/ctx.ts';
import type { NewMessage } from '../platform/mail/queue.ts';
import type { MeetingRow, MemberRow } from './open.ts';

const message = (
  call: StoredCall,
  member: MemberRow,
  letter: { kind: string; subject: string; paragraphs: string[] },
): NewMessage => ({
  kind: letter.kind,
  to: member.email!,
  toName: member.name,
  personId: member.personId,
  programmeId: call.programmeId,
  subject: truncate(letter.subject, 200),
  body: letterText(member.name, letter.paragraphs),
});

const when = (meeting: MeetingRow): string => `${formatTime(meeting.startsAt)}, ${formatDateWeekday(meeting.startsAt)}`;

/** To a member of the council, who has an address. */
export const invitation = (app: App, call: StoredCall, meeting: MeetingRow, member: MemberRow): NewMessage =>
  message(call, member, {
    kind: 'council.invitation',
    subject: `Mời họp ${meeting.councilName}, ${when(meeting)}`,
    paragraphs: [
      `Kính mời Ông/Bà dự phiên họp “${meeting.title}” của ${meeting.councilName}.`,
      [
        `Thời gian: ${when(meeting)}`,
        ...(meeting.place ? [`Địa điểm: ${meeting.place}`] : []),
        `Nội dung: ${call.doc.name}`,
        ...(meeting.agenda ? [`Chương trình:\n${meeting.agenda}`] : []),
      ].join('\n'),
      'Hồ sơ, tài liệu và nơi trả lời dự họp (dự, vắng, gửi ý kiến bằng văn bản):',
      linkTo(app, `/hoi-dong/${meeting.id}`),
    ],
  });

export const cancellation = (
  app: App,
  call: StoredCall,
  meeting: MeetingRow,
  member: MemberRow,
  reason: string,
): NewMessage =>
  message(call, member, {
    kind: 'council.cancelled',
    subject: `Hủy phiên họp ${meeting.councilName}, ${when(meeting)}`,
    paragraphs: [
      `Phiên họp “${meeting.title}” (${when(meeting)}) không diễn ra.`,
      `Lý do: ${reason}`,
      linkTo(app, `/hoi-dong/${meeting.id}`),
    ],
  });
