/**
 * How a part of a programme is edited: a description that the page draws and the server reads, so that a form and what is
 * stored cannot differ. A description is plain data.
 */
export interface Choice {
  value: string;
  label: string;
}

interface Base {
  /** key in the document; '' stays at the same level */
  key: string;
  label: string;
  hint?: string;
  /** an empty answer removes the key (or gives null where the type has null) */
  optional?: boolean;
}

export interface ListEdit extends Base {
  kind: 'list';
  /** what one element is called in the middle of a sentence: "tiêu chí" */
  noun: string;
  /** key of the element that names it in a heading */
  title: string;
  item: Edit[];
  /** keys of the element that stand beside its title while it is closed */
  brief?: string[];
  /** what a new element begins with, besides an id made from its title */
  blank: Record<string, unknown>;
  /** elements have ids; false for lists of people */
  ids: boolean;
  /** the list is what it is: elements are edited, not added, removed or moved */
  fixed?: boolean;
  /** ids that elements can have: a new one takes the first that is free, and without one nothing is added */
  pool?: string[];
}

/** Units are typed or picked as "SNV – Sở Nội vụ" and kept by their code. */
export const unitText = (unit: Choice): string => `${unit.value} – ${unit.label}`;

export type Edit =
  /** `nullable`: an empty answer is kept as null */
  | (Base & { kind: 'text' | 'email' | 'long'; width?: 10 | 20 | 30; nullable?: boolean })
  /** one element a line */
  | (Base & { kind: 'lines' })
  /** whole number; `nullable` stores null for an empty answer */
  | (Base & { kind: 'whole'; suffix?: string; nullable?: boolean; factor?: number })
  | (Base & { kind: 'money' })
  /** decimal kept as text with a dot, typed with a comma */
  | (Base & { kind: 'decimal'; nullable?: boolean })
  /** `end`: the last millisecond of the second that is typed still counts */
  | (Base & { kind: 'instant'; end?: boolean })
  /** a day of the calendar, kept as ISO */
  | (Base & { kind: 'day'; nullable?: boolean })
  /** a unit, kept by its code */
  | (Base & { kind: 'unit'; units: Choice[]; nullable?: boolean })
  /** units, one a line */
  | (Base & { kind: 'units'; units: Choice[] })
  /** whole numbers between commas */
  | (Base & { kind: 'wholes' })
  | (Base & { kind: 'tick' })
  | (Base & { kind: 'choice'; options: Choice[]; nullable?: boolean })
  | (Base & { kind: 'ticks'; options: Choice[] })
  /** a fact that the plan may leave open; `note` explains the value "none" */
  | (Base & { kind: 'soft'; of: 'text' | 'whole' | 'email' | 'flag' | 'day'; suffix?: string })
  | (Base & { kind: 'soft'; of: 'choice'; options: Choice[] })
  /** several boxes that are one fact: all filled or all empty */
  | (Base & { kind: 'soft'; of: 'parts'; edits: Edit[] })
  /**
   * With `blank`, an optional group is taken in and out by a button, and begins with these values. `nullable`: one that is out is
   * kept as null.
   */
  | (Base & { kind: 'group'; edits: Edit[]; blank?: Record<string, unknown>; nullable?: boolean })
  /** one of several shapes; `kind` in the document tells which */
  | (Base & { kind: 'variant'; cases: { value: string; label: string; edits: Edit[] }[] })
  /** picture sizes, one a line: 1280×720 */
  | (Base & { kind: 'sizes' })
  /** options of a choice: one label a line; ids stay with their labels */
  | (Base & { kind: 'options' })
  /** tie rules, one a line of choices; `plain`: they are words in the document, not objects */
  | (Base & { kind: 'ties'; options: Choice[]; plain?: boolean })
  | ListEdit;

export const childName = (parent: string, key: string | number): string =>
  key === '' ? parent : parent === '' ? String(key) : `${parent}.${key}`;

type Dict = Record<string, unknown>;

/** 'criterion:novelty' ⇄ { kind: 'criterion', criterionId: 'novelty' } */
export function tieOf(text: string): Dict {
  const [kind = '', id = ''] = text.split(':');
  if (kind === 'criterion') return { kind, criterionId: id };
  if (kind === 'round') return { kind, roundId: id };
  return { kind };
}
export const tieText = (rule: unknown): string => {
  const { kind, criterionId, roundId } = (rule ?? {}) as Dict;
  const id = criterionId ?? roundId;
  return id === undefined ? String(kind) : `${String(kind)}:${String(id)}`;
};
