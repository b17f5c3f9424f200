/**
 * The life of an obligation: not-started → draft → submitted → (returned → submitted)* → accepted; figures that nobody has looked at can be
 * taken back: submitted → draft. Being excused stands beside the state.
 * On time or late is decided by the first submission; a returned one counts its own days until it is handed in again.
 */
import { daysBetween } from '../kernel/time.ts';

export type ObligationState = 'not-started' | 'draft' | 'submitted' | 'returned' | 'accepted';

export const obligationStateLabels: Record<ObligationState, string> = {
  'not-started': 'Chưa bắt đầu',
  draft: 'Đang soạn',
  submitted: 'Đã gửi, chờ xem',
  returned: 'Trả lại để sửa',
  accepted: 'Đã chấp nhận',
};

/** Shortest reason for returning or excusing. */
export const REASON_LENGTH = 20;

const moves = {
  start: { from: ['not-started'], to: 'draft' },
  submit: { from: ['not-started', 'draft', 'returned'], to: 'submitted' },
  /** back to where it was before it was handed in: see `markWithdrawn` */
  withdraw: { from: ['submitted'], to: 'draft' },
  return: { from: ['submitted'], to: 'returned' },
  accept: { from: ['submitted'], to: 'accepted' },
} as const satisfies Record<string, { from: readonly ObligationState[]; to: ObligationState }>;

export type ObligationMove = keyof typeof moves;

/** Where a move leads; null where it cannot be made. */
export const moved = (state: ObligationState, move: ObligationMove): ObligationState | null =>
  (moves[move].from as readonly ObligationState[]).includes(state) ? moves[move].to : null;

/** What is known of an obligation's course. */
export interface ObligationFacts {
  state: ObligationState;
  dueAt: Date;
  firstSubmittedAt: Date | null;
  submittedAt: Date | null;
  returnedAt: Date | null;
  exemptedAt: Date | null;
}

/**
 * Whole calendar days by which it was handed in late the first time, or is late so far; null: in time, or not late yet, or excused. The day
 * after the due day is one day late, from its first moment on.
 */
export function lateness(obligation: Pick<ObligationFacts, 'dueAt' | 'firstSubmittedAt' | 'exemptedAt'>, now: Date) {
  if (obligation.exemptedAt) return null;
  const days = daysBetween(obligation.dueAt, obligation.firstSubmittedAt ?? now);
  return days > 0 ? days : null;
}

/** Whole calendar days that the last return took until it was handed in again, or takes so far; null where nothing was returned. */
export function correcting(obligation: Pick<ObligationFacts, 'state' | 'submittedAt' | 'returnedAt'>, now: Date) {
  const { state, submittedAt, returnedAt } = obligation;
  if (!returnedAt) return null;
  return daysBetween(returnedAt, state === 'returned' || !submittedAt ? now : submittedAt);
}

/** The unit still has to act. */
export const isOpen = (obligation: Pick<ObligationFacts, 'state' | 'exemptedAt'>): boolean =>
  !obligation.exemptedAt && obligation.state !== 'submitted' && obligation.state !== 'accepted';

/** Its day has passed and nothing was ever handed in. */
export const isOverdue = (obligation: ObligationFacts, now: Date): boolean =>
  obligation.firstSubmittedAt === null && lateness(obligation, now) !== null;
