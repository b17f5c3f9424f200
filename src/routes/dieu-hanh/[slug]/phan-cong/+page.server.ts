import { randomBytes } from 'node:crypto';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { assignByHand, assignJudges, previewAssignment, withdrawAssignment } from '#lib/server/judging/assign.ts';
import { recordConflict } from '#lib/server/judging/conflictActs.ts';
import { judgesOf, knownConflicts } from '#lib/server/judging/conflicts.ts';
import { openRound } from '#lib/server/judging/openRound.ts';
import { chosenRound } from '#lib/server/judging/overview.ts';
import { canJudge } from '#lib/server/judging/policy.ts';
import { type EntryProgress, roundProgress } from '#lib/server/judging/progress.ts';
import { scoringWindow } from '#lib/server/judging/rounds.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const pageSize = 50;

const whole = (typed: string | null): number | null => (typed && /^\d+$/.test(typed) ? Number(typed) : null);

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireSignedIn(ctx, url);
    const { db } = ctx.app;
    const { rounds, jr } = await chosenRound(db, { slug: params.slug, roundId: url.searchParams.get('vong') });
    const programmeId = jr.programme.id;
    requireAllowed(canJudge(ctx, 'judging.follow', programmeId));
    const may = canJudge(ctx, 'judging.assign', programmeId);
    const seed = url.searchParams.get('hat-giong');
    const wish = {
      perEntry: whole(url.searchParams.get('moi-bai')),
      maxLoad: whole(url.searchParams.get('toi-da')),
    };
    const [progress, judges, conflicts] = await Promise.all([
      roundProgress(db, jr),
      judgesOf(db, programmeId, ctx.now),
      knownConflicts(db, programmeId),
    ]);
    let plan: Awaited<ReturnType<typeof previewAssignment>> | null = null;
    let refused: string | null = null;
    if (seed && may.allow)
      try {
        plan = await previewAssignment(ctx, { programmeId, roundId: jr.round.id, seed, ...wish });
      } catch (problem) {
        if (!(problem instanceof RuleError)) throw problem;
        refused = [problem.message, problem.hint].filter(Boolean).join(' ');
      }
    const standing = conflicts.filter((conflict) => !conflict.liftedAt);
    const conflictCount = new Map<string, number>();
    for (const { judgeId } of standing) conflictCount.set(judgeId, (conflictCount.get(judgeId) ?? 0) + 1);
    const own = new Map(progress.judges.map((judge) => [judge.judgeId, judge]));
    const gapOf = (entry: EntryProgress) => Math.max(0, (progress.wanted ?? 1) - entry.sheets.length);
    const gaps = progress.entries.filter((entry) => gapOf(entry) > 0);
    const entryId = url.searchParams.get('bai');
    const onlyGaps = url.searchParams.get('loc') === 'con-thieu';
    const listed = entryId
      ? progress.entries.filter((entry) => entry.id === entryId)
      : onlyGaps
        ? gaps
        : progress.entries;
    const page = Math.max(1, Math.floor(Number(url.searchParams.get('trang')) || 1));
    if (page > 1 && (page - 1) * pageSize >= listed.length) throw notFound('Trang này');
    return {
      now: ctx.now,
      may,
      rounds: rounds.map(({ round, state }) => ({ id: round.id, name: round.name, state })),
      round: {
        id: jr.round.id,
        name: jr.round.name,
        state: jr.state,
        clause: jr.round.clause,
        wanted: progress.wanted,
        demo: jr.round.judgesPerEntry.source === 'demo',
        entryState: jr.entryState,
      },
      opening: jr.state === 'pending' ? scoringWindow(jr, ctx.now) : null,
      judges: judges.map((judge) => ({
        id: judge.id,
        name: judge.fullName,
        unit: judge.unitName,
        load: own.get(judge.id)?.assigned ?? 0,
        signed: own.get(judge.id)?.signed ?? 0,
        conflicts: conflictCount.get(judge.id) ?? 0,
      })),
      sums: {
        entries: progress.entries.length,
        assigned: progress.assigned,
        missing: gaps.reduce((all, entry) => all + gapOf(entry), 0),
        gaps: gaps.length,
      },
      onlyGaps,
      page,
      pageSize,
      listed: listed.length,
      options: progress.entries.map(({ id, code, title }) => ({ id, code, title })),
      entries: listed.slice((page - 1) * pageSize, page * pageSize).map((entry) => ({
        id: entry.id,
        code: entry.code,
        title: entry.title,
        missing: gapOf(entry),
        sheets: entry.sheets.map(({ assignmentId, judgeId, judgeName, state, source }) => ({
          assignmentId,
          judgeId,
          judgeName,
          state,
          source,
        })),
      })),
      conflicts: standing.map(({ id, judgeName, entryCode, entryTitle, source, reason }) => ({
        id,
        judgeName,
        entryCode,
        entryTitle,
        source,
        reason,
      })),
      wish,
      newSeed: randomBytes(4).toString('hex'),
      plan: plan && {
        seed: plan.seed,
        fingerprint: plan.fingerprint,
        perEntry: plan.perEntry,
        added: plan.assignments.length,
        judges: plan.judges.map(({ id, fullName, before, after, conflicts: blocked }) => ({
          id,
          name: fullName,
          before,
          after,
          conflicts: blocked,
        })),
        unfilled: plan.unfilled.map(({ entryId, code, title, missing, reason }) => ({
          entryId,
          code,
          title,
          missing,
          reason,
        })),
        inConflict: plan.inConflict.map(({ assignmentId, code, judgeName }) => ({ assignmentId, code, judgeName })),
      },
      refused,
      entryId,
      said: url.searchParams.get('da-luu'),
    };
  });

