import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { assignBalanced, type Pair, type Unfilled } from '#lib/domain/judging/assign.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import type { DB } from '../platform/db/schema.ts';
import { type Judge, judgesOf, refreshConflicts } from './conflicts.ts';
import { type RoundEntry, roundEntries } from './entries.ts';
import type { JudgingRound } from './rounds.ts';

export interface PlanWish {
  /** the same seed gives the same plan */
  seed: string;
  /** judges for each entry; default: what the programme says */
  perEntry?: number | null;
  /** most entries for any judge */
  maxLoad?: number | null;
}

export interface AssignmentPlan {
  seed: string;
  perEntry: number;
  maxLoad: number | null;
  judges: (Judge & { before: number; after: number; conflicts: number })[];
  entries: RoundEntry[];
  /** new assignments only */
  assignments: Pair[];
  unfilled: (Unfilled & { code: string; title: string })[];
  /** assignments in force whose judge now stands in conflict; confirming withdraws them */
  inConflict: (Pair & { assignmentId: string; code: string; judgeName: string })[];
  /** names this very plan, so that what is confirmed is what was shown */
  fingerprint: string;
}

/** Computes who would judge what. Writes nothing but newly detected conflicts. */
export async function planAssignment(
  db: Kysely<DB>,
  jr: JudgingRound,
  wish: PlanWish,
  now: Date,
): Promise<AssignmentPlan> {
  const programmeId = jr.programme.id;
  const [judges, all] = await Promise.all([judgesOf(db, programmeId, now), roundEntries(db, jr)]);
  const entries = all.filter((entry) => entry.state === jr.entryState);
  const entryIds = entries.map((entry) => entry.id);
  await refreshConflicts(db, { programmeId, judges, entryIds, now });
  const [conflicts, existing] = await Promise.all([
    db
      .selectFrom('conflict')
      .select(['judge_id as judgeId', 'entry_id as entryId'])
      .where('programme_id', '=', programmeId)
      .where('lifted_at', 'is', null)
      .execute(),
    db
      .selectFrom('assignment')
      .select(['id', 'judge_id as judgeId', 'entry_id as entryId'])
      .where('programme_id', '=', programmeId)
      .where('round_id', '=', jr.round.id)
      .where('withdrawn_at', 'is', null)
      .execute(),
  ]);
  const perEntry = wish.perEntry ?? jr.round.judgesPerEntry.value;
  if (perEntry === null)
    throw new RuleError({
      code: 'judging.per-entry-open',
      message: `Chưa quy định số giám khảo chấm mỗi bài ở ${jr.round.name}.`,
      field: 'perEntry',
      hint: 'Nhập số giám khảo chấm mỗi bài ở đây, hoặc ở phần Vòng chấm của chương trình.',
    });
  const known = new Set(entryIds);
  const assigned = assignBalanced({
    entries: entries.map(({ id, code }) => ({ id, key: code })),
    judges: judges.map((judge) => ({ id: judge.id, key: `${judge.email ?? judge.fullName} ${judge.id}` })),
    perEntry,
    conflicts,
    existing: existing.filter((pair) => known.has(pair.entryId)),
    seed: wish.seed,
    ...(wish.maxLoad ? { maxLoad: wish.maxLoad } : {}),
  });
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
  const nameOf = new Map(judges.map((judge) => [judge.id, judge.fullName]));
  const idOf = new Map(existing.map((pair) => [`${pair.judgeId} ${pair.entryId}`, pair.id]));
  const counted = (pairs: Pair[]) => {
    const count = new Map<string, number>();
    for (const pair of pairs) if (known.has(pair.entryId)) count.set(pair.judgeId, (count.get(pair.judgeId) ?? 0) + 1);
    return count;
  };
  const [before, conflicted] = [counted(existing), counted(conflicts)];
  const plan = {
    seed: wish.seed,
    perEntry,
    maxLoad: wish.maxLoad ?? null,
    judges: judges.map((judge) => ({
      ...judge,
      before: before.get(judge.id) ?? 0,
      after: assigned.loads.get(judge.id) ?? 0,
      conflicts: conflicted.get(judge.id) ?? 0,
    })),
    entries,
    assignments: assigned.assignments,
    unfilled: assigned.unfilled
      .map((gap) => ({
        ...gap,
        code: entryOf.get(gap.entryId)?.code ?? '',
        title: entryOf.get(gap.entryId)?.title ?? '',
      }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
    inConflict: assigned.existingInConflict.map((pair) => ({
      ...pair,
      assignmentId: idOf.get(`${pair.judgeId} ${pair.entryId}`) ?? '',
      code: entryOf.get(pair.entryId)?.code ?? '',
      judgeName: nameOf.get(pair.judgeId) ?? '',
    })),
  };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([plan.perEntry, plan.maxLoad, plan.assignments, plan.inConflict.map((c) => c.assignmentId)]))
    .digest('hex')
    .slice(0, 16);
  return { ...plan, fingerprint };
}
