import { catalogueParts, partValue, pathInPart, withPart } from '#lib/domain/catalogue/editor.ts';
import type { CatalogueName } from '#lib/domain/catalogue/types.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { type AwardScope, awardScope, mayKeepCatalogues } from '../award/scope.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Decision, requireAllowed } from '../platform/policy.ts';
import { type EditorAnswer, type EditorVerb, editorSteps } from '../programme/editorSteps.ts';
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
  verb: EditorVerb,
): Promise<EditorAnswer> {
  const { stored, part, may } = await open(ctx, target);
  requireAllowed(may);
  return editorSteps({
    edits: part.edits,
    keys: part.keys,
    value: partValue(stored.doc, part),
    data,
    verb,
    pathOf: (field) => pathInPart(field, part),
    preview: async (draft) => {
      const { changes, consequences } = await previewCatalogue(ctx, {
        name: target.name,
        doc: withPart(stored.doc, part, draft),
      });
      return {
        changes: changes.map((change) => ({ ...change, frozen: null })),
        consequences,
        findings: [],
        reasonNeeded: true,
      };
    },
    save: (draft, { version, reason }) =>
      editCatalogue(ctx, { name: target.name, doc: withPart(stored.doc, part, draft), revision: version, reason }),
  });
}
