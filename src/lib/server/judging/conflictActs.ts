import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { cleanMultiline } from '#lib/domain/kernel/text.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { liftable } from './conflicts.ts';
import { canJudge } from './policy.ts';

export const requireReason = (text: string, what: string, field = 'reason'): string => {
  const reason = cleanMultiline(text).trim();
  if (reason === '') throw new RuleError({ code: 'judging.reason', message: what, field });
  if (reason.length > 2000)
    throw new RuleError({ code: 'judging.reason-long', message: 'Lý do dài tối đa 2.000 ký tự.', field });
  return reason;
};

/** The secretariat knows of a relation that no register shows. The assignment, if any, ends. */
export async function recordConflict(
  ctx: Ctx,
  args: { programmeId: string; judgeId: string; entryId: string; reason: string },
): Promise<void> {
  requireAllowed(canJudge(ctx, 'judging.assign', args.programmeId));
  const reason = requireReason(args.reason, 'Hãy ghi quan hệ giữa giám khảo và bài này.', 'conflictReason');
  if (!isUuid(args.judgeId) || !isUuid(args.entryId)) throw notFound('Bài này');
  await act(
    ctx,
    { act: 'judging.record-conflict', programmeId: args.programmeId, summary: 'Ghi nhận xung đột lợi ích' },
    async (tx) => {
      const entry = await tx.db
        .selectFrom('entry')
        .select('code')
        .where('id', '=', args.entryId)
        .where('programme_id', '=', args.programmeId)
        .executeTakeFirst();
      const judge = await tx.db
        .selectFrom('person')
        .select('full_name')
        .where('id', '=', args.judgeId)
        .executeTakeFirst();
      if (!entry || !judge) throw notFound('Bài này');
      const closed = await tx.db
        .selectFrom('assignment as a')
        .innerJoin('round_state as r', (join) =>
          join.onRef('r.programme_id', '=', 'a.programme_id').onRef('r.round_id', '=', 'a.round_id'),
        )
        .select('r.state')
        .where('a.judge_id', '=', args.judgeId)
        .where('a.entry_id', '=', args.entryId)
        .where('a.withdrawn_at', 'is', null)
        .forUpdate('r')
        .execute();
      const recorded = {
        source: 'secretary' as const,
        ground: 'secretary' as const,
        reason,
        at: ctx.now,
        by_id: ctx.actor.id,
        lifted_at: null,
        lifted_by: null,
        lifted_reason: null,
      };
      await tx.db
        .insertInto('conflict')
        .values({ programme_id: args.programmeId, judge_id: args.judgeId, entry_id: args.entryId, ...recorded })
        .onConflict((conflict) =>
          conflict
            .columns(['judge_id', 'entry_id'])
            .doUpdateSet(recorded)
            // what the judge said or the registers show is the stronger ground and stays
            .where('conflict.lifted_at', 'is not', null),
        )
        .execute();
      if (closed.every((row) => row.state !== 'closed'))
        await tx.db
          .updateTable('assignment')
          .set({ withdrawn_at: ctx.now, withdrawn_reason: `Xung đột lợi ích: ${reason}` })
          .where('judge_id', '=', args.judgeId)
          .where('entry_id', '=', args.entryId)
          .where('withdrawn_at', 'is', null)
          .execute();
      tx.note({
        summary: `Ghi nhận xung đột lợi ích giữa giám khảo ${judge.full_name} và bài ${entry.code}`,
        subject: { kind: 'entry', id: args.entryId },
        changes: { reason, judgeId: args.judgeId },
      });
    },
  );
}

/**
 * The chair finds a conflict unfounded: one recorded by the secretariat, or a mere shared name. What a judge declared and
 * what the registers prove cannot be lifted.
 */
export async function liftConflict(ctx: Ctx, args: { conflictId: string; reason: string }): Promise<void> {
  const row = isUuid(args.conflictId)
    ? await ctx.app.db.selectFrom('conflict').selectAll().where('id', '=', args.conflictId).executeTakeFirst()
    : undefined;
  if (!row) throw notFound('Xung đột này');
  requireAllowed(canJudge(ctx, 'judging.chair', row.programme_id));
  const reason = requireReason(args.reason, 'Hãy ghi căn cứ để gỡ xung đột lợi ích này.');
  if (!liftable(row))
    throw new RuleError({
      code: 'judging.conflict-stands',
      message: 'Không gỡ được xung đột do giám khảo tự khai hoặc do dữ liệu cho thấy rõ.',
    });
  await act(
    ctx,
    { act: 'judging.lift-conflict', programmeId: row.programme_id, summary: 'Gỡ xung đột lợi ích' },
    async (tx) => {
      await tx.db
        .updateTable('conflict')
        .set({ lifted_at: ctx.now, lifted_by: ctx.actor.id, lifted_reason: reason })
        .where('id', '=', row.id)
        .where('lifted_at', 'is', null)
        .execute();
      tx.note({ subject: { kind: 'entry', id: row.entry_id }, changes: { reason, judgeId: row.judge_id } });
    },
  );
}
