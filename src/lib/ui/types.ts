/** Shapes that pages hand to components. */
import type { Instant } from '#lib/domain/kernel/time.ts';

/** A moment as pages have it: a Date, or the ISO string of a programme document. */
export type When = Instant;

/** Meaning of a colour. `award` (gold) is for prizes only. */
export type Tone = 'plain' | 'info' | 'good' | 'warn' | 'bad' | 'award' | 'accent';

export interface Link {
  href: string;
  label: string;
}

export interface NavLink extends Link {
  /** the page the reader is on, or a page above it */
  current?: boolean;
  /** how many things wait there */
  count?: number;
}

export interface Option {
  value: string;
  label: string;
  hint?: string;
  disabled?: boolean;
}

/** What is mine to do next and until when. */
export interface NextStep {
  text: string;
  href?: string;
  /** verb on the button; without it the text itself is the link */
  action?: string;
  due?: When | null;
  clause?: string;
}

export interface SummaryRow {
  label: string;
  /** plain text; several lines when an array; empty shows "Chưa có" */
  value: string | string[] | null | undefined;
  /** where this answer is changed */
  href?: string;
  /** a finding beside the answer */
  error?: string;
}

export interface Task {
  label: string;
  href?: string;
  hint?: string;
  state: { label: string; tone: Tone };
}

export interface Moment {
  id: string;
  name: string;
  from: When;
  to: When;
  actors?: string;
  clause?: string;
  /** what the plan prints about the end */
  printed?: string;
}

export interface Bar {
  label: string;
  value: number;
  href?: string;
  note?: string;
  /** second value in the same bar, e.g. done of all */
  part?: number;
}

export interface Column {
  id: string;
  label: string;
  numeric?: boolean;
  /** address that sorts by this column */
  sortHref?: string;
  sorted?: 'ascending' | 'descending';
  /** heads its row (one a table) */
  heads?: boolean;
  /** its label is not repeated on cards, e.g. for a column of buttons */
  bare?: boolean;
}
