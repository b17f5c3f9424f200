/** How a member votes: by name in an open ballot, and by asking for a paper in a secret one. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { readChoices } from '#lib/domain/council/count.ts';
import { forbidden, RuleError } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline, truncate } from '#lib/domain/kernel/text.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { type BallotRow, itemsOf, lockOpenBallot, requireBallot } from './ballotRows.ts';
import { signBlinded } from './box.ts';
import { type MemberRow, openAsMember } from './open.ts';

interface OwnVoter {
  way: 'device' | 'slip' | 'written' | null;
  request: string | null;
}

const wayWords = {
  device: 'đã nhận phiếu trên thiết bị',
  slip: 'đã rút phiếu giấy',
  written: 'đã gửi phiếu bằng văn bản',
};

/** Entitled, there, and not yet voting in another way. @throws RuleError 'ballot.not-entitled', 'ballot.not-present', 'ballot.other-way' */
async function requireVoter(db: Kysely<DB>, ballot: BallotRow, member: MemberRow): Promise<OwnVoter> {
  const voter = await db
    .selectFrom('ballot_voter')
    .select(['way', 'request'])
    .where('ballot_id', '=', ballot.id)
    .where('member_id', '=', member.id)
    .forUpdate()
    .executeTakeFirst();
  if (!voter)
    throw new RuleError({
      code: 'ballot.not-entitled',
      status: 403,
      message: 'Ông/Bà không bỏ phiếu lần này vì có liên quan đến hồ sơ được xét.',
    });
  const there = await db
    .selectFrom('council_attendance')
    .select('state')
    .where('meeting_id', '=', ballot.meetingId)
    .where('member_id', '=', member.id)
    .executeTakeFirst();
  if (there?.state !== 'present')
    throw new RuleError({
      code: 'ballot.not-present',
      status: 403,
      message: 'Thư ký chưa ghi Ông/Bà có mặt tại phiên họp. Nếu đang dự họp, hãy báo thư ký điểm danh rồi bỏ phiếu.',
    });
  if (voter.way !== null && voter.way !== 'device')
    throw new RuleError({
      code: 'ballot.other-way',
      status: 409,
      message: `Ông/Bà ${wayWords[voter.way]} cho lần bỏ phiếu này; mỗi thành viên chỉ bỏ một phiếu.`,
    });
  return voter;
}

interface Mine {
  meetingId: string;
  ballotId: string;
}

/** A vote by name, which can be changed until the ballot closes. @throws RuleError 'ballot.closed', 'ballot.choices' … */
export async function voteOpenly(
  ctx: Ctx,
  args: Mine & { choices: Record<string, unknown>; note: string },
): Promise<void> {
  const { call, member } = await openAsMember(ctx, args);
  const ballot = await requireBallot(ctx.app.db, args.ballotId, args.meetingId);
  if (ballot.secret) throw forbidden('Lần bỏ phiếu này là bỏ phiếu kín.');
  const init = {
    act: 'ballot.vote',
    programmeId: call.programmeId,
    subject: { kind: 'ballot', id: ballot.id },
    summary: `Biểu quyết công khai, lần ${ballot.no}.`,
  };
  await act(ctx, init, async (tx) => {
    const row = await lockOpenBallot(tx.db, ballot.id);
    await requireVoter(tx.db, row, member);
    const choices = readChoices(await itemsOf(tx.db, row.id), args.choices);
    const vote = { choices: json(choices), note: truncate(cleanMultiline(args.note), 2000), at: ctx.now };
    await tx.db
      .insertInto('ballot_vote')
      .values({ ballot_id: row.id, member_id: member.id, ...vote })
      .onConflict((oc) => oc.columns(['ballot_id', 'member_id']).doUpdateSet(vote))
      .execute();
    await tx.db
      .updateTable('ballot_voter')
      .set({ way: 'device' })
      .where('ballot_id', '=', row.id)
      .where('member_id', '=', member.id)
      .execute();
    tx.note({ changes: { choices } });
  });
}

/**
 * Gives a member the one paper of a secret ballot: signs a serial that the member's browser has hidden. Asked again with the same hidden
 * serial (an answer got lost), it gives the same signature; with another one it refuses. Deliberately without a line in the audit log: the
 * moment at which a member got the paper is nobody's business, that the member has one stands in the list of voters.
 * @throws RuleError 'ballot.closed', 'ballot.not-entitled', 'ballot.not-present', 'ballot.other-way', 'ballot.other-device', 'ballot.malformed'
 */
export async function signPaper(ctx: Ctx, args: { ballotId: string; blinded: string }): Promise<{ signature: string }> {
  const known = await requireBallot(ctx.app.db, args.ballotId);
  const { member } = await openAsMember(ctx, { meetingId: known.meetingId });
  if (!known.secret) throw forbidden('Lần bỏ phiếu này là biểu quyết công khai.');
  const request = createHash('sha256').update(args.blinded).digest('hex');
  return ctx.app.db.transaction().execute(async (db) => {
    const ballot = await lockOpenBallot(db, known.id);
    const voter = await requireVoter(db, ballot, member);
    if (voter.way === 'device' && voter.request !== request)
      throw new RuleError({
        code: 'ballot.other-device',
        status: 409,
        message:
          'Phiếu kín của Ông/Bà đã phát trên một thiết bị hoặc trình duyệt khác; chỉ bỏ được phiếu từ chính nơi đó. Vì phiếu kín không mang tên, không ai thu hồi hay phát lại được.',
      });
    const signature = signBlinded(ballot.privateKey!, args.blinded);
    await db
      .updateTable('ballot_voter')
      .set({ way: 'device', request })
      .where('ballot_id', '=', ballot.id)
      .where('member_id', '=', member.id)
      .execute();
    return { signature };
  });
}
