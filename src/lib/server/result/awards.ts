import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { clean } from '#lib/domain/kernel/text.ts';
import type { PrizeTier } from '#lib/domain/programme/types.ts';
import { isSide, requireAwardAllowed } from '#lib/domain/result/prizes.ts';
import { readersOf } from '../entry/readers.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { enterContestPrizes } from '../register/prizes.ts';
import { requireFrozen } from './frozen.ts';
import { type Gathered, gatherAwards, interactionsOf, requireDecidingRound } from './gather.ts';
import { awardMail } from './mails.ts';
import { canResult, deciderId } from './policy.ts';
import { awardsInForce, lockResults, type ResultEntry, requireClosed, requireReason } from './queries.ts';
import { revokeAward } from './revoke.ts';
import { moveEntries, recordSteps } from './states.ts';

/** The programme of an entry, for whoever may decide about it. @throws 404 */
async function programmeOfEntry(ctx: Ctx, entryId: string): Promise<{ programmeId: string; code: string }> {
  const row = isUuid(entryId)
    ? await ctx.app.db.selectFrom('entry').select(['programme_id', 'code']).where('id', '=', entryId).executeTakeFirst()
    : undefined;
  if (!row) throw notFound('Bài dự thi này');
  requireAllowed(canResult(ctx, 'result.decide', row.programme_id));
  return { programmeId: row.programme_id, code: row.code ?? '' };
}

/** Why a prize needs a reason: it is not the one that was proposed. */
function deviation(
  { by, proposed, side }: Gathered,
  { doc }: StoredProgramme,
  entryId: string,
  tier: PrizeTier,
): string {
  const nameOf = (id: string | undefined) => doc.prizes.tiers.find((one) => one.id === id)?.name;
  if (isSide(tier))
    return side.proposed.size > 0
      ? `Theo lượt tương tác đã chốt, ${tier.name} thuộc về bài khác.`
      : 'Các bài bằng nhau về tương tác hoặc chưa đủ căn cứ gợi ý.';
  const other = nameOf(proposed.get(entryId));
  if (by === 'combination')
    return other
      ? `Theo điểm chung bài này được ${other}, Ban Tổ chức trao ${tier.name}.`
      : `Theo điểm chung bài này chưa được xếp vào hạng giải nào, Ban Tổ chức trao ${tier.name}.`;
  if (by === null) return 'Ban Giám khảo chưa có đề xuất giải.';
  return other
    ? `Ban Giám khảo đề xuất ${other}, Ban Tổ chức trao ${tier.name}.`
    : `Ban Giám khảo không đề xuất bài này, Ban Tổ chức trao ${tier.name}.`;
}

/** The entry as its tier sees it, with what that tier goes by. @throws RuleError when it takes no part in that */
function contender(gathered: Gathered, entryId: string, side: boolean): { entry: ResultEntry; score: string | null } {
  const entry = gathered.entries.find((e) => e.id === entryId);
  if (side) {
    const row = gathered.calculation?.interactions.find((one) => one.entryId === entryId);
    if (!entry || !row)
      throw new RuleError({
        code: 'result.not-on-show',
        message: 'Bài này không được trưng bày đến khi chốt tương tác nên không xét giải phụ được.',
        field: 'entryId',
      });
    return { entry, score: interactionsOf(gathered.calculation).find((one) => one.entryId === entryId)?.score ?? null };
  }
  if (!entry || entry.score === null)
    throw new RuleError({
      code: 'result.not-in-round',
      message: `Bài này không có kết quả ${gathered.round.name} nên không trao giải được.`,
      field: 'entryId',
    });
  return { entry, score: entry.score };
}

/** Gives one prize inside a locked act. */
async function give(
  tx: Tx,
  ctx: Ctx,
  programme: StoredProgramme,
  gathered: Gathered,
  args: { entryId: string; tierId: string; reason?: string | undefined },
): Promise<{ entry: ResultEntry; tier: PrizeTier; reason: string | null }> {
  const { awards, decisions } = gathered;
  const { doc } = programme;
  const side = doc.prizes.tiers.some((one) => one.id === args.tierId && isSide(one));
  if (side || doc.combination) requireFrozen(doc, gathered.calculation, ctx.now);
  const { entry, score } = contender(gathered, args.entryId, side);
  const held = awards.find((award) => award.entry_id === entry.id && award.side === side);
  const tier = requireAwardAllowed({
    prizes: doc.prizes,
    awards: awards
      .filter((award) => award !== held)
      .map((award) => ({ entryId: award.entry_id, tierId: award.tier_id })),
    award: { entryId: entry.id, tierId: args.tierId },
    score,
  });
  if (held?.tier_id === tier.id)
    throw new RuleError({ code: 'result.same-tier', message: `Bài ${entry.code} đã được ${tier.name}.`, status: 409 });

  if (decisions.finalists && !decisions.finalists.published_at)
    throw new RuleError({
      code: 'result.finalists-hidden',
      message: 'Danh sách vào vòng cuối chưa công bố nên chưa quyết định giải được.',
      hint: 'Hãy công bố danh sách vào vòng cuối trước.',
    });
  const published = decisions.results?.published_at != null;
  const follows = (side ? gathered.side.proposed : gathered.proposed).get(entry.id) === tier.id;
  let reason = clean(args.reason ?? '') || null;
  if (!follows) reason = requireReason(args.reason, deviation(gathered, programme, entry.id, tier));
  else if (published) reason = requireReason(args.reason, 'Kết quả đã công bố.');

  if (held)
    await revokeAward(tx, ctx, {
      programme,
      entry,
      award: held,
      published,
      reason: reason ?? `Chuyển sang ${tier.name}.`,
      // the entry keeps a prize
      moveState: false,
    });
  await tx.db
    .insertInto('award')
    .values({
      programme_id: programme.id,
      entry_id: entry.id,
      tier_id: tier.id,
      side,
      amount: tier.amount,
      decided_by: deciderId(ctx),
      decided_at: ctx.now,
      reason,
    })
    .execute();
  if (published) await makeKnown(tx, ctx, programme, entry, tier, reason);
  return { entry, tier, reason };
}

