import { type TaskStanding, taskStanding } from '#lib/domain/task/task.ts';
import type { Tone } from '../types.ts';

const tones: Record<TaskStanding, Tone> = {
  overdue: 'bad',
  soon: 'warn',
  open: 'info',
  'no-date': 'plain',
  done: 'good',
  'done-late': 'good',
  cancelled: 'plain',
};

/** The colour beside what `standingText` says. */
export const standingTone = (task: Parameters<typeof taskStanding>[0], today: string): Tone =>
  tones[taskStanding(task, today)];
