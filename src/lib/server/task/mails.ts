import { formatDateWeekday } from '#lib/domain/kernel/time.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { linkTo } from '../message/address.ts';
import { letterText } from '../message/letter.ts';
import type { App } from '../platform/ctx.ts';
import type { ProgrammeDocument, Row } from '../platform/db/schema.ts';
import type { NewMessage } from '../platform/mail/queue.ts';
import type { StoredProgramme } from '../programme/queries.ts';

/** A mail about one task to whoever has to do it. */
export const taskMail = (
  app: App,
  args: {
    kind: 'task.given' | 'task.reminder';
    task: Pick<Row<'task'>, 'id' | 'title' | 'detail' | 'clause' | 'due_on' | 'agency'>;
    programme: Pick<StoredProgramme<ProgrammeDocument>, 'id' | 'doc'>;
    to: { personId: string; fullName: string; email: string };
    says: string;
  },
): NewMessage => {
  const { task, programme, to } = args;
  return {
    kind: args.kind,
    to: to.email,
    toName: to.fullName,
    personId: to.personId,
    programmeId: programme.id,
    subject: `${args.kind === 'task.given' ? 'Việc được giao' : 'Nhắc việc'}: ${task.title.slice(0, 120)}`,
    body: letterText(to.fullName, [
      args.says,
      task.title,
      ...(task.detail && task.detail !== task.title ? [task.detail] : []),
      [
        task.due_on ? `Hạn: ${formatDateWeekday(task.due_on)}.` : 'Chưa có hạn.',
        ...(task.agency ? [`Cơ quan: ${task.agency}.`] : []),
        ...(task.clause ? [`Căn cứ: ${clauseLabel(programme.doc, task.clause)}.`] : []),
      ].join(' '),
      'Xem và báo tình hình tại:',
      linkTo(app, `/viec-cua-toi/${task.id}`),
    ]),
  };
};
