import { notFound } from '#lib/domain/kernel/errors.ts';
import { isUuid } from '#lib/domain/kernel/ids.ts';
import { withdrawAssignment } from '#lib/server/judging/assign.ts';
import { canJudge } from '#lib/server/judging/policy.ts';
import { bySpread, entryScores, roundProgress } from '#lib/server/judging/progress.ts';
import { judgingRoundBySlug } from '#lib/server/judging/rounds.ts';
import { askSecondLook } from '#lib/server/judging/secondLook.ts';
import { chairEntry } from '#lib/server/judging/sheets.ts';
import { reopenSheet } from '#lib/server/judging/signSheet.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireSignedIn(ctx, url);
    const { db } = ctx.app;
    const jr = await judgingRoundBySlug(db, params.slug, params.round);
    requireAllowed(canJudge(ctx, 'judging.chair', jr.programme.id));
    if (!isUuid(params.entryId)) throw notFound('Bài này');
    const scores = await entryScores(db, jr, { entryId: params.entryId, now: ctx.now });
    if (!scores) throw notFound('Bài này');
    const progress = await roundProgress(db, jr);
    const order = bySpread(progress.entries);
    const at = order.findIndex((entry) => entry.id === params.entryId);
    const neighbour = (index: number) => {
      const entry = order[index];
      return entry ? { id: entry.id, code: entry.code } : null;
    };
    return {
      ...scores,
      scale: progress.scale,
      dossier: await chairEntry(ctx, jr, params.entryId),
      previous: neighbour(at - 1),
      next: neighbour(at + 1),
      contest: { slug: jr.programme.slug, name: jr.programme.doc.shortName },
      round: { id: jr.round.id, name: jr.round.name, state: jr.state, criteria: jr.round.rubric.criteria },
      said: url.searchParams.get('da-luu'),
    };
  });

export const actions: Actions = {
  look: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const jr = await judgingRoundBySlug(ctx.app.db, params.slug, params.round);
      await askSecondLook(ctx, {
        programmeId: jr.programme.id,
        roundId: jr.round.id,
        entryId: params.entryId,
        reason: multiline(data, 'reason'),
        judgeId: text(data, 'judgeId') || null,
        reopen: list(data, 'reopen'),
      });
    } catch (problem) {
      return refuse(problem, data, 'look');
    }
    return goTo(`/cham-thi/${params.slug}/${params.round}/chu-tich/bai/${params.entryId}?da-luu=cham-lai`);
  },
  reopen: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const assignmentId = text(data, 'assignmentId');
    try {
      await reopenSheet(ctx, { assignmentId, reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, `reopen-${assignmentId}`);
    }
    return goTo(`/cham-thi/${params.slug}/${params.round}/chu-tich/bai/${params.entryId}?da-luu=mo-lai`);
  },
  withdraw: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const assignmentId = text(data, 'assignmentId');
    try {
      await withdrawAssignment(ctx, { assignmentId, reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, `withdraw-${assignmentId}`);
    }
    return goTo(`/cham-thi/${params.slug}/${params.round}/chu-tich/bai/${params.entryId}?da-luu=rut`);
  },
};
