import type { Kysely } from 'kysely';
import { proposeAdvance } from '#lib/domain/judging/advance.ts';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { cleanMultiline, joinVi } from '#lib/domain/kernel/text.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import type { ContestProgramme } from '#lib/domain/programme/types.ts';
import { isSide, proposePrizes as prizesByRank, requireAwardAllowed } from '#lib/domain/result/prizes.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { DB, ProposalKind } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { proposalKind } from './closeRound.ts';
import { canJudge } from './policy.ts';
import { type RankedRow, storedRanking } from './ranking.ts';
import { type JudgingRound, lockRound, type RoundKey, requireClosed } from './rounds.ts';

/** Whether the organisers have decided about what the jury proposed: then the proposal stands as it is. */
export async function proposalDecided(db: Kysely<DB>, programmeId: string, kind: ProposalKind): Promise<boolean> {
  const decision = await db
    .selectFrom('decision')
    .select('id')
    .where('programme_id', '=', programmeId)
    .where('kind', '=', kind === 'prize' ? 'results' : 'finalists')
    .executeTakeFirst();
  return decision !== undefined;
}

/** Once the organisers have decided, a changed proposal would only rewrite history. */
async function requireUndecided(db: Kysely<DB>, programmeId: string, kind: ProposalKind): Promise<void> {
  if (await proposalDecided(db, programmeId, kind))
    throw new RuleError({ code: 'judging.decided', message: 'Ban Tổ chức đã quyết định nên không sửa đề nghị nữa.' });
}

const undecidedTie = (rows: RankedRow[], ids: string[]): RuleError =>
  new RuleError({
    code: 'judging.tie-undecided',
    message: `Các bài ${joinVi(ids.map((id) => rows.find((row) => row.entryId === id)?.code ?? ''))} bằng điểm ở ranh giới nên chưa lập được đề nghị.`,
    hint: 'Trưởng Ban Giám khảo xếp thứ tự các bài bằng điểm trước.',
  });

/** K24-9: a proposal for some of the prizes would look like one for all of them. */
const countsMissing = (doc: ContestProgramme, tierIds: readonly string[]): RuleError => {
  const names = doc.prizes.tiers.filter((tier) => tierIds.includes(tier.id)).map((tier) => tier.name);
  return new RuleError({
    code: 'judging.prizes-uncounted',
    message: `Thể lệ chưa có số lượng ${joinVi(names)} nên chưa lập được đề nghị.`,
    clause: clauseLabel(doc, doc.prizes.clause),
    hint: 'Ban Tổ chức nhập số lượng giải trước; xếp hạng được giữ nguyên.',
  });
};

const replaceProposals = async (
  tx: Tx,
  ctx: Ctx,
  programmeId: string,
  kind: ProposalKind,
  proposals: { entryId: string; tierId: string | null }[],
): Promise<void> => {
  await tx.db.deleteFrom('proposal').where('programme_id', '=', programmeId).where('kind', '=', kind).execute();
  if (proposals.length > 0)
    await tx.db
      .insertInto('proposal')
      .values(
        proposals.map(({ entryId, tierId }) => ({
          programme_id: programmeId,
          entry_id: entryId,
          kind,
          tier_id: tierId,
          proposed_by: ctx.actor.id as string,
          at: ctx.now,
        })),
      )
      .execute();
};

/**
 * After the preliminary round the jury proposes who goes on (K26-4c): the first `count` of the ranking (default: the number of
 * the programme). A tie across the line has to be decided first. Replaces an earlier proposal.
 */
export async function proposeFinalists(
  ctx: Ctx,
  args: RoundKey & { count?: number | null },
): Promise<{ proposed: number }> {
  requireAllowed(canJudge(ctx, 'judging.chair', args.programmeId));
  return act(
    ctx,
    { act: 'judging.propose-finalists', programmeId: args.programmeId, summary: 'Trình danh sách vào vòng sau' },
    async (tx) => {
      const jr = await lockRound(tx.db, args);
      requireClosed(jr);
      if (proposalKind(jr) !== 'finalist') throw notFound('Đề nghị này');
      await requireUndecided(tx.db, args.programmeId, 'finalist');
      const count = args.count ?? jr.round.advance.value;
      if (count === null || !Number.isInteger(count) || count < 1)
        throw new RuleError({
          code: 'judging.advance-count',
          message: 'Hãy nhập số bài đề nghị vào vòng sau (số nguyên từ 1).',
          field: 'count',
        });
      const rows = await storedRanking(tx.db, args);
      const { proposed, undecided } = proposeAdvance(rows, count);
      if (undecided.length > 0) throw undecidedTie(rows, undecided);
      await replaceProposals(
        tx,
        ctx,
        args.programmeId,
        'finalist',
        proposed.map((entryId) => ({ entryId, tierId: null })),
      );
      tx.note({
        summary: `Ban Giám khảo đề nghị ${proposed.length} bài vào vòng sau ${jr.round.name}`,
        subject: { kind: 'round', id: args.roundId },
        changes: { codes: proposed.map((id) => rows.find((row) => row.entryId === id)?.code) },
      });
      return { proposed: proposed.length };
    },
  );
}

