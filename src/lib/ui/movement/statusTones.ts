import type { StatusState } from '#lib/domain/indicator/status.ts';
import type { Tone } from '../types.ts';

/** The colour beside the name of a status; the name says it all without it. */
export const statusTones: Record<StatusState, Tone> = {
  attained: 'good',
  exceeded: 'good',
  early: 'good',
  missed: 'bad',
  'on-track': 'info',
  behind: 'warn',
  open: 'plain',
  unjudged: 'plain',
};
