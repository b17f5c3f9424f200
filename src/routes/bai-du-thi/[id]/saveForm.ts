import { type ActionFailure, fail } from '@sveltejs/kit';
import type { Issue } from '#lib/domain/kernel/errors.ts';
import { saveEntryForm } from '#lib/server/entry/saveForm.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { goTo, list, type Refusal, refuse, text } from '#lib/server/web/forms.ts';

export interface Saved {
  saved: true;
  version: number;
  savedAt: string;
  /** stored as typed, but to be mended before handing in */
  issues: Issue[];
}

/** The programme's own fields of a form; a box that is not ticked is sent by no browser, so its marker says it was there. */
function ownValues(data: FormData): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of data.keys()) {
    if (!name.startsWith('f.')) continue;
    const all = data.getAll(name).filter((one): one is string => typeof one === 'string');
    values[name.slice(2)] = all.length > 1 ? all : all[0];
  }
  for (const id of list(data, 'boxes')) values[id] = data.has(`f.${id}`) ? list(data, `f.${id}`) : [];
  return values;
}

/**
 * Saves one of the forms of an entry, by the button or by the page itself (`after` = stay). What is wrong with a value is shown
 * after it has been stored.
 */
export async function saveForm(
  ctx: Ctx,
  entryId: string,
  data: FormData,
): Promise<Saved | ActionFailure<Refusal> | ActionFailure<Saved & Pick<Refusal, 'code' | 'message'>>> {
  const first = data.has('title');
  const stay = text(data, 'after') === 'stay';
  let result: Saved;
  try {
    const { version, savedAt, issues } = await saveEntryForm(ctx, {
      entryId,
      version: Number(text(data, 'version')),
      ...(first
        ? {
            title: text(data, 'title'),
            pillar: text(data, 'pillar') || null,
            topics: list(data, 'topics'),
            ...(data.has('unitId') ? { unitId: text(data, 'unitId') || null } : {}),
          }
        : {}),
      values: ownValues(data),
    });
    const named = issues.map((issue) => ({ ...issue, field: `f.${issue.field}` }));
    result = { saved: true, version, savedAt: savedAt.toISOString(), issues: named };
  } catch (problem) {
    return refuse(problem, data);
  }
  if (stay && text(data, 'by') === 'page') return result;
  if (result.issues.length > 0)
    return fail(422, {
      ...result,
      code: 'fields',
      message: 'Đã lưu. Có chỗ cần sửa trước khi nộp.',
    });
  return stay ? result : goTo(`/bai-du-thi/${entryId}?xong=da-luu`);
}
