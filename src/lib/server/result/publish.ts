import { RuleError } from '#lib/domain/kernel/errors.ts';
import { joinVi } from '#lib/domain/kernel/text.ts';
import type { PrizeTier } from '#lib/domain/programme/types.ts';
import { checkAwards } from '#lib/domain/result/prizes.ts';
import { readersOf } from '../entry/readers.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { gatherAwards, requireDecidingRound } from './awards.ts';
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
      const { entries, awards, proposed, decisions } = await gatherAwards(tx.db, programme);
      if (decisions.results?.published_at)
        throw new RuleError({ code: 'result.published', message: 'Kết quả đã được công bố.', status: 409 });
      const byId = new Map(entries.map((entry) => [entry.id, entry]));
      const gone = awards.filter((award) => !byId.has(award.entry_id));
      const check = checkAwards({
        prizes: doc.prizes,
        awards: awards.map((award) => ({ entryId: award.entry_id, tierId: award.tier_id, amount: award.amount })),
        scores: new Map(entries.flatMap(({ id, score }) => (score === null ? [] : [[id, score]]))),
      });
      const blocking = check.blocking.map((issue) => issue.message);
      if (gone.length > 0) blocking.push('Có bài được trao giải nhưng đã rút hoặc bị loại. Hãy bỏ giải của bài đó.');
      if (awards.length === 0) blocking.push('Chưa quyết định giải nào.');
      if (blocking.length > 0) blocked(blocking);

      const tierOf = new Map(
        awards.map((award) => [award.entry_id, doc.prizes.tiers.find((t) => t.id === award.tier_id)!]),
      );
      const passed = [...proposed.keys()]
        .filter((id) => byId.has(id) && !tierOf.has(id))
        .map((id) => byId.get(id)!.code);
      const differs = [
        ...(passed.length > 0 ? [`Bài ${joinVi(passed)} được Ban Giám khảo đề xuất nhưng không được trao giải.`] : []),
        ...check.notes.map((issue) => issue.message),
      ];
      const note = differs.length > 0 ? requireReason(args.note, differs.join(' '), 'note') : args.note?.trim() || null;

      const winners = entries.filter((entry) => tierOf.has(entry.id));
      const others = entries.filter((entry) => !tierOf.has(entry.id));
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
      };
      await tx.db
        .insertInto('decision')
        .values({ programme_id: programme.id, kind: 'results', ...row })
        .onConflict((conflict) => conflict.columns(['programme_id', 'kind']).doUpdateSet(row))
        .execute();
      const receivers = await readersOf(
        tx.db,
        entries.map((entry) => entry.id),
      );
      for (const entry of entries)
        for (const to of receivers.get(entry.id) ?? []) {
          const letter = { app: ctx.app, doc, entry, to };
          const tier: PrizeTier | undefined = tierOf.get(entry.id);
          await tx.send(tier ? awardMail(letter, tier) : noAwardMail(letter));
        }
      tx.publish();
      tx.note({
        summary: `Công bố kết quả: ${winners.length} giải, Quyết định số ${paper.number}.`,
        changes: { ...paper, note, awards: winners.map((entry) => [entry.code, tierOf.get(entry.id)!.id]) },
      });
    },
  );
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
