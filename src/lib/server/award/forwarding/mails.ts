import { formatDate } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../../message/address.ts';
import type { Tx } from '../../platform/act.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { type Letter, tell } from '../mails.ts';
import { awardPeople } from '../people.ts';
import type { DossierRow } from '../queries.ts';
import type { AwardScope, StoredCall } from '../scope.ts';
import type { StoredForwarding } from './queries.ts';

interface On {
  call: StoredCall;
  scope: AwardScope;
  forwarding: StoredForwarding;
}

const pageOf = (ctx: Ctx, { call, forwarding }: On): string =>
  linkTo(ctx.app, `/xet-khen/dot/${call.slug}/trinh-tren/${forwarding.id}`);

export const forwardingToApprove = (ctx: Ctx, on: On, count: number): Letter => ({
  kind: 'award.forwarding-submitted',
  subject: `${on.call.doc.name}: tờ trình cấp trên chờ duyệt`,
  paragraphs: [
    `Tờ trình gửi ${on.forwarding.receiver.split('\n').join(', ')} với ${count} hồ sơ chờ người có thẩm quyền duyệt.`,
    'Xem danh sách, duyệt hoặc trả lại tại:',
    pageOf(ctx, on),
  ],
});

export const forwardingReturned = (ctx: Ctx, on: On, reason: string): Letter => ({
  kind: 'award.forwarding-returned',
  subject: `${on.call.doc.name}: tờ trình cấp trên bị trả lại`,
  paragraphs: ['Tờ trình cấp trên được trả lại với lý do:', reason, 'Sửa và trình lại tại:', pageOf(ctx, on)],
});

/** What the units hear of their dossiers. */
export type ForwardingNews =
  | { what: 'sent'; receiver: string; number: string; date: string }
  | { what: 'recalled'; reason: string }
  | { what: 'granted'; number: string; date: string; issuer: string }
  | { what: 'refused'; reason: string };

function words(call: StoredCall, news: ForwardingNews, names: string): { subject: string; paragraphs: string[] } {
  const name = call.doc.name;
  switch (news.what) {
    case 'sent':
      return {
        subject: `${name}: hồ sơ đã trình cấp trên`,
        paragraphs: [
          `Hồ sơ sau đã được trình ${news.receiver.split('\n').join(', ')} theo Tờ trình số ${news.number} ngày ${formatDate(news.date)}:`,
          names,
          'Kết quả sẽ được báo khi cấp trên quyết định.',
        ],
      };
    case 'recalled':
      return {
        subject: `${name}: hồ sơ trình cấp trên được rút lại`,
        paragraphs: ['Hồ sơ sau được rút lại trước khi cấp trên quyết định:', names, `Lý do: ${news.reason}`],
      };
    case 'granted':
      return {
        subject: `${name}: Quyết định khen thưởng số ${news.number}`,
        paragraphs: [
          `${news.issuer} đã khen thưởng theo Quyết định số ${news.number} ngày ${formatDate(news.date)}:`,
          names,
        ],
      };
    case 'refused':
      return {
        subject: `${name}: kết quả trình cấp trên`,
        paragraphs: ['Cấp trên không khen thưởng hồ sơ sau:', names, `Lý do: ${news.reason}`],
      };
  }
}

/** Tells the units that nominated, each of its own dossiers. */
export async function tellUnits(
  tx: Tx,
  ctx: Ctx,
  call: StoredCall,
  dossiers: readonly DossierRow[],
  news: ForwardingNews,
): Promise<void> {
  const byUnit = Map.groupBy(dossiers, (one) => one.unitId);
  const people = await awardPeople(tx.db, [...byUnit.keys()], ctx.now);
  for (const [unitId, own] of byUnit) {
    const names = own.map((one) => `- ${one.code}, ${one.subjectName}`).join('\n');
    const { subject, paragraphs } = words(call, news, names);
    const link = linkTo(ctx.app, `/xet-khen/don-vi/${unitId}/${call.slug}`);
    const letter = { kind: `award.forwarding-${news.what}`, subject, paragraphs: [...paragraphs, link] };
    await tell(tx, ctx, call, people.of(unitId, ['unit-coordinator', 'award-officer']), letter);
  }
}
