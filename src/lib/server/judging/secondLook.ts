import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { addJudge } from './assign.ts';
import { requireReason } from './conflictActs.ts';
import { secondLookMail } from './mails.ts';
import { canJudge } from './policy.ts';
import { lockRound, type RoundKey, requireOpen } from './rounds.ts';
import { reopenInAct } from './signSheet.ts';

/**
 * The chair asks for a second look at an entry whose judges differ: another judge scores it too, or signed sheets go back
 * to their judges. It stays on record, and the round cannot be closed until it is settled.
 */
export async function askSecondLook(
  ctx: Ctx,
  args: RoundKey & { entryId: string; reason: string; judgeId?: string | null; reopen?: string[] },
): Promise<{ id: string }> {
  requireAllowed(canJudge(ctx, 'judging.chair', args.programmeId));
  const reason = requireReason(args.reason, 'Hãy ghi lý do chấm lại.');
  const reopen = args.reopen ?? [];
  if (!args.judgeId && reopen.length === 0)
    throw new RuleError({
      code: 'judging.second-look-how',
      message: 'Hãy chọn giám khảo chấm thêm hoặc phiếu cần mở lại.',
      field: 'judgeId',
    });
  return act(
    ctx,
    { act: 'judging.second-look', programmeId: args.programmeId, summary: 'Yêu cầu chấm lại' },
    async (tx) => {
      const jr = await lockRound(tx.db, args);
      requireOpen(jr);
      const entry = isUuid(args.entryId)
        ? await tx.db
            .selectFrom('entry')
            .select('code')
            .where('id', '=', args.entryId)
            .where('programme_id', '=', args.programmeId)
            .executeTakeFirst()
        : undefined;
      if (!entry) throw notFound('Bài này');
      const { id } = await tx.db
        .insertInto('second_look')
        .values({
          programme_id: args.programmeId,
          round_id: args.roundId,
          entry_id: args.entryId,
          reason,
          asked_by: ctx.actor.id as string,
          asked_at: ctx.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      if (args.judgeId) {
        const { judge, code } = await addJudge(tx, ctx, jr, {
          entryId: args.entryId,
          judgeId: args.judgeId,
          source: 'second-look',
        });
        for (const mail of secondLookMail(ctx.app, judge, jr, code)) await tx.send(mail);
      }
      const own = new Set(
        (
          await tx.db
            .selectFrom('assignment')
            .select('id')
            .where('entry_id', '=', args.entryId)
            .where('round_id', '=', args.roundId)
            .execute()
        ).map((row) => row.id),
      );
      const reopened: { judgeName: string; total: string | null; signedHash: string | null }[] = [];
      for (const assignmentId of reopen) {
        if (!own.has(assignmentId)) throw notFound('Phiếu này');
        const { judgeName, total, signedHash } = await reopenInAct(tx, ctx, jr, { assignmentId, reason });
        reopened.push({ judgeName, total, signedHash });
      }
      tx.note({
        summary: `Yêu cầu chấm lại bài ${entry.code} (${jr.round.name})`,
        subject: { kind: 'entry', id: args.entryId },
        changes: { reason, judgeId: args.judgeId ?? null, reopened },
      });
      return { id };
    },
  );
}

/** The chair settles a second look, saying what came of it. */
export async function resolveSecondLook(ctx: Ctx, args: { secondLookId: string; resolution: string }): Promise<void> {
  const found = isUuid(args.secondLookId)
    ? await ctx.app.db.selectFrom('second_look').selectAll().where('id', '=', args.secondLookId).executeTakeFirst()
    : undefined;
  if (!found) throw notFound('Yêu cầu chấm lại này');
  requireAllowed(canJudge(ctx, 'judging.chair', found.programme_id));
  const resolution = requireReason(args.resolution, 'Hãy ghi kết luận sau khi chấm lại.', 'resolution');
  await act(
    ctx,
    { act: 'judging.resolve-second-look', programmeId: found.programme_id, summary: 'Kết luận việc chấm lại' },
    async (tx) => {
      const jr = await lockRound(tx.db, { programmeId: found.programme_id, roundId: found.round_id });
      requireOpen(jr);
      await tx.db
        .updateTable('second_look')
        .set({ resolved_at: ctx.now, resolution })
        .where('id', '=', found.id)
        .where('resolved_at', 'is', null)
        .execute();
      tx.note({ subject: { kind: 'entry', id: found.entry_id }, changes: { resolution } });
    },
  );
}
