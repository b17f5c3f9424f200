import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isSignedIn, requireAllowed } from '../platform/policy.ts';
import { canJudge, isJudgeOf } from './policy.ts';
import { lockRound, type RoundKey } from './rounds.ts';

/** What a judge declares before the first score of a round (K26-2b, conflict of interest). */
export const declarationText =
  'Tôi đã xem danh sách bài được phân công. Ngoài các bài tôi đã khai (nếu có), tôi không phải là tác giả, không có quan hệ gia đình, công tác, kinh tế hay quan hệ nào khác với tác giả có thể làm việc chấm điểm thiếu khách quan. Nếu biết có quan hệ như vậy trong khi chấm, tôi sẽ khai ngay và không chấm bài đó.';

/** The judge declares once a round; before that no score is taken. Declaring again changes nothing. */
export async function declareNoConflict(ctx: Ctx, key: RoundKey): Promise<void> {
  requireAllowed(canJudge(ctx, 'judging.score', key.programmeId));
  const { actor } = ctx;
  if (!isSignedIn(actor)) throw notFound();
  await act(
    ctx,
    { act: 'judging.declare', programmeId: key.programmeId, summary: 'Giám khảo khai về xung đột lợi ích' },
    async (tx) => {
      const { round } = await lockRound(tx.db, key);
      await tx.db
        .insertInto('judge_declaration')
        .values({
          programme_id: key.programmeId,
          round_id: key.roundId,
          judge_id: actor.id,
          at: ctx.now,
          text: declarationText,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      tx.note({
        summary: `Giám khảo khai về xung đột lợi ích trước khi chấm ${round.name}`,
        subject: { kind: 'round', id: key.roundId },
      });
    },
  );
}

/**
 * The judge names a relation to an entry: the assignment ends at once and the entry waits for another judge. A signed
 * sheet of this judge counts no more.
 */
export async function declareConflict(ctx: Ctx, args: { assignmentId: string; reason: string }): Promise<void> {
  const { actor } = ctx;
  const reason = cleanMultiline(args.reason).trim();
  if (!isSignedIn(actor) || !isUuid(args.assignmentId)) throw notFound('Bài chấm này');
  const found = await ctx.app.db
    .selectFrom('assignment')
    .select(['programme_id as programmeId', 'round_id as roundId', 'entry_id as entryId'])
    .where('id', '=', args.assignmentId)
    .where('judge_id', '=', actor.id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (!found || !isJudgeOf(ctx, found.programmeId)) throw notFound('Bài chấm này');
  if (reason === '')
    throw new RuleError({
      code: 'judging.conflict-reason',
      message: 'Hãy ghi quan hệ với bài này, ví dụ: cùng đơn vị với tác giả.',
      field: 'conflictReason',
    });
  await act(
    ctx,
    { act: 'judging.declare-conflict', programmeId: found.programmeId, summary: 'Giám khảo khai xung đột lợi ích' },
    async (tx) => {
      const { round, state } = await lockRound(tx.db, found);
      if (state === 'closed')
        throw new RuleError({
          code: 'judging.round-closed',
          message: `${round.name} đã kết thúc chấm. Hãy báo ngay cho Trưởng Ban Giám khảo về quan hệ này.`,
        });
      const entry = await tx.db
        .selectFrom('entry')
        .select('code')
        .where('id', '=', found.entryId)
        .executeTakeFirstOrThrow();
      const declared = {
        source: 'declared' as const,
        ground: 'declared' as const,
        reason,
        at: ctx.now,
        by_id: actor.id,
        lifted_at: null,
        lifted_by: null,
        lifted_reason: null,
      };
      await tx.db
        .insertInto('conflict')
        .values({ programme_id: found.programmeId, judge_id: actor.id, entry_id: found.entryId, ...declared })
        .onConflict((conflict) => conflict.columns(['judge_id', 'entry_id']).doUpdateSet(declared))
        .execute();
      await tx.db
        .updateTable('assignment')
        .set({ withdrawn_at: ctx.now, withdrawn_reason: 'Giám khảo khai xung đột lợi ích' })
        .where('judge_id', '=', actor.id)
        .where('entry_id', '=', found.entryId)
        .where('withdrawn_at', 'is', null)
        .execute();
      tx.note({
        summary: `Giám khảo khai xung đột lợi ích với bài ${entry.code}; bài chờ phân công lại`,
        subject: { kind: 'entry', id: found.entryId },
        changes: { reason },
      });
    },
  );
}
