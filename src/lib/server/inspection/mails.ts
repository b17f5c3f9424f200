import { findingSaying } from '#lib/domain/inspection/states.ts';
import { truncate } from '#lib/domain/kernel/text.ts';
import { formatDate, formatDateWeekday } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../message/address.ts';
import { type Addressee, letterText } from '../message/letter.ts';
import { peopleOf } from '../obligation/people.ts';
import type { Tx } from '../platform/act.ts';
import type { App, Ctx } from '../platform/ctx.ts';
import type { NewMessage } from '../platform/mail/queue.ts';
import type { StoredMovement } from '../programme/queries.ts';
import type { FindingRow } from './queries.ts';

type Movement = Pick<StoredMovement, 'id' | 'slug' | 'doc'>;

interface Letter {
  kind: string;
  subject: string;
  paragraphs: string[];
}

const message = (to: Addressee, movement: Movement | null, letter: Letter): NewMessage => ({
  kind: letter.kind,
  to: to.email,
  toName: to.fullName,
  personId: to.personId,
  programmeId: movement?.id ?? null,
  subject: truncate(letter.subject, 200),
  body: letterText(to.fullName, letter.paragraphs),
});

/** Tells the coordinators of units; each person once, whoever acts not at all. */
export async function tellUnits(
  tx: Tx,
  ctx: Ctx,
  movement: Movement,
  letters: readonly (Letter & { unitId: string })[],
): Promise<void> {
  const people = (await peopleOf(tx.db, [movement], ctx.now)).get(movement.id);
  for (const { unitId, ...letter } of letters)
    for (const person of people?.coordinators(unitId) ?? [])
      if (person.personId !== ctx.actor.id) await tx.send(message(person, movement, letter));
}

/** Tells those who follow the movement up. */
export async function tellStanding(tx: Tx, ctx: Ctx, movement: Movement, letter: Letter): Promise<void> {
  const people = (await peopleOf(tx.db, [movement], ctx.now)).get(movement.id);
  for (const person of people?.standing ?? [])
    if (person.personId !== ctx.actor.id) await tx.send(message(person, movement, letter));
}

/** Where a unit reads of its visits. */
const unitPage = (app: App, movement: Movement, unitId: string): string =>
  linkTo(app, `/don-vi/${unitId}/phong-trao/${movement.slug}/kiem-tra`);

interface Visit {
  unitId: string;
  unitName: string;
  title: string;
  plannedOn: string;
}

/** The unit hears of a visit that is coming. */
export const plannedLetter = (
  app: App,
  movement: Movement,
  visit: Visit & { purpose: string; team: readonly { name: string; position: string; agency: string }[] },
) => ({
  unitId: visit.unitId,
  kind: 'inspection.planned',
  subject: `${movement.doc.shortName}: kiểm tra tại ${visit.unitName} ngày ${formatDate(visit.plannedOn)}`,
  paragraphs: [
    `${visit.unitName} có tên trong kế hoạch kiểm tra ${movement.doc.shortName}: ${visit.title}, ${formatDateWeekday(visit.plannedOn)}.`,
    ...(visit.purpose ? [visit.purpose] : []),
    `Đoàn kiểm tra:\n${visit.team.map((one) => `- ${[one.name, one.position, one.agency].filter(Boolean).join(', ')}`).join('\n')}`,
    'Danh mục nội dung kiểm tra để đơn vị chuẩn bị có tại:',
    unitPage(app, movement, visit.unitId),
  ],
});

export const movedLetter = (app: App, movement: Movement, visit: Visit & { from: string; reason: string }) => ({
  unitId: visit.unitId,
  kind: 'inspection.moved',
  subject: `${movement.doc.shortName}: đổi ngày kiểm tra tại ${visit.unitName} sang ${formatDate(visit.plannedOn)}`,
  paragraphs: [
    `Cuộc kiểm tra “${visit.title}” tại ${visit.unitName} chuyển từ ${formatDate(visit.from)} sang ${formatDateWeekday(visit.plannedOn)}. Lý do:`,
    visit.reason,
    unitPage(app, movement, visit.unitId),
  ],
});

