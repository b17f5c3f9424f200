import type { FigureState } from '#lib/domain/indicator/states.ts';
import type { Tone } from '../types.ts';

/** The colour beside the name of a state. */
export const stateTones: Record<FigureState, Tone> = {
  entered: 'plain',
  complete: 'info',
  submitted: 'info',
  returned: 'warn',
  verified: 'good',
  locked: 'good',
};
