import { type CataloguePart, catalogueParts, partValue, pathInPart, withPart } from '#lib/domain/catalogue/editor.ts';
import type { CatalogueName } from '#lib/domain/catalogue/types.ts';
import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { changeList, formName, readForm } from '#lib/domain/programme/editor/read.ts';
import { type AwardScope, awardScope, mayKeepCatalogues } from '../award/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import { draftOf, type EditorAnswer, openedBy } from '../programme/editor.ts';
import { editCatalogue, previewCatalogue } from './edit.ts';
import { catalogueOf } from './revisions.ts';

const unitChoices = ({ units }: AwardScope) =>
  [...units.values()].map((unit) => ({ value: unit.code, label: unit.name }));

async function open(ctx: Ctx, target: { name: CatalogueName; part: string }) {
  const [stored, scope] = await Promise.all([catalogueOf(ctx.app.db, target.name), awardScope(ctx)]);
  const units = unitChoices(scope);
  const part = catalogueParts(target.name, stored.doc, units).find((one) => one.id === target.part);
  if (!part) throw notFound('Trang này');
  return { stored, part, units, may: mayKeepCatalogues(scope) };
}

/** What the editor of one part needs; the page is that of programmes. @throws RuleError 'not-found' */
export async function openCatalogueEditor(ctx: Ctx, target: { name: CatalogueName; part: string }) {
  const { stored, part, units, may } = await open(ctx, target);
  return {
    programme: { version: stored.revision },
    title: stored.title,
    part: part.id,
    partName: part.name,
    units: part.keys.includes('registrar') ? units : [],
    edits: part.edits,
    value: partValue(stored.doc, part),
    frozen: [] as string[],
    may: may as Decision,
  };
}

/** One step of editing a part: a button beside a list, what would change, or saving. What was typed comes back with every answer. */
export async function catalogueStep(
  ctx: Ctx,
  target: { name: CatalogueName; part: string },
  data: FormData,
  verb: 'change' | 'preview' | 'save',
): Promise<EditorAnswer> {
  const { stored, part, may } = await open(ctx, target);
  requireAllowed(may);
  const carried = data.get('draft');
  const reason = String(data.get('reason') ?? '');
  const { value: draft, issues } =
    typeof carried === 'string'
      ? { value: draftOf(carried, part.keys), issues: [] }
      : readForm(part.edits, data, partValue(stored.doc, part));
  if (verb === 'change') {
    const op = String(data.get('op') ?? '');
    return {
      stage: 'form',
      draft: changeList(part.edits, draft, op),
      message: null,
      issues: [],
      opened: openedBy(op, draft),
    };
  }
  if (issues.length > 0) return { stage: 'form', draft, message: null, issues };
  const doc = withPart(stored.doc, part, draft);
  let preview: Awaited<ReturnType<typeof previewCatalogue>>;
  try {
    preview = await previewCatalogue(ctx, { name: target.name, doc });
  } catch (problem) {
    if (!(problem instanceof RuleError) || problem.status === 404) throw problem;
    return { stage: 'form', draft, message: problem.message, issues: named(problem.issues, draft, part) };
  }
  if (preview.changes.length === 0)
    return { stage: 'form', draft, message: 'Chưa có gì thay đổi so với bản đang lưu.', issues: [] };
  const answer = {
    stage: 'preview' as const,
    draft,
    preview: {
      changes: preview.changes.map((change) => ({ ...change, frozen: null })),
      consequences: preview.consequences,
      findings: [],
      reasonNeeded: true,
    },
    reason,
  };
  if (verb === 'preview') return { ...answer, message: null, issues: [] };
  try {
    const revision = Number(data.get('version'));
    return { stage: 'saved', version: await editCatalogue(ctx, { name: target.name, doc, revision, reason }) };
  } catch (problem) {
    if (!(problem instanceof RuleError) || problem.status === 404) throw problem;
    return { ...answer, message: problem.message, issues: problem.issues };
  }
}

const named = (issues: Issue[], draft: Record<string, unknown>, part: CataloguePart): Issue[] =>
  issues.map((issue) => ({ ...issue, field: formName(draft, pathInPart(issue.field, part), part.edits) }));