export const cancelledLetter = (app: App, movement: Movement, visit: Visit & { reason: string }) => ({
  unitId: visit.unitId,
  kind: 'inspection.cancelled',
  subject: `${movement.doc.shortName}: hủy kiểm tra tại ${visit.unitName} ngày ${formatDate(visit.plannedOn)}`,
  paragraphs: [
    `Cuộc kiểm tra “${visit.title}” tại ${visit.unitName} ngày ${formatDate(visit.plannedOn)} đã hủy. Lý do:`,
    visit.reason,
    unitPage(app, movement, visit.unitId),
  ],
});

const findingPage = (app: App, movement: Movement, finding: Pick<FindingRow, 'id' | 'ownerId'>): string =>
  `${unitPage(app, movement, finding.ownerId)}/${finding.id}`;

type Told = Pick<FindingRow, 'id' | 'ownerId' | 'ownerName' | 'unitName' | 'title' | 'text' | 'dueOn'>;

/** The owner of a finding has something to do. `says`: what happened, as a sentence. */
export const findingLetter = (
  app: App,
  movement: Movement,
  finding: Told,
  kind: string,
  says: string,
  reason?: string,
) => ({
  unitId: finding.ownerId,
  kind,
  subject: `${movement.doc.shortName}: ${says} (kiểm tra tại ${finding.unitName})`,
  paragraphs: [
    `Kiến nghị sau kiểm tra “${finding.title}” tại ${finding.unitName}, giao ${finding.ownerName}: ${says}.`,
    finding.text,
    ...(reason ? [`Lý do: ${reason}`] : []),
    `Hạn: hết ${formatDateWeekday(finding.dueOn)}.`,
    findingPage(app, movement, finding),
  ],
});

/** An answer waits for those who follow up. */
export const answeredLetter = (app: App, movement: Movement, finding: Told, answer: string): Letter => ({
  kind: 'inspection.answered',
  subject: `${movement.doc.shortName}: ${finding.ownerName} trả lời kiến nghị sau kiểm tra`,
  paragraphs: [
    `${finding.ownerName} đã trả lời kiến nghị sau kiểm tra tại ${finding.unitName}:`,
    finding.text,
    `Trả lời: ${answer}`,
    'Xem, khép lại hoặc trả lại tại:',
    linkTo(app, `/dieu-hanh/phong-trao/${movement.slug}/kiem-tra/kien-nghi/${finding.id}`),
  ],
});

/** One finding in a reminder. `as`: the reader's own; one of another unit that is late; one whose owner nobody can be written for. */
export interface RemindedFinding {
  as: 'own' | 'late' | 'nobody';
  finding: FindingRow;
  movement: Movement;
}

/** The one mail that a person gets on a day about findings. */
export function findingReminder(app: App, to: Addressee, about: readonly RemindedFinding[], now: Date): NewMessage {
  const section = (as: RemindedFinding['as'], title: string): string[] => {
    const its = about.filter((one) => one.as === as);
    if (its.length === 0) return [];
    const lines = its.map(({ finding, movement }) => {
      const page =
        as === 'own'
          ? findingPage(app, movement, finding)
          : linkTo(app, `/dieu-hanh/phong-trao/${movement.slug}/kiem-tra/kien-nghi/${finding.id}`);
      return `- ${finding.ownerName}, hạn ${formatDate(finding.dueOn)} (${findingSaying(finding, now).label.toLocaleLowerCase('vi')}): ${truncate(finding.text.replaceAll('\n', ' '), 160)}\n  ${page}`;
    });
    return [title, lines.join('\n')];
  };
  const movements = [...new Map(about.map((one) => [one.movement.id, one.movement])).values()];
  return message(to, movements.length === 1 ? movements[0]! : null, {
    kind: 'inspection.reminder',
    subject: `Nhắc ${about.length} kiến nghị sau kiểm tra chưa trả lời`,
    paragraphs: [
      ...section('own', 'Đơn vị của Ông/Bà còn kiến nghị sau kiểm tra phải trả lời:'),
      ...section('late', 'Các kiến nghị sau đã quá hạn, đề nghị Ông/Bà đôn đốc:'),
      ...section('nobody', 'Đơn vị được giao chưa có đầu mối trong hệ thống, đề nghị Ông/Bà báo cho đơn vị:'),
    ],
  });
}
