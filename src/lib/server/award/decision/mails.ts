import { truncate } from '#lib/domain/kernel/text.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../../message/address.ts';
import { letterText } from '../../message/letter.ts';
import type { Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { awardPeople, type Recipient } from '../people.ts';
import type { AwardScope, StoredCall } from '../scope.ts';
import { type DecisionLine, decisionStep, type StoredDecision } from './queries.ts';

interface On {
  call: StoredCall;
  scope: AwardScope;
  decision: StoredDecision;
}

interface Letter {
  kind: string;
  subject: string;
  paragraphs: string[];
}

async function send(tx: Tx, ctx: Ctx, to: Recipient, letter: Letter): Promise<void> {
  if (to.personId === ctx.actor.id) return;
  await tx.send({
    kind: letter.kind,
    to: to.email,
    toName: to.fullName,
    personId: to.personId,
    subject: truncate(letter.subject, 200),
    body: letterText(to.fullName, letter.paragraphs),
  });
}

const pageOf = (ctx: Ctx, { call, decision }: On): string =>
  linkTo(ctx.app, `/xet-khen/dot/${call.slug}/quyet-dinh/${decision.id}`);

/** Tells whoever decides, or the officers who prepare decisions. */
export async function tellHolders(tx: Tx, ctx: Ctx, on: On, to: 'leader' | 'officer', letter: Letter): Promise<void> {
  const { call, scope, decision } = on;
  const codes =
    to === 'leader'
      ? [decisionStep(call, scope, decision.authorityUnitId).unit]
      : [decisionStep(call, scope, decision.authorityUnitId).unit, call.doc.standingUnit];
  const units = [...scope.units.values()].filter((unit) => codes.includes(unit.code)).map((unit) => unit.id);
  const people = await awardPeople(tx.db, units, ctx.now);
  const all = units.flatMap((unitId) => people.of(unitId, [to === 'leader' ? 'leader' : 'award-officer']));
  for (const person of new Map(all.map((one) => [one.personId, one])).values()) await send(tx, ctx, person, letter);
}

export const decisionToDecide = (ctx: Ctx, on: On, count: number): Letter => ({
  kind: 'award.decision-submitted',
  subject: `${on.call.doc.name}: dự thảo quyết định chờ duyệt`,
  paragraphs: [
    `Dự thảo quyết định “${on.decision.title}” với ${count} hồ sơ đã được trình, chờ người có thẩm quyền duyệt.`,
    'Xem danh sách, duyệt hoặc trả lại tại:',
    pageOf(ctx, on),
  ],
});

export const decisionReturned = (ctx: Ctx, on: On, reason: string): Letter => ({
  kind: 'award.decision-returned',
  subject: `${on.call.doc.name}: dự thảo quyết định bị trả lại`,
  paragraphs: [
    `Dự thảo quyết định “${on.decision.title}” được trả lại với lý do:`,
    reason,
    'Sửa và trình lại tại:',
    pageOf(ctx, on),
  ],
});

/** Units hear which of their nominees were commended. */
export async function tellUnits(
  tx: Tx,
  ctx: Ctx,
  call: StoredCall,
  decision: { number: string; date: string },
  lines: readonly DecisionLine[],
): Promise<void> {
  const byUnit = Map.groupBy(lines, (line) => line.unitId);
  const people = await awardPeople(tx.db, [...byUnit.keys()], ctx.now);
  for (const [unitId, own] of byUnit) {
    const names = own.slice(0, 20).map((line) => `- ${line.printed.name}: ${line.printed.formName}`);
    const more = own.length > 20 ? [`và ${own.length - 20} trường hợp khác`] : [];
    const letter: Letter = {
      kind: 'award.issued',
      subject: `Quyết định khen thưởng số ${decision.number} ngày ${formatDate(decision.date)}`,
      paragraphs: [
        `Đợt “${call.doc.name}” đã có Quyết định số ${decision.number} ngày ${formatDate(decision.date)}. Đơn vị có ${own.length} trường hợp được khen thưởng:`,
        [...names, ...more].join('\n'),
        'Tra cứu khen thưởng tại:',
        linkTo(ctx.app, '/khen-thuong'),
      ],
    };
    for (const person of people.of(unitId, ['unit-coordinator', 'award-officer'])) await send(tx, ctx, person, letter);
  }
}
