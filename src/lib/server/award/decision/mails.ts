import { formatDate } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../../message/address.ts';
import type { Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { type Letter, tell } from '../mails.ts';
import { awardPeople } from '../people.ts';
import type { AwardScope, StoredCall } from '../scope.ts';
import type { DecisionLine, StoredDecision } from './queries.ts';

interface On {
  call: StoredCall;
  scope: AwardScope;
  decision: StoredDecision;
}

const pageOf = (ctx: Ctx, { call, decision }: On): string =>
  linkTo(ctx.app, `/xet-khen/dot/${call.slug}/quyet-dinh/${decision.id}`);

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
    await tell(tx, ctx, call, people.of(unitId, ['unit-coordinator', 'award-officer']), letter);
  }
}
