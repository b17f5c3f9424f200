/** What waits for somebody in the decisions of commendation. */
import { sql } from 'kysely';
import { endOfDay, formatDate } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../../platform/ctx.ts';
import type { AwardDuty } from '../nominationWork.ts';
import { type AwardScope, mayDecideAt, mayWorkAt, type StoredCall } from '../scope.ts';
import { decisionStep } from './queries.ts';

interface WaitingDecision {
  id: string;
  callId: string;
  authorityUnitId: string;
  title: string;
  number: string | null;
  date: string | null;
  state: 'draft' | 'approved' | 'issued';
  submitted: boolean;
  returned: boolean;
  /** the earliest last day of the dossiers in its list */
  dueOn: string | null;
  /** bonuses not paid yet */
  unpaid: number;
}

const waitingDecisions = async (ctx: Ctx): Promise<WaitingDecision[]> =>
  (
    await sql<WaitingDecision>`
      select x.id, x.call_id as "callId", x.authority_unit_id as "authorityUnitId", x.title, x.number, x.date::text as date,
        x.state, x.submitted_at is not null as submitted, x.returned_reason is not null as returned,
        (select min(s.due_on)::text from award_decision_line l
          join award_step s on s.dossier_id = l.dossier_id and s.done_at is null where l.decision_id = x.id) as "dueOn",
        p.unpaid
      from award_decision x
      cross join lateral (select count(*)::int as unpaid from award_record r
        join award_payment y on y.record_id = r.id and y.state = 'due' where r.decision_id = x.id) p
      where x.kind = 'award' and x.call_id is not null
        and (x.state in ('draft', 'approved') or (x.state = 'issued' and p.unpaid > 0))
      order by x.created_at, x.id`.execute(ctx.app.db)
  ).rows;

/** Who has the next move with a decision: the one who decides, or the officer who prepares, issues and pays. */
function moveOf(one: WaitingDecision): { who: 'leader' | 'officer'; text: string; action: string } {
  if (one.state === 'issued')
    return {
      who: 'officer',
      text: `Chi thưởng ${one.unpaid} trường hợp của Quyết định số ${one.number} ngày ${formatDate(one.date!)}`,
      action: 'Mở danh sách chi thưởng',
    };
  if (one.state === 'approved')
    return {
      who: 'officer',
      text: `Nhập số, ngày, tệp đã ký rồi ban hành quyết định “${one.title}”`,
      action: 'Mở quyết định',
    };
  if (one.submitted) return { who: 'leader', text: `Duyệt dự thảo quyết định “${one.title}”`, action: 'Xem dự thảo' };
  return {
    who: 'officer',
    text: one.returned ? `Sửa dự thảo bị trả lại “${one.title}”` : `Hoàn thiện rồi trình dự thảo “${one.title}”`,
    action: 'Mở dự thảo',
  };
}

/** Decisions whose next move is the reader's. */
export async function decisionDuties(
  ctx: Ctx,
  scope: AwardScope,
  calls: ReadonlyMap<string, StoredCall>,
): Promise<AwardDuty[]> {
  return (await waitingDecisions(ctx)).flatMap((one) => {
    const call = calls.get(one.callId);
    if (!call || call.state === 'cancelled') return [];
    const { who, text, action } = moveOf(one);
    const step = decisionStep(call, scope, one.authorityUnitId);
    if (!(who === 'leader' ? mayDecideAt : mayWorkAt)(scope, call, step).allow) return [];
    const root = `/xet-khen/dot/${call.slug}`;
    const due = one.dueOn ? endOfDay(one.dueOn) : null;
    return [
      {
        text,
        about: call.doc.name,
        href: one.state === 'issued' ? `${root}/chi-thuong?quyet-dinh=${one.id}` : `${root}/quyet-dinh/${one.id}`,
        action,
        due: due?.toISOString() ?? null,
        late: due !== null && due < ctx.now,
      },
    ];
  });
}
