import { RuleError } from '#lib/domain/kernel/errors.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { json } from '../platform/db/sql.ts';
import { requireAllowed } from '../platform/policy.ts';
import { requireReason } from './conflictActs.ts';
import { canJudge } from './policy.ts';
import { type ResultDetail, storedRanking } from './ranking.ts';
import { lockRound, type RoundKey, requireClosed } from './rounds.ts';

/**
 * The chair places entries that no rule could tell apart, all entries of one tie at once, with a reason on record
 * (programme's tie rule `decision`).
 */
export async function decideTie(ctx: Ctx, args: RoundKey & { order: string[]; reason: string }): Promise<void> {
  requireAllowed(canJudge(ctx, 'judging.chair', args.programmeId));
  const reason = requireReason(args.reason, 'Hãy ghi căn cứ xếp thứ tự các bài bằng điểm.');
  await act(
    ctx,
    { act: 'judging.decide-tie', programmeId: args.programmeId, summary: 'Quyết định thứ tự các bài bằng điểm' },
    async (tx) => {
      const jr = await lockRound(tx.db, args);
      requireClosed(jr);
      const rows = await storedRanking(tx.db, args);
      const first = rows.find((row) => row.entryId === args.order[0]);
      const group = rows.filter((row) => row.tied && row.rank === first?.rank);
      const same =
        group.length > 1 &&
        new Set(args.order).size === args.order.length &&
        group.length === args.order.length &&
        group.every((row) => args.order.includes(row.entryId));
      if (!first || !same)
        throw new RuleError({
          code: 'judging.tie-order',
          message: 'Hãy xếp thứ tự cho đủ các bài bằng điểm của nhóm, mỗi bài một thứ tự khác nhau.',
          field: 'order',
        });
      for (const [index, entryId] of args.order.entries()) {
        const row = group.find((one) => one.entryId === entryId)!;
        const detail: ResultDetail = {
          sheets: row.sheets,
          spreadPercent: row.spreadPercent,
          totals: row.totals,
          tieNote: `Bằng điểm với ${group.length - 1} bài khác; Trưởng Ban Giám khảo xếp thứ ${index + 1}: ${reason}`,
          decided: { by: ctx.actor.name, at: ctx.now.toISOString(), reason },
        };
        await tx.db
          .updateTable('round_result')
          .set({ rank: first.rank + index, tied: false, detail: json(detail) })
          .where('programme_id', '=', args.programmeId)
          .where('round_id', '=', args.roundId)
          .where('entry_id', '=', entryId)
          .execute();
      }
      const codes = args.order.map((id) => group.find((row) => row.entryId === id)?.code);
      tx.note({
        summary: `Xếp thứ tự ${group.length} bài bằng điểm ở hạng ${first.rank} (${jr.round.name}): ${codes.join(', ')}`,
        subject: { kind: 'round', id: args.roundId },
        changes: { reason, order: codes },
      });
    },
  );
}
