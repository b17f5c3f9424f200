import type { EntryState } from './states.ts';

/** What the colour of a state means; the word beside it says the same. */
export const stateTones = {
  draft: 'plain',
  submitted: 'info',
  'with-unit': 'info',
  returned: 'warn',
  eligible: 'good',
  shortlisted: 'good',
  'not-shortlisted': 'plain',
  awarded: 'award',
  'not-awarded': 'plain',
  withdrawn: 'plain',
  disqualified: 'bad',
} as const satisfies Record<EntryState, string>;
