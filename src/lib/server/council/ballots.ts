/** Opening, closing and cancelling ballots. */

import { type Kysely, sql } from 'kysely';
import type { VoteRule } from '#lib/domain/catalogue/vote.ts';
import { countBallot } from '#lib/domain/council/count.ts';
import { countingMembers, quorumWords } from '#lib/domain/council/quorum.ts';
import type { BallotCount } from '#lib/domain/council/types.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { dossiersOf, lockDossiers } from '../award/queries.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB } from '../platform/db/schema.ts';
import { json } from '../platform/db/sql.ts';
import { type BallotRow, ballotsOf, itemsOf, lockOpenBallot, requireBallot, votersOf } from './ballotRows.ts';
import { newBallotKey } from './box.ts';
import { conflictsOf } from './conflicts.ts';
import { lockMeeting, type MeetingRow, openToRun, readReason } from './open.ts';
import { voteRulesOf } from './rules.ts';

/** How many attend, and how many sent their opinion in writing. */
export async function attendanceOf(db: Kysely<DB>, meetingId: string): Promise<{ present: number; written: number }> {
  const rows = await db
    .selectFrom('council_attendance')
    .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
    .where('meeting_id', '=', meetingId)
    .groupBy('state')
    .execute();
  const of = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0);
  return { present: of('present'), written: of('written') };
}

/** @throws RuleError 'council.quorum' that names the rule */
async function requireQuorum(tx: Tx, meeting: MeetingRow): Promise<void> {
  const quorum = meeting.quorum!;
  const there = await attendanceOf(tx.db, meeting.id);
  const counting = countingMembers(quorum, there);
  if (counting >= quorum.needed) return;
  throw new RuleError({
    code: 'council.quorum',
    message: `Chưa đủ thành viên để bỏ phiếu: cần ít nhất ${quorum.needed}/${quorum.members} thành viên (${quorumWords(quorum.percent)}), hiện có ${counting}${quorum.writtenCounts ? ' kể cả ý kiến bằng văn bản' : ''}.`,
    clause: quorum.source,
    hint: 'Cập nhật danh sách dự họp khi có thêm thành viên đến, hoặc hoãn phiên họp.',
  });
}

/** Dossiers of a ballot have the same voters: those with a member who may not vote on them get a ballot of their own. */
function byVoters(dossierIds: readonly string[], barred: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const key = (id: string) => [...(barred.get(id) ?? [])].toSorted().join();
  return [...Map.groupBy(dossierIds, key).values()];
}

/**
 * Opens a ballot on dossiers of the agenda. A member who is a nominee, or whom the meeting excuses, does not vote on that dossier; because
 * a secret paper must not differ from others, such dossiers are voted on in a ballot of their own.
 * @returns the ids of the ballots that were opened
 * @throws RuleError 'council.quorum', 'ballot.items', 'ballot.again', 'ballot.nobody', 'meeting.state'
 */
