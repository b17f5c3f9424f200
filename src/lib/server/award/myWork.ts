import { sql } from 'kysely';
import { stepOf } from '#lib/domain/award/path.ts';
import { publicityPhase } from '#lib/domain/award/publicity.ts';
import type { PathStep } from '#lib/domain/award/types.ts';
import { isForwardedByOfficer } from '#lib/domain/award/work.ts';
import { endOfDay, formatDate, isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '../platform/ctx.ts';
import { decisionDuties } from './decision/duties.ts';
import { decisionSteps } from './decision/queries.ts';
import { type AwardDuty, nominationDuties } from './nominationWork.ts';
import { opinionsOf } from './opinionQueries.ts';
import { publicityOf } from './publicityQueries.ts';
import { listCalls } from './queries.ts';
import { type AwardScope, mayWorkAt, type StoredCall } from './scope.ts';

interface Standing {
  callId: string;
  stepId: string;
  count: number;
  late: number;
  dueOn: string | null;
}

/** Where dossiers stand; at a step of deciding only those that no decision has taken up, the others wait with their decision. */
const standing = async (ctx: Ctx, calls: ReadonlyMap<string, StoredCall>): Promise<Standing[]> =>
  (
    await sql<Standing>`
      select d.call_id as "callId", d.step_id as "stepId", count(*)::int as count,
        count(*) filter (where s.due_on < ${isoDateLocal(ctx.now)}::date)::int as late, min(s.due_on)::text as "dueOn"
      from award_dossier d join award_step s on s.dossier_id = d.id and s.done_at is null
      where d.state = 'in-progress' and not (
        d.call_id::text || ' ' || d.step_id = any (${[...calls.values()].flatMap((call) => decisionSteps(call).map((step) => `${call.id} ${step.id}`))}::text[])
        and exists (select from award_decision_line l join award_decision x on x.id = l.decision_id and x.state <> 'cancelled'
          where l.dossier_id = d.id))
      group by d.call_id, d.step_id`.execute(ctx.app.db)
  ).rows;

/** Where the work of a step is done, in the rooms of its call. */
const roomOf = (step: PathStep): { path: string; action: string; verb: string } => {
  if (isForwardedByOfficer(step.kind)) return { path: `/ho-so?buoc=${step.id}`, action: 'Mở danh sách', verb: 'xử lý' };
  if (step.kind === 'council') return { path: '/hoi-dong', action: 'Mở các phiên họp', verb: 'đưa ra Hội đồng' };
  if (step.kind === 'forwarding')
    return { path: '/trinh-tren', action: 'Mở phần trình cấp trên', verb: 'trình cấp trên' };
  return { path: '/quyet-dinh', action: 'Mở quyết định', verb: 'đưa vào dự thảo quyết định' };
};

const dueOf = (day: string | null): string | null => (day ? endOfDay(day).toISOString() : null);

async function stepDuties(ctx: Ctx, scope: AwardScope, calls: Map<string, StoredCall>): Promise<AwardDuty[]> {
  return (await standing(ctx, calls)).flatMap(({ callId, stepId, count, late, dueOn }) => {
    const call = calls.get(callId);
    const step = call && stepOf(call.doc, stepId);
    if (!step || call.state === 'cancelled' || !mayWorkAt(scope, call, step).allow) return [];
    const room = roomOf(step);
    return [
      {
        text: `${count} hồ sơ cần ${room.verb} ở bước “${step.name}”${late > 0 ? `, ${late} hồ sơ quá hạn` : ''}`,
        about: call.doc.name,
        href: `/xet-khen/dot/${call.slug}${room.path}`,
        action: room.action,
        due: dueOf(dueOn),
        late: late > 0,
      },
    ];
  });
}

async function opinionDuties(ctx: Ctx, scope: AwardScope, calls: Map<string, StoredCall>): Promise<AwardDuty[]> {
  const units = [...new Set([...scope.officerOf, ...scope.coordinates])];
  const today = isoDateLocal(ctx.now);
  return (await opinionsOf(ctx.app.db, { unitIds: units, open: true })).map((one) => ({
    text: `Cho ý kiến về ${one.asked} hồ sơ (${one.unitName})`,
    about: calls.get(one.callId)?.doc.name ?? '',
    href: `/xet-khen/y-kien/${one.id}`,
    action: 'Cho ý kiến',
    due: dueOf(one.dueOn),
    late: one.dueOn < today,
  }));
}

async function commentDuties(ctx: Ctx, scope: AwardScope, calls: Map<string, StoredCall>): Promise<AwardDuty[]> {
  const mine = [...calls.values()].filter((call) =>
    call.doc.path.some((step) => step.kind === 'publicity' && mayWorkAt(scope, call, step).allow),
  );
  const lists = await publicityOf(ctx.app.db, { callIds: mine.map((call) => call.id) });
  return lists.flatMap((list) => {
    const call = calls.get(list.callId)!;
    const phase = publicityPhase(list, ctx.now);
    const at = {
      about: call.doc.name,
      href: `/xet-khen/dot/${call.slug}/lay-y-kien?danh-sach=${list.id}`,
      due: null,
      late: false,
    };
    const answer = `Trả lời ${list.unhandled} ý kiến góp ý về “${list.title}”`;
    return [
      ...(list.unhandled > 0 ? [{ ...at, text: answer, action: 'Xem góp ý' }] : []),
      ...(phase === 'over' && list.unhandled === 0
        ? [
            {
              ...at,
              text: `Kết thúc lấy ý kiến “${list.title}” (đã hết ngày ${formatDate(list.toOn)})`,
              action: 'Kết thúc',
            },
          ]
        : []),
    ];
  });
}

async function councilDuties(ctx: Ctx, scope: AwardScope, calls: Map<string, StoredCall>): Promise<AwardDuty[]> {
  if (scope.councils.size === 0 || ctx.actor.id === null) return [];
  const { rows } = await sql<{
    id: string;
    title: string;
    callId: string;
    state: string;
    startsAt: Date;
    ballots: number;
  }>`
    select m.id, m.title, m.call_id as "callId", m.state, m.starts_at as "startsAt",
      (select count(*)::int from ballot b join ballot_voter v on v.ballot_id = b.id and v.way is null
        join council_member x on x.id = v.member_id and x.person_id = ${ctx.actor.id}
        where b.meeting_id = m.id and b.state = 'open') as ballots
    from council_meeting m
    where m.council_id = any (${[...scope.councils]}::uuid[])
      and (m.state = 'open' or (m.state = 'planned' and m.invited_at is not null))
    order by m.starts_at`.execute(ctx.app.db);
  return rows.flatMap((row) => {
    const call = calls.get(row.callId);
    if (!call) return [];
    const text =
      row.ballots > 0
        ? `Bỏ phiếu tại “${row.title}”`
        : row.state === 'open'
          ? `Phiên họp “${row.title}” đang diễn ra`
          : `Dự phiên họp “${row.title}”`;
    const due = row.state === 'planned' ? row.startsAt.toISOString() : null;
    return [{ text, about: call.doc.name, href: `/hoi-dong/${row.id}`, action: 'Mở phiên họp', due, late: false }];
  });
}

/** Everything in commendation that waits for the reader, what is late first, then by its last day. */
export async function awardDuties(ctx: Ctx, scope: AwardScope): Promise<AwardDuty[]> {
  const calls = new Map((await listCalls(ctx.app.db)).map((call) => [call.id, call]));
  const duties = await Promise.all(
    [stepDuties, opinionDuties, commentDuties, nominationDuties, decisionDuties, councilDuties].map((of) =>
      of(ctx, scope, calls),
    ),
  );
  return duties
    .flat()
    .toSorted((a, b) => Number(b.late) - Number(a.late) || (a.due ?? '9').localeCompare(b.due ?? '9'));
}
