import { type ActionFailure, error, fail, redirect } from '@sveltejs/kit';
import { type Issue, RuleError } from '#lib/domain/kernel/errors.ts';
import { clean, cleanMultiline } from '#lib/domain/kernel/text.ts';

/** What a failed action gives back to its page: every typed value, and what to mend. */
export interface Refusal {
  message: string;
  code: string;
  hint?: string;
  clause?: string;
  issues: Issue[];
  values: Record<string, string | string[]>;
  /** which form of the page was sent, when a page has several */
  form?: string;
}

const secret = /password|matKhau/i;

/** Text fields of a form, NFC and without control characters; fields sent several times become lists; passwords are left out. */
export function textValues(data: FormData): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const name of new Set(data.keys())) {
    if (secret.test(name)) continue;
    const texts = data
      .getAll(name)
      .filter((v): v is string => typeof v === 'string')
      .map(cleanMultiline);
    if (texts.length === 1) values[name] = texts[0] as string;
    else if (texts.length > 1) values[name] = texts;
  }
  return values;
}

/** One text field, cleaned to a single line; '' when absent. */
export const text = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? clean(value) : '';
};

/** One text field with its line breaks. */
export const multiline = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? cleanMultiline(value) : '';
};

export const list = (data: FormData, name: string): string[] =>
  data
    .getAll(name)
    .filter((v): v is string => typeof v === 'string')
    .map(clean);

export const ticked = (data: FormData, name: string): boolean => data.get(name) !== null;

/**
 * Turns a rule's refusal into the answer of a form action, with everything typed; not-found and forbidden become error
 * pages; anything else is a defect and goes on up.
 */
export function refuse(problem: unknown, data: FormData, form?: string): ActionFailure<Refusal> {
  if (!(problem instanceof RuleError)) throw problem;
  if (problem.status === 404) error(404, problem.message, { code: problem.code });
  return fail(problem.status, {
    message: problem.message,
    code: problem.code,
    issues: problem.issues,
    values: textValues(data),
    ...(problem.hint ? { hint: problem.hint } : {}),
    ...(problem.clause ? { clause: problem.clause } : {}),
    ...(form ? { form } : {}),
  });
}

/** Runs what a `load` needs and turns refusals into error pages (404, 403 …). */
export async function loading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (problem) {
    if (problem instanceof RuleError)
      error(problem.status === 422 ? 400 : problem.status, problem.message, { code: problem.code });
    throw problem;
  }
}

/** A local path to go to after an act, never another site's address. */
export function localPath(candidate: string | null | undefined, fallback = '/'): string {
  // browsers leave tabs and line ends out of addresses, and read "\\" as "/"
  if (!candidate?.startsWith('/') || candidate.startsWith('//') || /[\\\p{Cc}]/u.test(candidate)) return fallback;
  return candidate;
}

/** After a successful act: the browser asks the next page by GET, so that reloading does not act again. */
export const goTo = (path: string): never => redirect(303, path);
