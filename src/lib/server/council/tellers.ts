/** What the secretary and the tellers do for members without a device, and for those who wrote. */
import { readChoices } from '#lib/domain/council/count.ts';
import { newSlipCode } from '#lib/domain/council/paper.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { type BallotRow, itemsOf, lockOpenBallot, requireBallot, slipsUsed, votersOf } from './ballotRows.ts';
import { slipHash } from './box.ts';
import { castWritten } from './cast.ts';
import { openToRun } from './open.ts';

interface OfBallot {
  slug: string;
  meetingId: string;
  ballotId: string;
}

async function opening(ctx: Ctx, args: OfBallot) {
  const open = await openToRun(ctx, args);
  const ballot = await requireBallot(ctx.app.db, args.ballotId, open.meeting.id);
  return { ...open, ballot };
}

/**
 * New slips, one for each entitled member who is not marked yet: their codes exist only on the paper that is printed from the answer. Slips
 * of an earlier print that nobody used are void from now on.
 * @throws RuleError 'ballot.open-slips' for an open ballot, 'ballot.closed'
 */
export async function makeSlips(ctx: Ctx, args: OfBallot): Promise<{ codes: string[]; ballot: BallotRow }> {
  const { call, ballot } = await opening(ctx, args);
  if (!ballot.secret)
    throw new RuleError({ code: 'ballot.open-slips', message: 'Biểu quyết công khai không dùng phiếu rút.' });
  const init = {
    act: 'ballot.slips',
    programmeId: call.programmeId,
    subject: { kind: 'ballot', id: ballot.id },
    summary: `In phiếu rút cho lần bỏ phiếu ${ballot.no}.`,
  };
  return act(ctx, init, async (tx) => {
    const row = await lockOpenBallot(tx.db, ballot.id);
    const voters = await votersOf(tx.db, [row.id]);
    const used = slipsUsed(row);
    // those who drew and have not voted yet need their codes to go on working: theirs are printed anew
    const wanted = voters.filter((one) => one.way === null || one.way === 'slip').length - used;
    const codes = Array.from({ length: wanted }, newSlipCode).toSorted();
    const left = codes.map((code) => slipHash(row.id, code)).toSorted();
    await tx.db
      .updateTable('ballot')
      .set({ slips: json({ issued: used + left.length, left }) })
      .where('id', '=', row.id)
      .execute();
    tx.note({ changes: { printed: codes.length } });
    return { codes, ballot: row };
  });
}

