/** Who comes: replies before the meeting, the roll call that opens it, late arrivals. */
import { neededMembers } from '#lib/domain/council/quorum.ts';
import type { Attendance } from '#lib/domain/council/types.ts';
import { attendanceNames, type Reply, replyNames } from '#lib/domain/council/words.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { lockMeeting, membersOn, openAsMember, openToRun } from './open.ts';

const stateOf: Record<Reply, Attendance> = { comes: 'present', absent: 'absent', written: 'written' };

/** A member answers the invitation; until the meeting opens the answer can be changed. @throws RuleError 'meeting.reply', 'meeting.state' */
export async function replyToInvitation(
  ctx: Ctx,
  args: { meetingId: string; reply: string; reason: string },
): Promise<void> {
  const { call, meeting, member } = await openAsMember(ctx, args);
  const reply = args.reply as Reply;
  if (!Object.hasOwn(replyNames, reply))
    throw new RuleError({ code: 'meeting.reply', field: 'reply', message: 'Hãy chọn một câu trả lời.' });
  const reason = clean(args.reason).slice(0, 500);
  if (reply !== 'comes' && reason.length < 3)
    throw new RuleError({ code: 'meeting.reply', field: 'reason', message: 'Hãy ghi lý do vắng mặt.' });
  const init = {
    act: 'meeting.reply',
    programmeId: call.programmeId,
    subject: { kind: 'council_meeting', id: meeting.id },
    summary: `Trả lời lời mời họp: ${replyNames[reply]}.`,
    changes: { reply, reason },
  };
  await act(ctx, init, async (tx) => {
    await lockMeeting(tx, meeting.id, ['planned']);
    const said = { state: stateOf[reply], reply, reason, at: ctx.now };
    await tx.db
      .insertInto('council_attendance')
      .values({ meeting_id: meeting.id, member_id: member.id, ...said })
      .onConflict((oc) => oc.columns(['meeting_id', 'member_id']).doUpdateSet(said))
      .execute();
  });
}

export interface RollCall {
  /** by member; whoever is missing is absent */
  attendance: Record<string, { state: string; reason: string }>;
  secretaryName: string;
  /** one a line: "Nguyễn Văn A, Trưởng phòng" */
  tellers: string;
}

const known = (state: string | undefined): Attendance =>
  state === 'present' || state === 'written' ? state : 'absent';

function readTellers(text: string): { name: string; position: string }[] {
  return text
    .split('\n')
    .map(clean)
    .filter(Boolean)
    .slice(0, 10)
    .map((line) => {
      const [name, ...rest] = line.split(',');
      return { name: clean(name!), position: clean(rest.join(',')) };
    });
}

/**
 * Opens a meeting: the members of the day and the quorum of the council's own rule are fixed. Fewer than the quorum may meet; they may not vote.
 * @throws RuleError 'meeting.secretary', 'meeting.nobody', 'meeting.state'
 */
export async function openSession(ctx: Ctx, args: RollCall & { slug: string; meetingId: string }): Promise<void> {
  const { call, meeting } = await openToRun(ctx, args);
  const secretary = clean(args.secretaryName);
  if (secretary.length < 2)
    throw new RuleError({
      code: 'meeting.secretary',
      field: 'secretaryName',
      message: 'Hãy ghi họ tên thư ký phiên họp.',
    });
  const tellers = readTellers(args.tellers);
  const init = {
    act: 'meeting.open',
    programmeId: call.programmeId,
    subject: { kind: 'council_meeting', id: meeting.id },
    summary: `Khai mạc phiên họp “${meeting.title}”.`,
  };
  await act(ctx, init, async (tx) => {
    const row = await lockMeeting(tx, meeting.id, ['planned']);
    const members = await membersOn(tx.db, row.councilId, isoDateLocal(ctx.now));
    if (members.length === 0)
      throw new RuleError({
        code: 'meeting.nobody',
        message: 'Hội đồng chưa có thành viên nào vào ngày họp. Hãy bổ sung thành viên ở mục “Hội đồng”.',
      });
    const replies = await tx.db
      .selectFrom('council_attendance')
      .select(['member_id', 'reply'])
      .where('meeting_id', '=', row.id)
      .execute();
    await tx.db.deleteFrom('council_attendance').where('meeting_id', '=', row.id).execute();
    const roll = members.map((member) => {
      const said = args.attendance[member.id];
      return {
        meeting_id: row.id,
        member_id: member.id,
        state: known(said?.state),
        reason: clean(said?.reason ?? '').slice(0, 500),
        reply: replies.find((one) => one.member_id === member.id)?.reply ?? null,
        at: ctx.now,
      };
    });
    await tx.db.insertInto('council_attendance').values(roll).execute();
    const quorum = {
      ...row.councilQuorum,
      members: members.length,
      needed: neededMembers(row.councilQuorum.percent, members.length),
    };
    await tx.db
      .updateTable('council_meeting')
      .set({
        state: 'open',
        opened_at: ctx.now,
        quorum: json(quorum),
        secretary_name: secretary,
        tellers: json(tellers),
        version: row.version + 1,
      })
      .where('id', '=', row.id)
      .execute();
    tx.note({ changes: { quorum, tellers, secretary, roll: roll.map(({ member_id, state }) => [member_id, state]) } });
  });
}

/** A member comes late, or sends the opinion after all. @throws RuleError 'meeting.voted' when the member has voted in an open ballot */
export async function setAttendance(
  ctx: Ctx,
  args: { slug: string; meetingId: string; memberId: string; state: string; reason: string },
): Promise<void> {
  const { call, meeting } = await openToRun(ctx, args);
  const state = known(args.state);
  if (!isUuid(args.memberId)) throw notFound('Thành viên này');
  const init = {
    act: 'meeting.attendance',
    programmeId: call.programmeId,
    subject: { kind: 'council_meeting', id: meeting.id },
    summary: `Điểm danh: ${attendanceNames[state].toLocaleLowerCase('vi')}.`,
    changes: { memberId: args.memberId, state },
  };
  await act(ctx, init, async (tx) => {
    await lockMeeting(tx, meeting.id, ['open']);
    // held, so that a paper which is being given out at this moment comes before or after
    const entitled = await tx.db
      .selectFrom('ballot_voter as v')
      .innerJoin('ballot as b', 'b.id', 'v.ballot_id')
      .select(['b.no', 'v.way'])
      .where('b.meeting_id', '=', meeting.id)
      .where('b.state', '=', 'open')
      .where('v.member_id', '=', args.memberId)
      .orderBy('b.no')
      .forUpdate('v')
      .execute();
    const voted = entitled.find((one) => one.way !== null);
    if (voted)
      throw new RuleError({
        code: 'meeting.voted',
        status: 409,
        message: `Thành viên này đã nhận phiếu của lần bỏ phiếu ${voted.no}. Kết thúc lần bỏ phiếu rồi mới đổi điểm danh.`,
      });
    const { numUpdatedRows } = await tx.db
      .updateTable('council_attendance')
      .set({ state, reason: clean(args.reason).slice(0, 500), at: ctx.now })
      .where('meeting_id', '=', meeting.id)
      .where('member_id', '=', args.memberId)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw notFound('Thành viên này');
  });
}
