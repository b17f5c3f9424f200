import { RuleError } from '#lib/domain/kernel/errors.ts';
import { act } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { refreshRound } from './conflicts.ts';
import { assignedMail } from './mails.ts';
import { canJudge } from './policy.ts';
import { lockRound, type RoundKey, scoringWindow } from './rounds.ts';

/**
 * Opens a round for scoring and tells every assigned judge (K26-4c). Entries may still be assigned afterwards.
 * @throws RuleError without criteria, before the period, without any assignment, or when it was opened before
 */
export async function openRound(ctx: Ctx, key: RoundKey): Promise<void> {
  requireAllowed(canJudge(ctx, 'judging.open', key.programmeId));
  await act(ctx, { act: 'judging.open-round', programmeId: key.programmeId, summary: 'Mở vòng chấm' }, async (tx) => {
    const jr = await lockRound(tx.db, key);
    if (jr.state !== 'pending')
      throw new RuleError({ code: 'judging.already-open', message: `${jr.round.name} đã được mở trước đó.` });
    if (jr.round.rubric.criteria.length === 0)
      throw new RuleError({
        code: 'judging.no-criteria',
        message: `${jr.round.name} chưa có tiêu chí chấm.`,
        hint: 'Nhập tiêu chí, thang điểm ở trang chương trình trước khi mở vòng chấm.',
      });
    requireAllowed(scoringWindow(jr, ctx.now));
    await refreshRound(tx.db, jr, ctx.now);
    const judges = await tx.db
      .selectFrom('assignment as a')
      .innerJoin('person as p', 'p.id', 'a.judge_id')
      .select(({ fn }) => ['p.id', 'p.full_name as fullName', 'p.email', fn.countAll<number>().as('count')])
      .where('a.programme_id', '=', key.programmeId)
      .where('a.round_id', '=', key.roundId)
      .where('a.withdrawn_at', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('conflict as c')
              .select('c.id')
              .whereRef('c.judge_id', '=', 'a.judge_id')
              .whereRef('c.entry_id', '=', 'a.entry_id')
              .where('c.lifted_at', 'is', null),
          ),
        ),
      )
      .groupBy(['p.id', 'p.full_name', 'p.email'])
      .execute();
    if (judges.length === 0)
      throw new RuleError({
        code: 'judging.nothing-assigned',
        message: 'Chưa phân công bài nào cho giám khảo.',
        hint: 'Phân công giám khảo trước khi mở vòng chấm.',
      });
    await tx.db
      .updateTable('round_state')
      .set({ state: 'open', opened_at: ctx.now })
      .where('programme_id', '=', key.programmeId)
      .where('round_id', '=', key.roundId)
      .execute();
    for (const judge of judges) for (const mail of assignedMail(ctx.app, judge, jr, judge.count)) await tx.send(mail);
    tx.note({
      summary: `Mở chấm ${jr.round.name}`,
      subject: { kind: 'round', id: key.roundId },
      changes: { judges: judges.length },
    });
  });
}
