/** What the system finds in a dossier and explains; a person decides. */

/** `block`: it cannot be handed in, passed on to a decision or decided while this stands. */
export type CheckLevel = 'block' | 'warn' | 'note';

export interface Check {
  /** stable within a dossier: "overlap:<record>", "barrier:<id>" */
  id: string;
  level: CheckLevel;
  title: string;
  text: string;
  /** what was compared and how it came out, one fact a line */
  reasons: string[];
  clause: string;
  links: { href: string; text: string }[];
}

const order: Record<CheckLevel, number> = { block: 0, warn: 1, note: 2 };

/** What stops a dossier first, then what has to be looked at, then what is good to know. */
export const sortChecks = (checks: readonly Check[]): Check[] =>
  checks.toSorted((a, b) => order[a.level] - order[b.level]);

export const blocksOf = (checks: readonly Check[]): Check[] => checks.filter((check) => check.level === 'block');