/** After the final the jury proposes prizes by rank and tier (K26-4e); the organising committee decides. Replaces an earlier proposal. */
export async function proposePrizes(ctx: Ctx, key: RoundKey): Promise<{ proposed: number }> {
  requireAllowed(canJudge(ctx, 'judging.chair', key.programmeId));
  return act(
    ctx,
    { act: 'judging.propose-prizes', programmeId: key.programmeId, summary: 'Trình đề nghị trao giải' },
    async (tx) => {
      const jr = await lockRound(tx.db, key);
      requireClosed(jr);
      if (proposalKind(jr) !== 'prize') throw notFound('Đề nghị này');
      await requireUndecided(tx.db, key.programmeId, 'prize');
      const rows = await storedRanking(tx.db, key);
      const { proposals, open } = prizesByRank(jr.programme.doc.prizes, rows);
      const tied = open.flatMap((gap) => gap.entryIds);
      if (tied.length > 0) throw undecidedTie(rows, tied);
      const uncounted = open.flatMap((gap) => gap.tierIds);
      if (uncounted.length > 0) throw countsMissing(jr.programme.doc, uncounted);
      await replaceProposals(tx, ctx, key.programmeId, 'prize', proposals);
      tx.note({
        summary: `Ban Giám khảo đề nghị ${proposals.length} giải (${jr.round.name})`,
        subject: { kind: 'round', id: key.roundId },
        changes: {
          prizes: proposals.map(({ entryId, tierId }) => [rows.find((row) => row.entryId === entryId)?.code, tierId]),
        },
      });
      return { proposed: proposals.length };
    },
  );
}

/**
 * The chair changes the proposal for one entry, with a note: in or out (finalists), or another tier (prizes; null: none). The
 * number of each tier holds here too (K26-5a).
 */
export async function changeProposal(
  ctx: Ctx,
  args: RoundKey & { entryId: string; choice: { in: boolean } | { tierId: string | null }; note: string },
): Promise<void> {
  requireAllowed(canJudge(ctx, 'judging.chair', args.programmeId));
  const note = cleanMultiline(args.note).trim();
  if (note === '')
    throw new RuleError({ code: 'judging.reason', message: 'Hãy ghi căn cứ thay đổi đề nghị.', field: 'note' });
  await act(
    ctx,
    { act: 'judging.change-proposal', programmeId: args.programmeId, summary: 'Sửa đề nghị của Ban Giám khảo' },
    async (tx) => {
      const jr = await lockRound(tx.db, args);
      requireClosed(jr);
      const kind = proposalKind(jr);
      await requireUndecided(tx.db, args.programmeId, kind);
      const row = (await storedRanking(tx.db, args)).find((one) => one.entryId === args.entryId);
      if (!row || 'in' in args.choice !== (kind === 'finalist')) throw notFound('Bài này');
      const tierId = 'tierId' in args.choice ? args.choice.tierId : null;
      // K24-10: side prizes go by interactions, the jury proposes none
      if (jr.programme.doc.prizes.tiers.some((tier) => tier.id === tierId && isSide(tier)))
        throw notFound('Hạng giải này');
      if (tierId) {
        const others = await tx.db
          .selectFrom('proposal')
          .select(['entry_id as entryId', 'tier_id'])
          .where('programme_id', '=', args.programmeId)
          .where('kind', '=', 'prize')
          .where('entry_id', '<>', args.entryId)
          .execute();
        requireAwardAllowed({
          prizes: jr.programme.doc.prizes,
          awards: others.flatMap(({ entryId, tier_id }) => (tier_id ? [{ entryId, tierId: tier_id }] : [])),
          award: { entryId: args.entryId, tierId },
          score: row.score,
        });
      }
      await tx.db
        .deleteFrom('proposal')
        .where('programme_id', '=', args.programmeId)
        .where('kind', '=', kind)
        .where('entry_id', '=', args.entryId)
        .execute();
      const keeps = 'in' in args.choice ? args.choice.in : tierId !== null;
      if (keeps)
        await tx.db
          .insertInto('proposal')
          .values({
            programme_id: args.programmeId,
            entry_id: args.entryId,
            kind,
            tier_id: tierId,
            proposed_by: ctx.actor.id as string,
            at: ctx.now,
            note,
          })
          .execute();
      tx.note({
        summary: `Sửa đề nghị của Ban Giám khảo cho bài ${row.code}`,
        subject: { kind: 'entry', id: args.entryId },
        changes: { note, ...args.choice },
      });
    },
  );
}

export interface ProposalRow {
  entryId: string;
  tierId: string | null;
  note: string | null;
  at: Date;
}

/** The jury's proposal that follows from a round. */
export async function proposalOf(db: Kysely<DB>, jr: JudgingRound): Promise<ProposalRow[]> {
  return db
    .selectFrom('proposal')
    .select(['entry_id as entryId', 'tier_id as tierId', 'note', 'at'])
    .where('programme_id', '=', jr.programme.id)
    .where('kind', '=', proposalKind(jr))
    .execute();
}
