import { formatDateWeekday } from '#lib/domain/kernel/time.ts';
import { periodName } from '#lib/domain/movement/periods.ts';
import type { ObligationRule } from '#lib/domain/movement/types.ts';
import { correctionSaying, timeSaying } from '#lib/domain/obligation/words.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { linkTo } from '../message/address.ts';
import { type Addressee, letterText } from '../message/letter.ts';
import type { App } from '../platform/ctx.ts';
import type { NewMessage } from '../platform/mail/queue.ts';
import type { StoredMovement } from '../programme/queries.ts';
import type { ObligationRow } from './queries.ts';

/** One obligation in a letter. `as`: the reader's own; a unit below that is late; a unit in which nobody can be written to. */
export interface Reminded {
  as: 'own' | 'late' | 'nobody';
  row: ObligationRow;
  rule: ObligationRule;
  movement: Pick<StoredMovement, 'id' | 'slug' | 'doc'>;
}

/** So many lines of one kind are written out; the list itself shows all. */
const MOST_LINES = 25;

const standing = ({ row }: Reminded, now: Date): string =>
  row.state === 'returned' ? correctionSaying(row, now) : timeSaying(row, now);

const ownLine = (one: Reminded, now: Date): string =>
  `- ${one.row.unitName}: ${one.rule.name} (${periodName(one.row.period)}, ${one.movement.doc.shortName}), hạn ${formatDateWeekday(
    one.row.dueAt,
  )}, ${standing(one, now)}. Căn cứ: ${clauseLabel(one.movement.doc, one.rule.clause)}.`;

const otherLine = (one: Reminded, now: Date): string =>
  `- ${one.row.unitName}: ${one.rule.name} (${periodName(one.row.period)}), ${standing(one, now)}.`;

function section(title: string, all: Reminded[], line: (one: Reminded) => string, links: string[]): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, MOST_LINES).map(line);
  const more = all.length > MOST_LINES ? [`- và ${all.length - MOST_LINES} việc khác.`] : [];
  return [title, [...shown, ...more].join('\n'), 'Xem tại:', links.join('\n')];
}

/** The one mail that a person gets on a day about everything that has to be handed in (V26-7). */
export function reminderMail(app: App, to: Addressee, reminded: Reminded[], now: Date): NewMessage {
  const as = (kind: Reminded['as']) => reminded.filter((one) => one.as === kind);
  const [own, late, nobody] = [as('own'), as('late'), as('nobody')];
  const rooms = (some: Reminded[]) => [
    ...new Set(some.map((one) => linkTo(app, `/dieu-hanh/phong-trao/${one.movement.slug}/nghia-vu`))),
  ];
  const lists = [...new Set(own.map((one) => linkTo(app, `/don-vi/${one.row.unitId}/phong-trao`)))];
  const said = [
    ...(own.length > 0 ? [`${own.length} việc của đơn vị phải nộp`] : []),
    ...(late.length > 0 ? [`${late.length} việc các đơn vị chậm nộp`] : []),
    ...(nobody.length > 0 ? [`${nobody.length} việc chưa có người nhận lời nhắc`] : []),
  ];
  const movements = [...new Set(reminded.map((one) => one.movement.id))];
  return {
    kind: 'obligation.reminder',
    to: to.email,
    toName: to.fullName,
    personId: to.personId,
    programmeId: movements.length === 1 ? movements[0]! : null,
    subject: `Nhắc việc phong trào thi đua: ${said.join(', ')}`,
    body: letterText(to.fullName, [
      ...section('Đơn vị của Ông/Bà còn việc phải nộp:', own, (one) => ownLine(one, now), lists),
      ...section('Các việc sau đã chậm, đề nghị Ông/Bà đôn đốc:', late, (one) => otherLine(one, now), rooms(late)),
      ...section(
        'Các đơn vị sau chưa có đầu mối trong hệ thống nên chưa ai nhận được lời nhắc. Đề nghị Ông/Bà báo cho đơn vị và mời người làm đầu mối:',
        nobody,
        (one) => otherLine(one, now),
        rooms(nobody),
      ),
    ]),
  };
}

/** What the unit handed in has to be mended; to its coordinators at once. */
export const returnedMail = (
  app: App,
  to: Addressee,
  args: {
    movement: Pick<StoredMovement, 'id' | 'slug' | 'doc'>;
    ruleName: string;
    unit: { id: string; name: string };
    obligationId: string;
    period: string;
    reason: string;
  },
): NewMessage => ({
  kind: 'obligation.returned',
  to: to.email,
  toName: to.fullName,
  personId: to.personId,
  programmeId: args.movement.id,
  subject: `${args.movement.doc.shortName}: ${args.ruleName} được trả lại để sửa`,
  body: letterText(to.fullName, [
    `“${args.ruleName}” (${periodName(args.period)}) của ${args.unit.name} được trả lại để sửa. Lý do:`,
    args.reason,
    'Nội dung đã nhập vẫn còn. Xin sửa rồi gửi lại tại:',
    linkTo(app, `/don-vi/${args.unit.id}/phong-trao/${args.movement.slug}/nghia-vu/${args.obligationId}`),
  ]),
});