async function makeKnown(
  tx: Tx,
  ctx: Ctx,
  programme: StoredProgramme,
  entry: ResultEntry,
  tier: PrizeTier,
  reason: string | null,
): Promise<void> {
  if (entry.state !== 'awarded') {
    await moveEntries(tx, ctx, programme.doc, [entry], 'award');
    await recordSteps(tx, ctx, [{ entryId: entry.id, from: entry.state, to: 'awarded', reason }]);
  }
  await enterContestPrizes(tx, ctx, programme.id);
  for (const to of (await readersOf(tx.db, [entry.id])).get(entry.id) ?? [])
    await tx.send(awardMail({ app: ctx.app, doc: programme.doc, entry, to }, [tier]));
  tx.publish();
}

/**
 * K26-4e, K26-5a, K24-10: the organisers give an entry a prize, or another prize than it has. The number of each tier, its
 * floor and one prize of a kind an entry hold even when two organisers decide at once.
 * @param args.reason asked for where something else was proposed, and after publication
 */
export async function decideAward(ctx: Ctx, args: { entryId: string; tierId: string; reason?: string }): Promise<void> {
  const { programmeId, code } = await programmeOfEntry(ctx, args.entryId);
  await act(
    ctx,
    {
      act: 'result.award',
      programmeId,
      subject: { kind: 'entry', id: args.entryId },
      summary: `Quyết định giải cho bài ${code}.`,
    },
    async (tx) => {
      const programme = await lockResults(tx, programmeId);
      await requireClosed(tx.db, programme.id, requireDecidingRound(programme));
      const { tier, reason } = await give(tx, ctx, programme, await gatherAwards(tx.db, programme), args);
      tx.note({
        summary: `Quyết định trao ${tier.name} cho bài ${code}.`,
        changes: { tier: tier.id, amount: tier.amount, reason },
      });
    },
  );
}

/**
 * Gives every prize as the jury proposed it, or as the combined score places it, except to entries that have one already.
 * @returns how many were given
 */
export async function followProposal(ctx: Ctx, args: { programmeId: string }): Promise<number> {
  requireAllowed(canResult(ctx, 'result.decide', args.programmeId));
  return act(
    ctx,
    {
      act: 'result.follow-proposal',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Quyết định giải theo đề xuất của Ban Giám khảo.',
    },
    async (tx) => {
      const programme = await lockResults(tx, args.programmeId);
      await requireClosed(tx.db, programme.id, requireDecidingRound(programme));
      let gathered = await gatherAwards(tx.db, programme);
      if (gathered.decisions.results?.published_at)
        throw new RuleError({ code: 'result.published', message: 'Kết quả đã được công bố.', status: 409 });
      if (programme.doc.combination) requireFrozen(programme.doc, gathered.calculation, ctx.now);
      const waiting = gathered.entries.filter(
        (entry) =>
          gathered.proposed.has(entry.id) &&
          !gathered.awards.some((award) => award.entry_id === entry.id && !award.side),
      );
      if (waiting.length === 0)
        throw new RuleError({
          code: 'result.nothing-proposed',
          message: 'Không còn đề xuất nào chưa được quyết định.',
        });
      for (const entry of waiting) {
        await give(tx, ctx, programme, gathered, { entryId: entry.id, tierId: gathered.proposed.get(entry.id)! });
        gathered = { ...gathered, awards: await awardsInForce(tx.db, programme.id) };
      }
      tx.note({
        summary: `Quyết định ${waiting.length} giải theo ${gathered.by === 'combination' ? 'điểm chung' : 'đề xuất của Ban Giám khảo'}.`,
        changes: { given: waiting.map((entry) => [entry.code, gathered.proposed.get(entry.id)]) },
      });
      return waiting.length;
    },
  );
}

/**
 * Takes a prize back. Before publication it simply is no longer given; after it the prize is revoked for a reason, its
 * certificates lose their force and the authors are told.
 * @param args.side the side prize of the entry, not the one by score
 */
export async function withdrawAward(
  ctx: Ctx,
  args: { entryId: string; side?: boolean; reason?: string },
): Promise<void> {
  const { programmeId, code } = await programmeOfEntry(ctx, args.entryId);
  await act(
    ctx,
    {
      act: 'result.withdraw-award',
      programmeId,
      subject: { kind: 'entry', id: args.entryId },
      summary: `Bỏ giải của bài ${code}.`,
    },
    async (tx) => {
      const programme = await lockResults(tx, programmeId);
      const { entries, awards, decisions } = await gatherAwards(tx.db, programme);
      const award = awards.find((a) => a.entry_id === args.entryId && a.side === (args.side ?? false));
      if (!award) throw new RuleError({ code: 'result.no-award', message: 'Bài này không có giải nào.', status: 409 });
      const published = decisions.results?.published_at != null;
      const reason = published ? requireReason(args.reason, 'Kết quả đã công bố.') : clean(args.reason ?? '') || null;
      const entry = entries.find((e) => e.id === args.entryId) ?? null;
      await revokeAward(tx, ctx, { programme, entry, award, published, reason, moveState: true });
      const tier = programme.doc.prizes.tiers.find((t) => t.id === award.tier_id);
      tx.note({
        summary: `${published ? 'Thu hồi' : 'Bỏ quyết định'} ${tier?.name ?? award.tier_id} của bài ${code}.`,
        changes: { tier: award.tier_id, reason },
      });
    },
  );
}