export async function openBallot(
  ctx: Ctx,
  args: {
    slug: string;
    meetingId: string;
    title: string;
    secret: boolean;
    dossierIds: string[];
    /** members who do not vote on a dossier although they are no nominees themselves: relatives, close superiors … */
    recused?: { dossierId: string; memberId: string }[];
  },
): Promise<string[]> {
  const { call, meeting } = await openToRun(ctx, args);
  const wanted = [...new Set(args.dossierIds)].filter(isUuid);
  if (wanted.length === 0)
    throw new RuleError({
      code: 'ballot.items',
      message: 'Hãy chọn ít nhất một hồ sơ để bỏ phiếu.',
      field: 'dossierIds',
    });
  // Making a key takes a while: not inside the transaction, where others would wait for it.
  const keys = args.secret ? await Promise.all(wanted.map(() => newBallotKey())) : [];
  const init = {
    act: 'ballot.open',
    programmeId: call.programmeId,
    subject: { kind: 'council_meeting', id: meeting.id },
    summary: `Mở bỏ phiếu ${args.secret ? 'kín' : 'công khai'} về ${wanted.length} hồ sơ.`,
  };
  return act(ctx, init, async (tx) => {
    const row = await lockMeeting(tx, meeting.id, ['open']);
    await requireQuorum(tx, row);
    const dossiers = await lockDossiers(tx.db, wanted);
    const tabled = await tx.db
      .selectFrom('council_item')
      .select('dossier_id')
      .where('meeting_id', '=', row.id)
      .orderBy('ord')
      .execute();
    const agenda = tabled.map((one) => one.dossier_id);
    const gone = wanted.filter((id) => {
      const dossier = dossiers.find((one) => one.id === id);
      return !agenda.includes(id) || dossier?.state !== 'in-progress' || dossier.stepId !== row.stepId;
    });
    if (gone.length > 0)
      throw new RuleError({
        code: 'ballot.items',
        status: 409,
        field: 'dossierIds',
        message:
          'Có hồ sơ không còn trong chương trình phiên họp hoặc vừa được chuyển đi. Hãy tải lại trang rồi chọn lại.',
      });
    const earlier = await ballotsOf(tx.db, row.id);
    const live = earlier.filter((one) => one.state !== 'cancelled').map((one) => one.id);
    const again =
      live.length === 0
        ? []
        : await tx.db
            .selectFrom('ballot_item')
            .select('dossier_id')
            .where('ballot_id', 'in', live)
            .where('dossier_id', 'in', wanted)
            .execute();
    if (again.length > 0)
      throw new RuleError({
        code: 'ballot.again',
        status: 409,
        field: 'dossierIds',
        message: `Đã có lần bỏ phiếu về ${again.length} hồ sơ trong số này. Muốn bỏ phiếu lại thì hủy lần trước và ghi lý do.`,
      });
    const conflicts = await conflictsOf(tx.db, { councilId: row.councilId, dossiers, now: ctx.now });
    const barred = new Map<string, Set<string>>();
    for (const [dossierId, found] of conflicts)
      barred.set(dossierId, new Set(found.filter((one) => one.sure).map((one) => one.memberId)));
    for (const { dossierId, memberId } of args.recused ?? [])
      barred.set(dossierId, new Set([...(barred.get(dossierId) ?? []), memberId]));
    const members = await tx.db
      .selectFrom('council_attendance')
      .select('member_id')
      .where('meeting_id', '=', row.id)
      .execute();
    const groups = byVoters(
      agenda.filter((id) => wanted.includes(id)),
      barred,
    );
    const title = clean(args.title) || 'Bỏ phiếu xét khen thưởng';
    const ids: string[] = [];
    let no = Math.max(0, ...earlier.map((one) => one.no));
    for (const [i, group] of groups.entries()) {
      const out = barred.get(group[0]!) ?? new Set<string>();
      const voters = members.map((one) => one.member_id).filter((id) => !out.has(id));
      if (voters.length === 0)
        throw new RuleError({
          code: 'ballot.nobody',
          message: 'Có hồ sơ mà không thành viên nào được bỏ phiếu.',
          field: 'dossierIds',
        });
      const key = keys[i];
      const { id } = await tx.db
        .insertInto('ballot')
        .values({
          meeting_id: row.id,
          no: ++no,
          title: groups.length > 1 ? `${title} (${i + 1}/${groups.length})` : title,
          secret: args.secret,
          state: 'open',
          public_key: key?.publicKey ?? null,
          private_key: key?.privateKey ?? null,
          opened_at: ctx.now,
          created_at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await tx.db
        .insertInto('ballot_item')
        .values(group.map((dossier_id, ord) => ({ ballot_id: id, dossier_id, ord })))
        .execute();
      await tx.db
        .insertInto('ballot_voter')
        .values(voters.map((member_id) => ({ ballot_id: id, member_id })))
        .execute();
      ids.push(id);
    }
    tx.note({ changes: { ballots: ids, dossiers: groups, recused: args.recused ?? [] } });
    return ids;
  });
}

async function countOf(tx: Tx, ctx: Ctx, meeting: MeetingRow, ballot: BallotRow): Promise<BallotCount[]> {
  const ids = await itemsOf(tx.db, ballot.id);
  const dossiers = await dossiersOf(tx.db, { ids });
  const rules = await voteRulesOf(tx.db, dossiers, isoDateLocal(ctx.now));
  const papers = ballot.secret
    ? ballot.box.map((paper) => paper.choices)
    : (await tx.db.selectFrom('ballot_vote').select('choices').where('ballot_id', '=', ballot.id).execute()).map(
        (vote) => vote.choices,
      );
  const written = (await votersOf(tx.db, [ballot.id])).filter((one) => one.way === 'written').length;
  const { present } = await attendanceOf(tx.db, meeting.id);
  return countBallot({
    items: ids.map((dossierId) => ({ dossierId, rule: rules.get(dossierId) as VoteRule })),
    papers,
    members: meeting.quorum!.members,
    present: present + written,
  });
}

/** Nothing is left by which papers could be made, or by which a request for a signature could be told. */
const forgetKey = { private_key: null, slips: json({ issued: 0, left: [] }) };

async function forgetRequests(tx: Tx, ballotId: string): Promise<void> {
  await tx.db.updateTable('ballot_voter').set({ request: null }).where('ballot_id', '=', ballotId).execute();
}

/** Old versions of the row of the box lie in the file of the table until it is swept: they would tell the order in which papers came. */
async function sweep(ctx: Ctx): Promise<void> {
  for (const table of ['ballot', 'ballot_voter'])
    await sql`vacuum ${sql.table(table)}`.execute(ctx.app.db).catch((err: unknown) => {
      ctx.app.log.warn({ err, table }, 'sweeping after a ballot failed; autovacuum will come round');
    });
}

/** Ends a ballot and counts it. @throws RuleError 'ballot.closed', 'ballot.empty' */
export async function closeBallot(
  ctx: Ctx,
  args: { slug: string; meetingId: string; ballotId: string },
): Promise<BallotCount[]> {
  const { call, meeting } = await openToRun(ctx, args);
  const ballot = await requireBallot(ctx.app.db, args.ballotId, meeting.id);
  const init = {
    act: 'ballot.close',
    programmeId: call.programmeId,
    subject: { kind: 'ballot', id: ballot.id },
    summary: `Kết thúc bỏ phiếu lần ${ballot.no} và kiểm phiếu.`,
  };
  const result = await act(ctx, init, async (tx) => {
    const row = await lockMeeting(tx, meeting.id, ['open']);
    const locked = await lockOpenBallot(tx.db, ballot.id);
    const counts = await countOf(tx, ctx, row, locked);
    if (counts.every((one) => one.voted === 0))
      throw new RuleError({
        code: 'ballot.empty',
        message: 'Chưa có phiếu nào nên chưa kiểm phiếu được. Nếu không bỏ phiếu nữa, hãy hủy lần bỏ phiếu này.',
      });
    await tx.db
      .updateTable('ballot')
      .set({ state: 'closed', closed_at: ctx.now, result: json(counts), ...forgetKey })
      .where('id', '=', locked.id)
      .execute();
    await forgetRequests(tx, locked.id);
    tx.note({ changes: { result: counts } });
    return counts;
  });
  if (ballot.secret) await sweep(ctx);
  return result;
}

/** Declares a ballot void, with a reason that stands in the minutes; the dossiers can be voted on again. */
export async function cancelBallot(
  ctx: Ctx,
  args: { slug: string; meetingId: string; ballotId: string; reason: string },
): Promise<void> {
  const { call, meeting } = await openToRun(ctx, args);
  const ballot = await requireBallot(ctx.app.db, args.ballotId, meeting.id);
  const reason = readReason(args.reason);
  const init = {
    act: 'ballot.cancel',
    programmeId: call.programmeId,
    subject: { kind: 'ballot', id: ballot.id },
    summary: `Hủy lần bỏ phiếu ${ballot.no}: ${reason}`,
    changes: { reason },
  };
  await act(ctx, init, async (tx) => {
    await lockMeeting(tx, meeting.id, ['open']);
    const { numUpdatedRows } = await tx.db
      .updateTable('ballot')
      .set({ state: 'cancelled', cancel_reason: reason, ...forgetKey })
      .where('id', '=', ballot.id)
      .where('state', 'in', ['open', 'closed'])
      .executeTakeFirst();
    if (numUpdatedRows === 0n)
      throw new RuleError({ code: 'ballot.cancelled', status: 409, message: 'Lần bỏ phiếu này đã được hủy trước đó.' });
    await forgetRequests(tx, ballot.id);
  });
  if (ballot.secret) await sweep(ctx);
}
