import { fail } from '@sveltejs/kit';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { decideQuestion, previewDecision } from '#lib/server/programme/decide.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { programmeBySlug } from '#lib/server/programme/queries.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

async function open(ctx: Ctx, slug: string) {
  const programme = await programmeBySlug(ctx.app.db, slug);
  if (!programme) throw notFound('Chương trình này');
  requireAllowed(canProgramme(ctx, 'programme.view', programme.id));
  return programme;
}

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { id, slug, doc, version, status } = await open(ctx, params.slug);
    return {
      programme: { slug, shortName: doc.shortName, version, status },
      questions: doc.questions.map(({ options, ...question }) => ({
        ...question,
        clauseLabel: doc.clauses.find((c) => c.id === question.clause)?.label ?? question.clause,
        options: options.map(({ set: _set, ...option }) => option),
      })),
      may: canProgramme(ctx, 'programme.edit', id),
    };
  });
};

export const actions = {
  preview: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const questionId = text(data, 'questionId');
    const optionId = text(data, 'optionId');
    try {
      const { id } = await open(ctx, params.slug);
      if (!optionId)
        throw new RuleError({
          code: 'programme.question-option',
          message: 'Hãy chọn một phương án.',
          field: 'optionId',
        });
      const preview = await previewDecision(ctx, { programmeId: id, questionId, optionId });
      return { questionId, optionId, preview, reason: '', message: null, issues: [] };
    } catch (problem) {
      return refuse(problem, data, questionId);
    }
  },
  decide: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    const args = { questionId: text(data, 'questionId'), optionId: text(data, 'optionId') };
    const reason = multiline(data, 'reason');
    try {
      const { id } = await open(ctx, params.slug);
      await decideQuestion(ctx, { programmeId: id, ...args, reason, version: Number(text(data, 'version')) });
    } catch (problem) {
      if (!(problem instanceof RuleError) || problem.status === 404) return refuse(problem, data);
      const { id } = await open(ctx, params.slug);
      const preview = await previewDecision(ctx, { programmeId: id, ...args });
      return fail(problem.status, { ...args, preview, reason, message: problem.message, issues: problem.issues });
    }
    return goTo(`/quan-tri/chuong-trinh/${params.slug}/cau-hoi?da-luu=${args.questionId}#q-${args.questionId}`);
  },
} satisfies Actions;
