import { fail, type RequestEvent } from '@sveltejs/kit';
import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { ProgrammeKind } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { decideQuestion, previewDecision } from '../programme/decide.ts';
import { editorStep, openEditor } from '../programme/editor.ts';
import { programmeOverview } from '../programme/overview.ts';
import { mayProgramme } from '../programme/policy.ts';
import { closeProgramme, publishProgramme } from '../programme/publish.ts';
import { type AnyProgramme, anyBySlug } from '../programme/queries.ts';
import { programmeVersions } from '../programme/versions.ts';
import { goTo, loading, multiline, refuse, text } from './forms.ts';
import { requireSignedIn } from './guard.ts';

/*
 * What the pages that set up a programme do, wherever they stand: among the administrator's pages and in the rooms of a movement.
 * `kind`: the rooms of one kind do not open programmes of another.
 */

interface Params {
  slug: string;
  part?: string;
}
type Event = Pick<RequestEvent, 'locals' | 'params' | 'request' | 'url'>;
type Home = (params: Params) => string;

const paramsOf = ({ params }: Pick<Event, 'params'>): Params => params as unknown as Params;

async function open(ctx: Ctx, slug: string, kind?: ProgrammeKind): Promise<AnyProgramme> {
  const programme = await anyBySlug(ctx.app.db, slug);
  if (!programme || (kind && programme.doc.kind !== kind)) throw notFound('Chương trình này');
  requireAllowed(await mayProgramme(ctx, 'programme.view', programme));
  return programme;
}

/** What is missing, which parts are frozen, and the way to publication. */
export function overviewPage(event: Event, kind?: ProgrammeKind) {
  const { ctx } = event.locals;
  requireSignedIn(ctx, event.url);
  return loading(async () => ({
    programme: await programmeOverview(ctx, { slug: paramsOf(event).slug, ...(kind ? { kind } : {}) }),
    saved: event.url.searchParams.get('da-luu'),
    now: ctx.now,
  }));
}

export const overviewActions = (home: Home, kind?: ProgrammeKind) => ({
  publish: async (event: Event) => {
    const { ctx } = event.locals;
    const params = paramsOf(event);
    const data = await event.request.formData();
    try {
      const { id } = await open(ctx, params.slug, kind);
      await publishProgramme(ctx, {
        programmeId: id,
        version: Number(text(data, 'version')),
        plan: { number: text(data, 'planNumber'), date: text(data, 'planDate') },
      });
    } catch (problem) {
      return refuse(problem, data, 'publish');
    }
    return goTo(`${home(params)}?da-luu=cong-bo`);
  },
  close: async (event: Event) => {
    const { ctx } = event.locals;
    const params = paramsOf(event);
    const data = await event.request.formData();
    try {
      const { id } = await open(ctx, params.slug, kind);
      await closeProgramme(ctx, {
        programmeId: id,
        version: Number(text(data, 'version')),
        reason: multiline(data, 'reason'),
      });
    } catch (problem) {
      return refuse(problem, data, 'close');
    }
    return goTo(`${home(params)}?da-luu=dong`);
  },
});

/** The questions that the plan leaves open, and what was decided. */
export function questionsPage(event: Event, kind?: ProgrammeKind) {
  const { ctx } = event.locals;
  requireSignedIn(ctx, event.url);
  return loading(async () => {
    const programme = await open(ctx, paramsOf(event).slug, kind);
    const { slug, doc, version, status } = programme;
    return {
      programme: { slug, shortName: doc.shortName, version, status },
      questions: doc.questions.map(({ options, ...question }) => ({
        ...question,
        clauseLabel: doc.clauses.find((c) => c.id === question.clause)?.label ?? question.clause,
        options: options.map(({ set: _set, ...option }) => option),
      })),
      may: await mayProgramme(ctx, 'programme.edit', programme),
    };
  });
}

export const questionActions = (home: Home, kind?: ProgrammeKind) => ({
  preview: async (event: Event) => {
    const { ctx } = event.locals;
    const data = await event.request.formData();
    const questionId = text(data, 'questionId');
    const optionId = text(data, 'optionId');
    try {
      const { id } = await open(ctx, paramsOf(event).slug, kind);
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
  decide: async (event: Event) => {
    const { ctx } = event.locals;
    const params = paramsOf(event);
    const data = await event.request.formData();
    const args = { questionId: text(data, 'questionId'), optionId: text(data, 'optionId') };
    const reason = multiline(data, 'reason');
    try {
      const { id } = await open(ctx, params.slug, kind);
      await decideQuestion(ctx, { programmeId: id, ...args, reason, version: Number(text(data, 'version')) });
    } catch (problem) {
      if (!(problem instanceof RuleError) || problem.status === 404) return refuse(problem, data);
      const { id } = await open(ctx, params.slug, kind);
      const preview = await previewDecision(ctx, { programmeId: id, ...args });
      return fail(problem.status, { ...args, preview, reason, message: problem.message, issues: problem.issues });
    }
    return goTo(`${home(params)}?da-luu=${args.questionId}#q-${args.questionId}`);
  },
});

/** Every version with what it changed. */
export function versionsPage(event: Event, kind?: ProgrammeKind) {
  const { ctx } = event.locals;
  requireSignedIn(ctx, event.url);
  return loading(async () => {
    const programme = await open(ctx, paramsOf(event).slug, kind);
    return {
      programme: { slug: programme.slug, shortName: programme.doc.shortName, publishedAt: programme.publishedAt },
      versions: await programmeVersions(ctx.app.db, programme),
    };
  });
}

const targetOf = (event: Event, kind?: ProgrammeKind) => {
  const { slug, part = '' } = paramsOf(event);
  return { slug, part, ...(kind ? { kind } : {}) };
};

/** The form of one part. */
export function editorPage(event: Event, kind?: ProgrammeKind) {
  const { ctx } = event.locals;
  requireSignedIn(ctx, event.url);
  return loading(async () => ({ editor: await openEditor(ctx, targetOf(event, kind)) }));
}

/** @param saved where to go once it is saved */
export function editorActions(saved: Home, kind?: ProgrammeKind) {
  const step = (verb: 'change' | 'preview' | 'save') => async (event: Event) => {
    const data = await event.request.formData();
    const answer = await loading(() => editorStep(event.locals.ctx, targetOf(event, kind), data, verb));
    if (answer.stage === 'saved') goTo(saved(paramsOf(event)));
    return { answer };
  };
  return { change: step('change'), preview: step('preview'), save: step('save') };
}