async function mark(tx: Tx, ballotId: string, memberId: string, from: 'slip' | null, to: 'slip' | null) {
  const { numUpdatedRows } = await tx.db
    .updateTable('ballot_voter')
    .set({ way: to })
    .where('ballot_id', '=', ballotId)
    .where('member_id', '=', memberId)
    .where('way', from === null ? 'is' : '=', from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    throw new RuleError({
      code: 'ballot.other-way',
      status: 409,
      message: 'Thành viên này đã nhận phiếu theo cách khác hoặc không bỏ phiếu lần này. Hãy tải lại trang.',
    });
}

/** Writes down that a member drew a slip, or (before the slip is used) that it was handed back. */
export async function markSlip(ctx: Ctx, args: OfBallot & { memberId: string; drew: boolean }): Promise<void> {
  const { call, meeting, ballot } = await opening(ctx, args);
  if (!isUuid(args.memberId)) throw notFound('Thành viên này');
  const init = {
    act: args.drew ? 'ballot.slip-drawn' : 'ballot.slip-returned',
    programmeId: call.programmeId,
    subject: { kind: 'ballot', id: ballot.id },
    summary: args.drew ? 'Ghi nhận một thành viên rút phiếu.' : 'Ghi nhận một thành viên trả lại phiếu rút.',
    changes: { memberId: args.memberId },
  };
  await act(ctx, init, async (tx) => {
    const row = await lockOpenBallot(tx.db, ballot.id);
    if (row.slips.issued === 0)
      throw new RuleError({
        code: 'ballot.no-slips',
        message: 'Chưa in phiếu rút cho lần bỏ phiếu này. Hãy in trước.',
      });
    const there = await tx.db
      .selectFrom('council_attendance')
      .select('state')
      .where('meeting_id', '=', meeting.id)
      .where('member_id', '=', args.memberId)
      .executeTakeFirst();
    if (!there) throw notFound('Thành viên này');
    if (there.state !== 'present')
      throw new RuleError({ code: 'ballot.not-present', message: 'Chỉ thành viên có mặt mới rút phiếu.' });
    const drawn = (await votersOf(tx.db, [row.id])).filter((one) => one.way === 'slip').length;
    if (!args.drew && slipsUsed(row) >= drawn)
      throw new RuleError({
        code: 'ballot.slip-used',
        status: 409,
        message: 'Các phiếu rút đã ghi nhận đều đã bỏ vào hòm, nên không trả lại được nữa.',
      });
    await mark(tx, row.id, args.memberId, args.drew ? null : 'slip', args.drew ? 'slip' : null);
  });
}

/**
 * Enters papers of absent members. In a secret ballot the tellers open the envelopes, mix the papers and enter them together: they lie in the
 * box like all others, and the members are marked. In an open ballot each member's opinion is entered by name.
 * @throws RuleError 'ballot.written', 'ballot.choices', 'ballot.closed'
 */
export async function enterWritten(
  ctx: Ctx,
  args: OfBallot & { memberIds: string[]; papers: Record<string, unknown>[] },
): Promise<void> {
  const { call, meeting, ballot } = await opening(ctx, args);
  const memberIds = [...new Set(args.memberIds)].filter(isUuid);
  if (memberIds.length === 0 || memberIds.length !== args.papers.length)
    throw new RuleError({
      code: 'ballot.written',
      field: 'memberIds',
      message: `Số phiếu (${args.papers.length}) phải bằng số thành viên gửi phiếu bằng văn bản (${memberIds.length}).`,
    });
  const init = {
    act: 'ballot.written',
    programmeId: call.programmeId,
    subject: { kind: 'ballot', id: ballot.id },
    summary: `Nhập ${memberIds.length} phiếu bằng văn bản của thành viên vắng mặt.`,
    changes: { memberIds },
  };
  await act(ctx, init, async (tx) => {
    const row = await lockOpenBallot(tx.db, ballot.id);
    const writing = await tx.db
      .selectFrom('ballot_voter as v')
      .innerJoin('council_attendance as a', (join) =>
        join.onRef('a.member_id', '=', 'v.member_id').on('a.meeting_id', '=', meeting.id),
      )
      .select('v.member_id')
      .where('v.ballot_id', '=', row.id)
      .where('v.way', 'is', null)
      .where('a.state', '=', 'written')
      .where('v.member_id', 'in', memberIds)
      .execute();
    if (writing.length !== memberIds.length)
      throw new RuleError({
        code: 'ballot.written',
        status: 409,
        field: 'memberIds',
        message:
          'Chỉ nhập phiếu của thành viên được điểm danh “vắng, có ý kiến bằng văn bản”, được bỏ phiếu lần này và chưa có phiếu.',
      });
    if (row.secret) await castWritten(tx.db, row, args.papers);
    else {
      const ids = await itemsOf(tx.db, row.id);
      await tx.db
        .insertInto('ballot_vote')
        .values(
          memberIds.map((member_id, i) => ({
            ballot_id: row.id,
            member_id,
            choices: json(readChoices(ids, args.papers[i]!)),
            note: 'Ý kiến bằng văn bản',
            at: ctx.now,
          })),
        )
        .execute();
    }
    await tx.db
      .updateTable('ballot_voter')
      .set({ way: 'written' })
      .where('ballot_id', '=', row.id)
      .where('member_id', 'in', memberIds)
      .execute();
  });
}
