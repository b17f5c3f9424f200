import { RuleError } from '#lib/domain/kernel/errors.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import type { PrizeTier } from '#lib/domain/programme/types.ts';
import { readersOf } from '../entry/readers.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { enterContestPrizes } from '../register/prizes.ts';
import { checkAll } from './board.ts';
import { needsFreeze, waitsForFreeze } from './frozen.ts';
import { type Gathered, gatherAwards, requireDecidingRound } from './gather.ts';
import { awardMail, noAwardMail } from './mails.ts';
import { canResult, deciderId } from './policy.ts';
import { type DecisionPaper, lockResults, readPaper, requireClosed, requireReason } from './queries.ts';
import { moveEntries, recordSteps } from './states.ts';

const blocked = (messages: string[]): never => {
  throw new RuleError({
    code: 'result.blocked',
    message: 'Chưa công bố kết quả được.',
    issues: messages.map((message) => ({ field: 'results', message })),
  });
};

/**
 * K26-5a, K24-9: makes the prizes public: every number of the prize structure is known, the prizes fit it, the decision has
 * number, day and signer. Entries become awarded or not awarded, and their authors are told.
 * @param args.note reason where a proposal of the jury was not followed or a prize is not given at all
 */
export async function publishResults(
  ctx: Ctx,
  args: { programmeId: string; number: string; date: string; signer: string; note?: string },
): Promise<void> {
  requireAllowed(canResult(ctx, 'result.decide', args.programmeId));
  const paper = requirePaper(args, ctx.now);
  await act(
    ctx,
    {
      act: 'result.publish',
      programmeId: args.programmeId,
      subject: { kind: 'programme', id: args.programmeId },
      summary: 'Công bố kết quả.',
    },
    async (tx) => {
      const programme = await lockResults(tx, args.programmeId);
      const { doc } = programme;
      const round = requireDecidingRound(programme);
      await requireClosed(tx.db, programme.id, round);
      const gathered = await gatherAwards(tx.db, programme);
      const { entries, awards, calculation, decisions } = gathered;
      if (decisions.results?.published_at)
        throw new RuleError({ code: 'result.published', message: 'Kết quả đã được công bố.', status: 409 });
      const known = new Set(entries.map((entry) => entry.id));
      const { blocking, notes } = checkAll(programme, gathered);
      if (needsFreeze(doc) && !calculation) blocking.push(waitsForFreeze(doc, ctx.now).message);
      if (awards.some((award) => !known.has(award.entry_id)))
        blocking.push('Có bài được trao giải nhưng đã rút hoặc bị loại. Hãy bỏ giải của bài đó.');
      for (const { entry_id, side } of awards)
        if (side && known.has(entry_id) && !calculation?.interactions.some((row) => row.entryId === entry_id))
          blocking.push('Có bài được giải phụ nhưng không còn được trưng bày. Hãy bỏ giải phụ của bài đó.');
      if (awards.length === 0) blocking.push('Chưa quyết định giải nào.');
      if (blocking.length > 0) blocked(blocking);

      const tierOf = (id: string) => doc.prizes.tiers.find((t) => t.id === id)!;
      const tiersOf = new Map(
        [...Map.groupBy(awards, (award) => award.entry_id)].map(([entryId, held]) => [
          entryId,
          held.toSorted((a, b) => Number(a.side) - Number(b.side)).map((award) => tierOf(award.tier_id)),
        ]),
      );
      const differs = [...passedOver(gathered), ...notes];
      const note = differs.length > 0 ? requireReason(args.note, differs.join(' '), 'note') : args.note?.trim() || null;

      const winners = entries.filter((entry) => tiersOf.has(entry.id));
      const others = entries.filter((entry) => !tiersOf.has(entry.id));
      await moveEntries(tx, ctx, doc, winners, 'award');
      await moveEntries(tx, ctx, doc, others, 'passPrize');
      await recordSteps(tx, ctx, [
        ...winners.map((entry) => ({ entryId: entry.id, from: entry.state, to: 'awarded' as const })),
        ...others.map((entry) => ({ entryId: entry.id, from: entry.state, to: 'not-awarded' as const })),
      ]);
      const row = {
        ...paper,
        note,
        decided_by: deciderId(ctx),
        decided_at: ctx.now,
        published_at: ctx.now,
        published_by: deciderId(ctx),
        calculation: calculation && json(calculation),
      };
      await tx.db
        .insertInto('decision')
        .values({ programme_id: programme.id, kind: 'results', ...row })
        .onConflict((conflict) => conflict.columns(['programme_id', 'kind']).doUpdateSet(row))
        .execute();
      await enterContestPrizes(tx, ctx, programme.id);
      const receivers = await readersOf(
        tx.db,
        entries.map((entry) => entry.id),
      );
      for (const entry of entries)
        for (const to of receivers.get(entry.id) ?? []) {
          const letter = { app: ctx.app, doc, entry, to };
          const tiers: PrizeTier[] = tiersOf.get(entry.id) ?? [];
          await tx.send(tiers.length > 0 ? awardMail(letter, tiers) : noAwardMail(letter));
        }
      tx.publish();
      tx.note({
        summary: `Công bố kết quả: ${awards.length} giải, Quyết định số ${paper.number}.`,
        changes: {
          ...paper,
          note,
          awards: winners.map((entry) => [entry.code, ...tiersOf.get(entry.id)!.map((tier) => tier.id)]),
        },
      });
    },
  );
}

/** Entries that were proposed for a prize and get none of that kind. */
function passedOver({ entries, awards, by, proposed, side }: Gathered): string[] {
  const without = (ids: Iterable<string>, sidePrize: boolean) =>
    [...ids].flatMap((id) => {
      const entry = entries.find((one) => one.id === id);
      return entry && !awards.some((award) => award.entry_id === id && award.side === sidePrize) ? [entry.code] : [];
    });
  const byScore = without(proposed.keys(), false);
  const bySide = without(side.proposed.keys(), true);
  const basis = by === 'combination' ? 'có điểm chung đạt giải' : 'được Ban Giám khảo đề xuất';
  return [
    ...(byScore.length > 0 ? [`Bài ${joinVi(byScore)} ${basis} nhưng không được trao giải.`] : []),
    ...(bySide.length > 0 ? [`Bài ${joinVi(bySide)} có tương tác cao nhất nhưng không được trao giải phụ.`] : []),
  ];
}

function requirePaper(args: DecisionPaper, now: Date) {
  const { number, date, signer } = readPaper(args, now);
  const missing = [
    ...(number ? [] : [{ field: 'number', message: 'Chưa ghi số quyết định.' }]),
    ...(date ? [] : [{ field: 'date', message: 'Chưa ghi ngày quyết định.' }]),
    ...(signer ? [] : [{ field: 'signer', message: 'Chưa ghi người ký quyết định.' }]),
  ];
  if (missing.length > 0)
    throw new RuleError({
      code: 'result.decision-paper',
      message:
        'Kết quả được công bố kèm số, ngày và người ký của quyết định; giấy chứng nhận in lại các thông tin này.',
      issues: missing,
    });
  return { number, date, signer };
}
