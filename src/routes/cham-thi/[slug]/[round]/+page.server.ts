import { RuleError } from '#lib/domain/kernel/errors.ts';
import { declarationText, declareConflict, declareNoConflict } from '#lib/server/judging/declare.ts';
import { canJudge } from '#lib/server/judging/policy.ts';
import { judgingRoundBySlug } from '#lib/server/judging/rounds.ts';
import { assignedTo, declaredAt } from '#lib/server/judging/sheets.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { goTo, list, loading, multiline, refuse } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const judge = requireSignedIn(ctx, url);
    const jr = await judgingRoundBySlug(ctx.app.db, params.slug, params.round);
    requireAllowed(canJudge(ctx, 'judging.enter', jr.programme.id));
    const key = { programmeId: jr.programme.id, roundId: jr.round.id, judgeId: judge.id };
    const [rows, declared] = await Promise.all([assignedTo(ctx.app.db, key), declaredAt(ctx.app.db, key)]);
    const pillars = new Map(jr.programme.doc.pillars.items.map((pillar) => [pillar.id, pillar.name]));
    return {
      now: ctx.now,
      contest: { slug: jr.programme.slug, name: jr.programme.doc.shortName },
      round: {
        id: jr.round.id,
        name: jr.round.name,
        blind: jr.round.blind,
        state: jr.state,
        until: jr.period ? new Date(jr.period.to) : null,
        criteria: jr.round.rubric.criteria.length,
        drawn: jr.drawnAt !== null,
      },
      chairs: canJudge(ctx, 'judging.chair', jr.programme.id).allow,
      declared,
      declaration: declarationText,
      rows: rows.map((row) => ({ ...row, pillar: row.pillar ? (pillars.get(row.pillar) ?? null) : null })),
      said: url.searchParams.get('da-luu'),
    };
  });

export const actions: Actions = {
  declare: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const jr = await judgingRoundBySlug(ctx.app.db, params.slug, params.round);
      await declareNoConflict(ctx, { programmeId: jr.programme.id, roundId: jr.round.id });
    } catch (problem) {
      return refuse(problem, data, 'declare');
    }
    return goTo(`/cham-thi/${params.slug}/${params.round}?da-luu=khai`);
  },
  conflict: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      const jr = await judgingRoundBySlug(ctx.app.db, params.slug, params.round);
      requireAllowed(canJudge(ctx, 'judging.enter', jr.programme.id));
      const picked = list(data, 'assignmentId');
      if (picked.length === 0)
        throw new RuleError({
          code: 'judging.pick',
          message: 'Hãy chọn ít nhất một bài có xung đột lợi ích.',
          field: 'assignmentId',
        });
      for (const assignmentId of picked)
        await declareConflict(ctx, { assignmentId, reason: multiline(data, 'conflictReason') });
    } catch (problem) {
      return refuse(problem, data, 'conflict');
    }
    return goTo(`/cham-thi/${params.slug}/${params.round}?da-luu=xung-dot`);
  },
};
