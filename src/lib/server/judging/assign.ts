import { sql } from 'kysely';
import { notFound, RuleError, stale } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { act, type Tx } from '../platform/act.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { AssignmentSource } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { requireReason } from './conflictActs.ts';
import { conflictBetween, judgesOf } from './conflicts.ts';
import { assignedMail } from './mails.ts';
import { type AssignmentPlan, type PlanWish, planAssignment } from './plan.ts';
import { canJudge } from './policy.ts';
import { type JudgingRound, judgingRound, lockRound, type RoundKey } from './rounds.ts';

const refuseClosed = ({ state, round }: JudgingRound): void => {
  if (state === 'closed')
    throw new RuleError({
      code: 'judging.round-closed',
      message: `${round.name} đã kết thúc chấm nên không phân công được nữa.`,
    });
};

function checkWish(wish: Partial<PlanWish>): void {
  const whole = (value: number | null | undefined, field: string, what: string) => {
    if (value !== null && value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= 10_000))
      throw new RuleError({ code: 'judging.plan', message: `${what} phải là số nguyên từ 1 trở lên.`, field });
  };
  whole(wish.perEntry, 'perEntry', 'Số giám khảo chấm mỗi bài');
  whole(wish.maxLoad, 'maxLoad', 'Số bài tối đa của một giám khảo');
}

/** A plan to look at: loads, what stays unfilled and why. Nothing is assigned. */
export async function previewAssignment(ctx: Ctx, args: RoundKey & PlanWish): Promise<AssignmentPlan> {
  requireAllowed(canJudge(ctx, 'judging.assign', args.programmeId));
  checkWish(args);
  const jr = await judgingRound(ctx.app.db, args);
  refuseClosed(jr);
  return planAssignment(ctx.app.db, jr, args, ctx.now);
}

/**
 * Assigns all entries of a round, balanced and never in conflict (K26-4c): computed anew under the round's lock. With a
 * fingerprint, only if that is still the plan that was shown.
 * @returns the plan that was carried out
 */
export async function assignJudges(
  ctx: Ctx,
  args: RoundKey & Partial<PlanWish> & { fingerprint?: string | null },
): Promise<AssignmentPlan> {
  requireAllowed(canJudge(ctx, 'judging.assign', args.programmeId));
  checkWish(args);
  return act(
    ctx,
    { act: 'judging.assign', programmeId: args.programmeId, summary: 'Phân công giám khảo' },
    async (tx) => {
      const jr = await lockRound(tx.db, args);
      refuseClosed(jr);
      const plan = await planAssignment(tx.db, jr, { ...args, seed: args.seed ?? '1' }, ctx.now);
      if (args.fingerprint && args.fingerprint !== plan.fingerprint) throw stale('Phương án phân công');
      if (plan.inConflict.length > 0)
        await tx.db
          .updateTable('assignment')
          .set({ withdrawn_at: ctx.now, withdrawn_reason: 'Phát hiện xung đột lợi ích' })
          .where(
            'id',
            'in',
            plan.inConflict.map((pair) => pair.assignmentId),
          )
          .execute();
      await insertAssignments(tx, ctx, jr, plan.assignments, 'auto');
      if (jr.state === 'open') {
        const fresh = Map.groupBy(plan.assignments, (pair) => pair.judgeId);
        for (const judge of plan.judges)
          if (fresh.has(judge.id))
            for (const mail of assignedMail(ctx.app, judge, jr, judge.after)) await tx.send(mail);
      }
      tx.note({
        summary: `Phân công giám khảo ${jr.round.name}: ${plan.assignments.length} lượt chấm mới cho ${plan.entries.length} bài`,
        subject: { kind: 'round', id: args.roundId },
        changes: {
          seed: plan.seed,
          perEntry: plan.perEntry,
          added: plan.assignments.length,
          withdrawn: plan.inConflict.length,
          unfilled: plan.unfilled.length,
        },
      });
      return plan;
    },
  );
}

/** New rows, or withdrawn ones back in force. The caller holds the round's lock and has looked for conflicts. */
async function insertAssignments(
  tx: Tx,
  ctx: Ctx,
  { programme, round }: JudgingRound,
  pairs: { entryId: string; judgeId: string }[],
  source: AssignmentSource,
): Promise<void> {
  if (pairs.length === 0) return;
  await sql`insert into assignment (programme_id, round_id, entry_id, judge_id, source, by_id, at)
    select ${programme.id}, ${round.id}, n.entry_id, n.judge_id, ${source}, ${ctx.actor.id}::uuid, ${ctx.now}::timestamptz
      from unnest(${pairs.map((pair) => pair.entryId)}::uuid[], ${pairs.map((pair) => pair.judgeId)}::uuid[]) as n(entry_id, judge_id)
    on conflict (round_id, entry_id, judge_id) do update
      set withdrawn_at = null, withdrawn_reason = null, source = excluded.source, by_id = excluded.by_id, at = excluded.at
      where assignment.withdrawn_at is not null`.execute(tx.db);
}

