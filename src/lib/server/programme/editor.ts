import { notFound } from '#lib/domain/kernel/errors.ts';
import { frozenParts } from '#lib/domain/programme/judge.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { ProgrammeDocument, ProgrammeKind } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { editProgramme, previewEdit } from './edit.ts';
import { type EditorAnswer, type EditorVerb, editorSteps } from './editorSteps.ts';
import { kindOf } from './kinds.ts';
import { mayProgramme } from './policy.ts';
import { type AnyProgramme, anyBySlug } from './queries.ts';

/** Parts that the generic editor draws; open questions have a page of their own. */
export const editableParts = (doc: Pick<ProgrammeDocument, 'kind'>): string[] =>
  Object.keys(kindOf(doc).freeze.parts.names).filter((part) => part !== 'questions');

export interface Target {
  slug: string;
  part: string;
  /** the rooms of one kind do not open programmes of another */
  kind?: ProgrammeKind;
}

async function open(ctx: Ctx, target: Target) {
  const programme = await anyBySlug(ctx.app.db, target.slug);
  if (!programme || (target.kind && programme.doc.kind !== target.kind)) throw notFound('Trang này');
  const part = editableParts(programme.doc).find((p) => p === target.part);
  if (!part) throw notFound('Trang này');
  requireAllowed(await mayProgramme(ctx, 'programme.view', programme));
  const kind = kindOf(programme.doc);
  return { programme, part, kind, keys: kind.freeze.parts.keys[part] ?? [] };
}

const pick = ({ doc }: AnyProgramme, keys: string[]): Record<string, unknown> =>
  Object.fromEntries(keys.map((key) => [key, (doc as unknown as Record<string, unknown>)[key]]));

/** Every key of the part, so that one which is missing in the draft is taken out. */
const patchOf = (draft: Record<string, unknown>, keys: string[]): Record<string, unknown> =>
  Object.fromEntries(keys.map((key) => [key, draft[key]]));

/** What the editor of one part needs. @throws RuleError 'not-found' */
export async function openEditor(ctx: Ctx, target: Target) {
  const { programme, part, kind, keys } = await open(ctx, target);
  const [facts, units] = await Promise.all([
    kind.facts(ctx.app.db, programme, ctx.now),
    kind.units(ctx.app.db, ctx.now),
  ]);
  return {
    programme: {
      slug: programme.slug,
      shortName: programme.doc.shortName,
      status: programme.status,
      version: programme.version,
    },
    part,
    partName: kind.freeze.parts.names[part] ?? part,
    units,
    edits: kind.edits(part, programme.doc, units),
    value: pick(programme, keys),
    frozen: frozenParts(kind.freeze, programme.doc, facts)[part] ?? [],
    may: await mayProgramme(ctx, kind.actOfPart(part), programme),
  };
}

/**
 * One step of editing a part: `change` (a button beside a list), `preview` (what would change and what follows) or `save`.
 * What was typed comes back with every answer.
 */
export async function editorStep(ctx: Ctx, target: Target, data: FormData, verb: EditorVerb): Promise<EditorAnswer> {
  const { programme, part, kind, keys } = await open(ctx, target);
  requireAllowed(await mayProgramme(ctx, kind.actOfPart(part), programme));
  const edits = kind.edits(part, programme.doc, await kind.units(ctx.app.db, ctx.now));
  return editorSteps({
    edits,
    keys,
    value: pick(programme, keys),
    data,
    verb,
    preview: (draft) => previewEdit(ctx, { programmeId: programme.id, part, patch: patchOf(draft, keys) }),
    save: (draft, seen) =>
      editProgramme(ctx, { programmeId: programme.id, part, patch: patchOf(draft, keys), ...seen }),
  });
}
