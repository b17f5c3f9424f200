import { type Issue, notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import { changeList, formName, readForm } from '#lib/domain/programme/editor/read.ts';
import { frozenParts } from '#lib/domain/programme/judge.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { ProgrammeDocument, ProgrammeKind } from '../platform/db/schema.ts';
import { requireAllowed } from '../platform/policy.ts';
import { type EditPreview, editProgramme, previewEdit } from './edit.ts';
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

export type EditorAnswer =
  /** the form again, with what was typed */
  | {
      stage: 'form';
      draft: Record<string, unknown>;
      message: string | null;
      hint?: string;
      issues: Issue[];
      opened?: string;
    }
  | {
      stage: 'preview';
      draft: Record<string, unknown>;
      preview: EditPreview;
      reason: string;
      message: string | null;
      issues: Issue[];
    }
  | { stage: 'saved'; version: number };

/**
 * One step of editing a part: `change` (a button beside a list), `preview` (what would change and what follows) or `save`.
 * What was typed comes back with every answer.
 */
export async function editorStep(
  ctx: Ctx,
  target: Target,
  data: FormData,
  verb: 'change' | 'preview' | 'save',
): Promise<EditorAnswer> {
  const { programme, part, kind, keys } = await open(ctx, target);
  requireAllowed(await mayProgramme(ctx, kind.actOfPart(part), programme));
  const edits = kind.edits(part, programme.doc, await kind.units(ctx.app.db, ctx.now));
  const carried = data.get('draft');
  const version = Number(data.get('version'));
  const reason = String(data.get('reason') ?? '');
  const { value: draft, issues } =
    typeof carried === 'string'
      ? { value: draftOf(carried, keys), issues: [] }
      : readForm(edits, data, pick(programme, keys));
  const names = (list: Issue[]) => list.map((issue) => ({ ...issue, field: formName(draft, issue.field, edits) }));
  if (verb === 'change') {
    const op = String(data.get('op') ?? '');
    return {
      stage: 'form',
      draft: changeList(edits, draft, op),
      message: null,
      issues: [],
      opened: openedBy(op, draft),
    };
  }
  if (issues.length > 0) return { stage: 'form', draft, message: null, issues };
  // Every key of the part, so that one which is missing in the draft is taken out.
  const patch = Object.fromEntries(keys.map((key) => [key, draft[key]]));
  let preview: EditPreview;
  try {
    preview = await previewEdit(ctx, { programmeId: programme.id, part, patch });
    if (preview.changes.length === 0)
      return { stage: 'form', draft, message: 'Chưa có gì thay đổi so với bản đang lưu.', issues: [] };
  } catch (problem) {
    if (!(problem instanceof RuleError) || problem.status === 404) throw problem;
    return {
      stage: 'form',
      draft,
      message: problem.message,
      issues: names(problem.issues),
      ...(problem.hint ? { hint: problem.hint } : {}),
    };
  }
  if (verb === 'preview') return { stage: 'preview', draft, preview, reason, message: null, issues: [] };
  try {
    return {
      stage: 'saved',
      version: await editProgramme(ctx, { programmeId: programme.id, part, patch, version, reason }),
    };
  } catch (problem) {
    if (!(problem instanceof RuleError) || problem.status === 404) throw problem;
    return { stage: 'preview', draft, preview, reason, message: problem.message, issues: problem.issues };
  }
}

/** The draft travels through the preview inside the form; it is checked again in every step. */
export function draftOf(text: string, keys: string[]): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  if (typeof parsed !== 'object' || parsed === null)
    throw new RuleError({
      code: 'programme.draft',
      message: 'Bản đang sửa không đọc được. Hãy mở lại trang rồi sửa lại.',
      status: 400,
    });
  return Object.fromEntries(Object.entries(parsed).filter(([key]) => keys.includes(key)));
}

/** The element of a list that a button has just touched. */
export function openedBy(op: string, draft: Record<string, unknown>): string {
  const [verb = '', path = ''] = op.split(':');
  if (verb === 'add') {
    const list = path
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], draft);
    return `${path}.${Array.isArray(list) ? list.length : 0}`;
  }
  const keys = path.split('.');
  const index = Number(keys.pop());
  return verb === 'up'
    ? `${keys.join('.')}.${Math.max(0, index - 1)}`
    : verb === 'down'
      ? `${keys.join('.')}.${index + 1}`
      : keys.join('.');
}
