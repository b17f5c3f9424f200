import type { Issue } from '#lib/domain/kernel/errors.ts';

/** Values as a failed action returns them (`form?.values`), so that nothing typed is lost. */
export type Values = Record<string, unknown> | null | undefined;

/** The element id of a field; error summaries link to it. */
export const fieldId = (name: string) => `f-${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/-$/, '')}`;

/** The findings about one field. */
export const issuesOf = (errors: Issue[] | null | undefined, name: string) =>
  (errors ?? []).filter((issue) => issue.field === name);

/** What stands in a field: what was typed and refused before what is stored. */
export function filled(values: Values, name: string, stored: unknown): string {
  const value = values && name in values ? values[name] : stored;
  return value === null || value === undefined ? '' : String(value);
}

/** The ticked values of a group, in the same order of precedence as `filled`. */
export function ticked(values: Values, name: string, stored: readonly string[] | undefined): string[] {
  if (!values) return [...(stored ?? [])];
  const value = values[name];
  if (value === null || value === undefined || value === '') return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** Ids for aria-describedby, or undefined when there are none. */
export const describedBy = (...ids: (string | false | null | undefined)[]) =>
  ids.filter(Boolean).join(' ') || undefined;
