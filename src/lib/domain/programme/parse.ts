import * as v from 'valibot';
import { contestSchema } from './schema.ts';
import type { ContestProgramme } from './types.ts';

export interface ParseIssue {
  /** `timeline[intake].to` */
  path: string;
  message: string;
}

export type Parsed = { ok: true; programme: ContestProgramme } | { ok: false; issues: ParseIssue[] };

const TYPES: Record<string, string> = {
  string: 'Phải là chữ.',
  number: 'Phải là số.',
  boolean: 'Phải là đúng hoặc sai (true, false).',
  array: 'Phải là một danh sách.',
  nonoptional: 'Không được bỏ trống.',
  non_empty: 'Không được để trống.',
  integer: 'Phải là số nguyên.',
  email: 'Địa chỉ thư điện tử không đúng.',
};

function vietnamese(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object')
    return issue.expected === 'never'
      ? 'Mục này không có trong mẫu chương trình.'
      : issue.received === 'undefined'
        ? 'Thiếu mục này.'
        : 'Phải là một nhóm thông tin.';
  if (issue.type === 'max_length') return `Quá dài: nhiều nhất ${String(issue.requirement)}.`;
  if (issue.type === 'min_value') return `Không được nhỏ hơn ${String(issue.requirement)}.`;
  if (issue.type === 'max_value') return `Không được lớn hơn ${String(issue.requirement)}.`;
  if (issue.type === 'picklist' || issue.type === 'literal' || issue.type === 'variant')
    return `Chỉ nhận một trong các giá trị: ${(issue.expected ?? '').replaceAll(' | ', ', ').replace(/^\(|\)$/g, '')}.`;
  return TYPES[issue.type] ?? 'Giá trị không đúng.';
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  let path = '';
  for (const item of issue.path ?? []) {
    if (item.type === 'array') {
      const element = item.value as { id?: unknown } | null;
      path += `[${typeof element === 'object' && typeof element?.id === 'string' ? element.id : String(item.key)}]`;
    } else path += `${path ? '.' : ''}${String(item.key)}`;
  }
  return path;
}

/** Reads unknown JSON by a schema; every fault is named in Vietnamese with its place. */
export function parseWith<T>(
  schema: v.GenericSchema<unknown, T>,
  input: unknown,
): { ok: true; output: T } | { ok: false; issues: ParseIssue[] } {
  const result = v.safeParse(schema, input, { message: vietnamese });
  if (result.success) return { ok: true, output: result.output };
  return { ok: false, issues: result.issues.map((issue) => ({ path: pathOf(issue), message: issue.message })) };
}

/** Reads a contest from unknown JSON. */
export function parseProgramme(input: unknown): Parsed {
  const parsed = parseWith(contestSchema, input);
  return parsed.ok ? { ok: true, programme: parsed.output } : parsed;
}
