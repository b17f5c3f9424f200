import { RuleError } from '../kernel/errors.ts';
import { charCount, clean } from '../kernel/text.ts';
import { type Change, diffProgramme } from './diff.ts';
import type { PartSet } from './partSet.ts';
import type { ProgrammePath } from './paths.ts';

/** Characters of a reason where something frozen changes. */
export const MIN_REASON = 20;

/** Why something is frozen, as a sentence; null where it may still be changed without a reason. */
export type Frozen = string | null;

/** What of one kind of programme is frozen by what has happened (`F`), and what can never change. */
export interface FreezeRules<D extends object, F> {
  parts: PartSet;
  /** paths that stand for each part, to say on its page what is frozen in it */
  samples(doc: D): Record<string, ProgrammePath[]>;
  frozenAt(doc: D, path: ProgrammePath, facts: F): Frozen;
  /** @throws RuleError for a change that no reason allows */
  refuseImpossible(before: D, change: Change, facts: F): void;
}

export interface JudgedChange extends Change {
  frozen: Frozen;
}

export interface ChangeArgs<D extends object, F> {
  before: D;
  after: D;
  facts: F;
  reason: string;
}

/** A part is frozen when anything in it is: the page then shows what and why beside the field. */
export function frozenParts<D extends object, F>(rules: FreezeRules<D, F>, doc: D, facts: F): Record<string, string[]> {
  const samples = rules.samples(doc);
  const reasons = (part: string) =>
    (samples[part] ?? []).map((path) => rules.frozenAt(doc, path, facts)).filter((reason) => reason !== null);
  return Object.fromEntries(Object.keys(rules.parts.names).map((part) => [part, [...new Set(reasons(part))]]));
}

/** The changes between two versions, each with why its place is frozen (judged by the version in force). */
export const judgeChanges = <D extends object, F>(
  rules: FreezeRules<D, F>,
  { before, after, facts }: Omit<ChangeArgs<D, F>, 'reason'>,
): JudgedChange[] =>
  diffProgramme(before, after, rules.parts).map((change) => ({
    ...change,
    frozen: rules.frozenAt(before, change.path, facts),
  }));

/**
 * Refuses a new version that may not be: what can never change any more, and frozen parts changed without a reason of at
 * least 20 characters. Returns the changes.
 */
export function requireChangeAllowed<D extends object, F>(
  rules: FreezeRules<D, F>,
  args: ChangeArgs<D, F>,
): JudgedChange[] {
  const changes = judgeChanges(rules, args);
  for (const change of changes) rules.refuseImpossible(args.before, change, args.facts);
  const frozen = changes.find((change) => change.frozen !== null);
  if (frozen && charCount(clean(args.reason)) < MIN_REASON)
    throw new RuleError({
      code: 'programme.reason',
      message: `${rules.parts.names[frozen.part]} đã chốt: ${frozen.frozen} Muốn sửa "${frozen.label}", hãy ghi lý do, ít nhất ${MIN_REASON} ký tự.`,
      field: 'reason',
      hint: 'Lý do được lưu cùng phiên bản mới và mọi người xem được.',
    });
  return changes;
}
