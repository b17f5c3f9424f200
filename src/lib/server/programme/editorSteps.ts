/** The steps in which a part of a document is edited on a page, whatever the document is. */
import { type Issue, RuleError } from '#lib/domain/kernel/errors.ts';
import type { Edit } from '#lib/domain/programme/editor/describe.ts';
import { changeList, formName, readForm } from '#lib/domain/programme/editor/read.ts';
import type { EditPreview } from './edit.ts';

type Draft = Record<string, unknown>;

/** A button beside a list, what would change, or saving. */
export type EditorVerb = 'change' | 'preview' | 'save';

export type EditorAnswer =
  /** the form again, with what was typed */
  | { stage: 'form'; draft: Draft; message: string | null; hint?: string; issues: Issue[]; opened?: string }
  | { stage: 'preview'; draft: Draft; preview: EditPreview; reason: string; message: string | null; issues: Issue[] }
  | { stage: 'saved'; version: number };

interface Editing {
  edits: Edit[];
  /** keys of the part, and what they hold */
  keys: string[];
  value: Draft;
  data: FormData;
  verb: EditorVerb;
  /** what follows from what was typed, before anything is done with it */
  settle?: (draft: Draft) => Draft;
  /** the path of an issue as the part's form knows it */
  pathOf?: (field: string) => string;
  preview(draft: Draft): Promise<EditPreview>;
  save(draft: Draft, seen: { version: number; reason: string }): Promise<number>;
}

/** What a rule refuses comes back beside the form; what is not there, and defects, do not. */
function refusal(problem: unknown): RuleError {
  if (!(problem instanceof RuleError) || problem.status === 404) throw problem;
  return problem;
}

/** One step of editing a part. What was typed comes back with every answer. */
export async function editorSteps(editing: Editing): Promise<EditorAnswer> {
  const { edits, keys, value, data, verb, settle = (draft) => draft, pathOf = (field) => field } = editing;
  const carried = data.get('draft');
  const reason = String(data.get('reason') ?? '');
  const read =
    typeof carried === 'string'
      ? { value: draftOf(carried, keys), issues: [] as Issue[] }
      : readForm(edits, data, value);
  const draft = settle(read.value);
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
  if (read.issues.length > 0) return { stage: 'form', draft, message: null, issues: read.issues };
  let preview: EditPreview;
  try {
    preview = await editing.preview(draft);
  } catch (problem) {
    const { message, issues, hint } = refusal(problem);
    const named = issues.map((one) => ({ ...one, field: formName(draft, pathOf(one.field), edits) }));
    return { stage: 'form', draft, message, issues: named, ...(hint ? { hint } : {}) };
  }
  if (preview.changes.length === 0)
    return { stage: 'form', draft, message: 'Chưa có gì thay đổi so với bản đang lưu.', issues: [] };
  if (verb === 'preview') return { stage: 'preview', draft, preview, reason, message: null, issues: [] };
  try {
    return { stage: 'saved', version: await editing.save(draft, { version: Number(data.get('version')), reason }) };
  } catch (problem) {
    const { message, issues } = refusal(problem);
    return { stage: 'preview', draft, preview, reason, message, issues };
  }
}

/** The draft travels through the preview inside the form; it is checked again in every step. */
function draftOf(text: string, keys: string[]): Record<string, unknown> {
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
function openedBy(op: string, draft: Record<string, unknown>): string {
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
