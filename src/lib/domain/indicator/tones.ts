import type { FigureState } from './states.ts';
import type { StatusState } from './status.ts';

type Tone = 'plain' | 'info' | 'good' | 'warn' | 'bad';

export const stateTones: Record<FigureState, Tone> = {
  entered: 'plain',
  complete: 'info',
  submitted: 'info',
  returned: 'warn',
  verified: 'good',
  locked: 'good',
};

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
