import type { Cast, Member } from '../support/cast.ts';
import { members } from '../support/cast.ts';

/** ok: reached the page or the use case. sign-in: sent to sign in. forbidden: 403. hidden: 404, as if it did not exist. gone: 410. */
export type Outcome = 'ok' | 'sign-in' | 'forbidden' | 'hidden' | 'gone';

export interface Rule {
  expected: Record<Member, Outcome>;
  /** what stands in the brackets of the route, where it differs from `usual` */
  where?: (cast: Cast) => Record<string, string>;
  /** after the address: "ma=CDS26-00001" */
  query?: (cast: Cast) => string;
  /** what a form sends, when nothing at all would stop before the policy */
  body?: (cast: Cast) => Record<string, unknown>;
  /** a sentence for the title of the test */
  says?: string;
}

type Names = string;
const list = (names: Names): Member[] =>
  names
    .split(/\s+/)
    .filter(Boolean)
    .map((name) => {
      if (!members.includes(name as Member)) throw new Error(`nobody of the cast is called ${name}`);
      return name as Member;
    });

/** Rules are written as a policy reads: who may; what everyone else gets; who is the exception. */
export function rule(may: Names, others: Outcome, exceptions: Partial<Record<Outcome, Names>> = {}): Rule {
  const expected = Object.fromEntries(members.map((member) => [member, others])) as Record<Member, Outcome>;
  for (const [outcome, names] of Object.entries(exceptions))
    for (const member of list(names ?? '')) expected[member] = outcome as Outcome;
  for (const member of list(may)) expected[member] = 'ok';
  return { expected };
}

export const at = (base: Rule, more: Omit<Rule, 'expected'>): Rule => ({ ...base, ...more });
/** The same for everyone, visitors too. */
export const everyone = rule(members.join(' '), 'ok');
export const always = (outcome: Outcome) => rule('', outcome);
/** Everyone who is signed in. */
export const signedIn = rule('', 'ok', { 'sign-in': 'visitor' });
/** A room of some roles: others are told whose it is. */
export const room = (may: Names) => rule(may, 'forbidden', { 'sign-in': 'visitor' });
/** Something whose existence is nobody else's business; who works beside it is told who may. */
export const inner = (may: Names, forbidden: Names = '') => rule(may, 'hidden', { forbidden, 'sign-in': 'visitor' });
