import { callEdits } from '#lib/domain/award/editor.ts';
import { type CallPart, callParts } from '#lib/domain/award/parts.ts';
import type { AwardCall } from '#lib/domain/award/types.ts';
import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { requireAllowed } from '../../platform/policy.ts';
import { type EditorAnswer, type EditorVerb, editorSteps } from '../../programme/editorSteps.ts';
import { openCall } from '../room.ts';
import { mayManageCall } from '../scope.ts';
import { editCall, isCallPart, previewCall } from './edit.ts';
import { callSources } from './sources.ts';

interface Target {
  slug: string;
  part: string;
}

type Draft = Record<string, unknown>;

async function open(ctx: Ctx, { slug, part }: Target) {
  const { call, scope } = await openCall(ctx, slug);
  if (!isCallPart(part) || part === 'questions') throw notFound('Trang này');
  const sources = await callSources(ctx.app.db, call, ctx.now);
  const edits = callEdits(part, {
    doc: call.doc,
    movement: sources.movement,
    forms: sources.law.forms,
    units: sources.unitChoices,
  });
  const value = Object.fromEntries(callParts.keys[part]!.map((key) => [key, call.doc[key as keyof AwardCall]]));
  return { call, scope, part, sources, edits, value };
}

/** What the editor of one part needs. @throws RuleError 'not-found' */
export async function openCallEditor(ctx: Ctx, target: Target) {
  const { call, scope, part, sources, edits, value } = await open(ctx, target);
  const over = call.state === 'closed' || call.state === 'cancelled';
  const may = mayManageCall(scope, call);
  return {
    partName: callParts.names[part]!,
    running: call.state === 'open',
    limits: part === 'path' ? sources.law.limits : [],
    editor: {
      programme: { version: call.version },
      units: sources.unitChoices,
      edits,
      value,
      frozen: [],
      may:
        may.allow && over
          ? { allow: false as const, code: 'call.over', reason: 'Đợt đã kết thúc hoặc đã hủy nên không sửa được nữa.' }
          : may,
    },
  };
}

/** Only a step that asks the public has a number of days for it. */
function settled(part: CallPart, draft: Draft): Draft {
  if (part !== 'path' || !Array.isArray(draft.path)) return draft;
  const path = (draft.path as Draft[]).map((step) => ({
    ...step,
    publicDays: step.kind === 'publicity' ? (step.publicDays ?? { value: null, source: 'open' }) : null,
  }));
  return { ...draft, path };
}

/** One step of editing a part: a button beside a list, the preview, or saving. What was typed comes back with every answer. */
export async function callEditorStep(
  ctx: Ctx,
  target: Target,
  data: FormData,
  verb: EditorVerb,
): Promise<EditorAnswer> {
  const { call, scope, part, edits, value } = await open(ctx, target);
  requireAllowed(mayManageCall(scope, call));
  const keys = Object.keys(value);
  const patchOf = (draft: Draft) => Object.fromEntries(keys.map((key) => [key, draft[key]]));
  return editorSteps({
    edits,
    keys,
    value,
    data,
    verb,
    settle: (draft) => settled(part, draft),
    preview: (draft) => previewCall(ctx, { slug: target.slug, part, patch: patchOf(draft) }),
    save: (draft, seen) => editCall(ctx, { slug: target.slug, part, patch: patchOf(draft), ...seen }),
  });
}