/** Adds one judge to one entry under the round's lock. @throws RuleError in conflict, in a wrong state, or when already assigned */
export async function addJudge(
  tx: Tx,
  ctx: Ctx,
  jr: JudgingRound,
  args: { entryId: string; judgeId: string; source: AssignmentSource },
): Promise<{ judge: { id: string; fullName: string; email: string | null }; code: string }> {
  const entry = isUuid(args.entryId)
    ? await tx.db
        .selectFrom('entry')
        .select(['code', 'state'])
        .where('id', '=', args.entryId)
        .where('programme_id', '=', jr.programme.id)
        .executeTakeFirst()
    : undefined;
  if (!entry) throw notFound('Bài này');
  if (entry.state !== jr.entryState)
    throw new RuleError({
      code: 'judging.entry-state',
      message: `Bài ${entry.code ?? ''} không ở trạng thái được chấm ${jr.round.name}.`,
      field: 'entryId',
    });
  const judge = (await judgesOf(tx.db, jr.programme.id, ctx.now)).find((one) => one.id === args.judgeId);
  if (!judge)
    throw new RuleError({
      code: 'judging.no-judge',
      message: 'Người này hiện không phải giám khảo của Cuộc thi.',
      field: 'judgeId',
    });
  const ground = await conflictBetween(tx.db, {
    programmeId: jr.programme.id,
    judge,
    entryId: args.entryId,
    now: ctx.now,
  });
  if (ground)
    throw new RuleError({
      code: 'judging.conflict',
      message: `Không phân công được ${judge.fullName} chấm bài ${entry.code}: xung đột lợi ích. ${ground}`,
      field: 'judgeId',
    });
  const already = await tx.db
    .selectFrom('assignment')
    .select('id')
    .where('round_id', '=', jr.round.id)
    .where('entry_id', '=', args.entryId)
    .where('judge_id', '=', args.judgeId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (already)
    throw new RuleError({
      code: 'judging.already-assigned',
      message: `${judge.fullName} đã được phân công bài ${entry.code}.`,
      field: 'judgeId',
    });
  await insertAssignments(tx, ctx, jr, [args], args.source);
  return { judge, code: entry.code ?? '' };
}

/** One judge for one entry, chosen by a person (K26-2b: never in conflict). */
export async function assignByHand(ctx: Ctx, args: RoundKey & { entryId: string; judgeId: string }): Promise<void> {
  requireAllowed(canJudge(ctx, 'judging.assign', args.programmeId));
  await act(
    ctx,
    { act: 'judging.assign-by-hand', programmeId: args.programmeId, summary: 'Phân công giám khảo' },
    async (tx) => {
      const jr = await lockRound(tx.db, args);
      refuseClosed(jr);
      const { judge, code } = await addJudge(tx, ctx, jr, { ...args, source: 'hand' });
      if (jr.state === 'open') for (const mail of assignedMail(ctx.app, judge, jr, 1)) await tx.send(mail);
      tx.note({
        summary: `Phân công ${judge.fullName} chấm bài ${code} (${jr.round.name})`,
        subject: { kind: 'entry', id: args.entryId },
        changes: { judgeId: args.judgeId },
      });
    },
  );
}

/** Takes an assignment back, whatever its sheet; the reason stays on record and in the minutes. */
export async function withdrawAssignment(ctx: Ctx, args: { assignmentId: string; reason: string }): Promise<void> {
  const found = isUuid(args.assignmentId)
    ? await ctx.app.db
        .selectFrom('assignment')
        .select(['programme_id as programmeId', 'round_id as roundId', 'entry_id as entryId'])
        .where('id', '=', args.assignmentId)
        .executeTakeFirst()
    : undefined;
  if (!found) throw notFound('Phân công này');
  const byChair = canJudge(ctx, 'judging.chair', found.programmeId);
  requireAllowed(byChair.allow ? byChair : canJudge(ctx, 'judging.assign', found.programmeId));
  const reason = requireReason(args.reason, 'Hãy ghi lý do rút phân công.');
  await act(
    ctx,
    { act: 'judging.withdraw', programmeId: found.programmeId, summary: 'Rút phân công chấm' },
    async (tx) => {
      const jr = await lockRound(tx.db, found);
      refuseClosed(jr);
      const row = await tx.db
        .selectFrom('assignment as a')
        .innerJoin('entry as e', 'e.id', 'a.entry_id')
        .innerJoin('person as p', 'p.id', 'a.judge_id')
        .leftJoin('score_sheet as s', 's.assignment_id', 'a.id')
        .select(['e.code', 'p.full_name', 's.state', 's.signed_hash'])
        .where('a.id', '=', args.assignmentId)
        .where('a.withdrawn_at', 'is', null)
        .executeTakeFirst();
      if (!row) throw stale('Phân công này');
      // A sheet that someone has signed leaves the reckoning only by the chair's hand.
      if (row.state === 'signed') requireAllowed(byChair);
      await tx.db
        .updateTable('assignment')
        .set({ withdrawn_at: ctx.now, withdrawn_reason: reason })
        .where('id', '=', args.assignmentId)
        .execute();
      tx.note({
        summary: `Rút phân công ${row.full_name} chấm bài ${row.code} (${jr.round.name})`,
        subject: { kind: 'entry', id: found.entryId },
        changes: { reason, sheet: row.state ?? 'none', ...(row.signed_hash ? { signedHash: row.signed_hash } : {}) },
      });
    },
  );
}