type Event = Parameters<Actions[string]>[0];

const onRound =
  (
    said: string,
    run: (ctx: App.Locals['ctx'], key: { programmeId: string; roundId: string }, data: FormData) => Promise<unknown>,
    form: (data: FormData) => string = () => said,
  ) =>
  async ({ locals: { ctx }, params, request }: Event) => {
    const data = await request.formData();
    let roundId = text(data, 'roundId');
    try {
      const { jr } = await chosenRound(ctx.app.db, { slug: params.slug ?? '', roundId });
      roundId = jr.round.id;
      await run(ctx, { programmeId: jr.programme.id, roundId }, data);
    } catch (problem) {
      return refuse(problem, data, form(data));
    }
    return goTo(`/dieu-hanh/${params.slug}/phan-cong?vong=${roundId}&da-luu=${said}`);
  };

export const actions: Actions = {
  confirm: onRound('phan-cong', (ctx, key, data) =>
    assignJudges(ctx, {
      ...key,
      seed: text(data, 'seed'),
      fingerprint: text(data, 'fingerprint'),
      perEntry: whole(text(data, 'perEntry')),
      maxLoad: whole(text(data, 'maxLoad')),
    }),
  ),
  hand: onRound('them', (ctx, key, data) =>
    assignByHand(ctx, { ...key, entryId: text(data, 'entryId'), judgeId: text(data, 'judgeId') }),
  ),
  withdraw: onRound(
    'rut',
    (ctx, _key, data) =>
      withdrawAssignment(ctx, { assignmentId: text(data, 'assignmentId'), reason: multiline(data, 'reason') }),
    (data) => text(data, 'assignmentId'),
  ),
  conflict: onRound('xung-dot', (ctx, key, data) =>
    recordConflict(ctx, {
      programmeId: key.programmeId,
      judgeId: text(data, 'conflictJudgeId'),
      entryId: text(data, 'conflictEntryId'),
      reason: multiline(data, 'conflictReason'),
    }),
  ),
  open: onRound('mo', openRound),
};
