/**
 * States of a figure (C21-2). Approval goes bottom-up: the unit hands in, the unit above or the lead verifies, the standing unit
 * locks. "Complete" (everything needed is there) and "approved" (verified) are two facts; lists show both.
 */
export type FigureState = 'entered' | 'complete' | 'submitted' | 'returned' | 'verified' | 'locked';

export const stateNames: Record<FigureState, string> = {
  entered: 'Đang nhập',
  complete: 'Đã đủ',
  submitted: 'Đã gửi, chờ xác nhận',
  returned: 'Bị trả lại',
  verified: 'Đã xác nhận',
  locked: 'Đã khóa',
};

export const figureStates = Object.keys(stateNames) as FigureState[];

export type FigureAct = 'save' | 'submit' | 'withdraw' | 'return' | 'verify' | 'lock' | 'correct';

const from: Record<FigureAct, FigureState[]> = {
  save: ['entered', 'complete', 'returned'],
  submit: ['entered', 'complete', 'returned'],
  withdraw: ['submitted'],
  return: ['submitted', 'verified'],
  verify: ['submitted'],
  lock: ['verified'],
  correct: ['locked'],
};

const refusals: Record<FigureState, string> = {
  entered: 'Số liệu này đơn vị còn đang nhập, chưa gửi.',
  complete: 'Số liệu này đơn vị chưa gửi.',
  submitted: 'Số liệu đã gửi và đang chờ xác nhận. Muốn sửa, hãy rút lại trước.',
  returned: 'Số liệu đã bị trả lại, đang chờ đơn vị sửa và gửi lại.',
  verified: 'Số liệu đã được xác nhận. Muốn sửa, hãy đề nghị nơi xác nhận trả lại.',
  locked: 'Số liệu đã khóa. Chỉ sửa được bằng một bản đính chính có lý do.',
};

/** Why an act is not possible in a state; null when it is. */
export const stateProblem = (act: FigureAct, state: FigureState): string | null => {
  if (from[act].includes(state)) return null;
  if (act === 'lock' && state === 'submitted') return 'Số liệu này chưa được xác nhận, nên chưa khóa được.';
  if (act === 'correct') return 'Số liệu chưa khóa, nên sửa trực tiếp mà không cần đính chính.';
  return refusals[state];
};

/** characters */
const shortestReason = 20;

/** A reason that tells others something. @returns a sentence when it does not */
export const reasonProblem = (reason: string): string | null =>
  [...reason.trim()].length < shortestReason
    ? `Hãy viết lý do rõ ràng, ít nhất ${shortestReason} ký tự, để người sau hiểu được.`
    : reason.length > 2000
      ? 'Lý do dài quá 2000 ký tự.'
      : null;
