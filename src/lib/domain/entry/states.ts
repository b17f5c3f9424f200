/**
 * The states of an entry: who moves it, when, and what it waits for. Roles are checked by policies; here stand the
 * order of states and the clock.
 */
import { clauseLabel } from '../programme/cite.ts';
import type { PeriodKind, Programme, RoleName } from '../programme/types.ts';
import { refused, type Verdict, whileOpenKind } from './deadline.ts';

export const entryStates = [
  'draft',
  'submitted',
  'with-unit',
  'returned',
  'eligible',
  'shortlisted',
  'not-shortlisted',
  'awarded',
  'not-awarded',
  'withdrawn',
  'disqualified',
] as const;

export type EntryState = (typeof entryStates)[number];

export type EntryAct =
  | 'submit'
  | 'withdraw'
  | 'restore'
  | 'refine'
  | 'forward'
  | 'unitReturn'
  | 'takeOver'
  | 'accept'
  | 'reopen'
  | 'return'
  | 'disqualify'
  | 'reinstate'
  | 'shortlist'
  | 'passOver'
  | 'award'
  | 'passPrize'
  | 'revoke';

/** What the state machine has to know about an entry. */
export interface EntryPosition {
  state: EntryState;
  unitId: string | null;
  /** the unit has already forwarded it to the province */
  forwarded: boolean;
}

interface Transition {
  /** verb on the button */
  label: string;
  from: readonly EntryState[];
  /** null: depends on the entry (`submit`) */
  to: EntryState | null;
  by: readonly RoleName[];
  /** only while the period of this kind is open */
  during?: PeriodKind;
  needsReason?: true;
  needsClause?: true;
}

const secretariat = ['secretary', 'organiser'] as const;
const inContest = ['with-unit', 'submitted', 'returned', 'eligible', 'shortlisted'] as const;

export const transitions: Record<EntryAct, Transition> = {
  // From `submitted` and `eligible` too: authors may change and hand in again until the deadline.
  submit: {
    label: 'Nộp bài',
    from: ['draft', 'returned', 'with-unit', 'submitted', 'eligible'],
    to: null,
    by: ['author', 'unit-coordinator'],
    during: 'intake',
  },
  withdraw: { label: 'Rút bài', from: ['draft', ...inContest], to: 'withdrawn', by: ['author', 'unit-coordinator'] },
  restore: {
    label: 'Mở lại bản nháp',
    from: ['withdrawn'],
    to: 'draft',
    by: ['author', 'unit-coordinator'],
    during: 'intake',
  },
  refine: {
    label: 'Gửi hồ sơ hoàn thiện',
    from: ['shortlisted'],
    to: 'shortlisted',
    by: ['author', 'unit-coordinator'],
    during: 'refinement',
  },
  forward: {
    label: 'Gửi về tỉnh',
    from: ['with-unit'],
    to: 'submitted',
    by: ['unit-coordinator'],
    during: 'intake',
  },
  unitReturn: {
    label: 'Trả lại để bổ sung',
    from: ['with-unit'],
    to: 'returned',
    by: ['unit-coordinator'],
    during: 'intake',
    needsReason: true,
  },
  // A unit that forgets must not cost the author the contest.
  takeOver: {
    label: 'Nhận thẳng về tỉnh',
    from: ['with-unit'],
    to: 'submitted',
    by: secretariat,
    needsReason: true,
  },
  accept: { label: 'Xác nhận đủ điều kiện', from: ['submitted'], to: 'eligible', by: secretariat },
  reopen: { label: 'Kiểm tra lại', from: ['eligible'], to: 'submitted', by: secretariat, needsReason: true },
  // Only while the author can still hand in again.
  return: {
    label: 'Trả lại để bổ sung',
    from: ['submitted', 'eligible'],
    to: 'returned',
    by: secretariat,
    during: 'intake',
    needsReason: true,
  },
  disqualify: {
    label: 'Loại khỏi Cuộc thi',
    from: [...inContest, 'awarded'],
    to: 'disqualified',
    by: secretariat,
    needsReason: true,
    needsClause: true,
  },
  reinstate: {
    label: 'Hủy việc loại',
    from: ['disqualified'],
    to: 'submitted',
    by: secretariat,
    needsReason: true,
  },
  shortlist: {
    label: 'Chọn vào vòng sau',
    from: ['eligible', 'not-shortlisted'],
    to: 'shortlisted',
    by: secretariat,
  },
  // From `submitted`, too: the standing agency need not confirm the conditions of what it does not choose.
  passOver: {
    label: 'Không chọn vào vòng sau',
    from: ['submitted', 'eligible', 'shortlisted'],
    to: 'not-shortlisted',
    by: secretariat,
  },
  // `awarded` is an entry with any prize in force, by score or side (K24-10): a side prize alone makes it awarded, a second
  // prize moves nothing, and only the end of the last one leads back to `not-awarded`.
  award: {
    label: 'Trao giải',
    from: ['shortlisted', 'eligible', 'not-awarded'],
    to: 'awarded',
    by: ['organiser'],
  },
  passPrize: { label: 'Không trao giải', from: ['shortlisted', 'eligible'], to: 'not-awarded', by: ['organiser'] },
  revoke: { label: 'Thu hồi giải', from: ['awarded'], to: 'not-awarded', by: ['organiser'], needsReason: true },
};

type Rules = Pick<Programme, 'timeline' | 'clauses' | 'screening'>;

const afterSubmit = ({ screening }: Rules, { state, unitId, forwarded }: EntryPosition): EntryState => {
  if (state === 'with-unit' || state === 'submitted') return state;
  const throughUnit = screening.enabled && unitId !== null && !forwarded && state !== 'eligible';
  return throughUnit ? 'with-unit' : 'submitted';
};

const inState: Record<EntryState, string> = {
  draft: 'còn là bản nháp',
  submitted: 'đã nộp và đang chờ Tổ Thư ký kiểm tra',
  'with-unit': 'đang được sơ loại tại đơn vị',
  returned: 'đã được trả lại để bổ sung',
  eligible: 'đã được xác nhận đủ điều kiện',
  shortlisted: 'đã được chọn vào vòng sau',
  'not-shortlisted': 'không được chọn vào vòng sau',
  awarded: 'đã được trao giải',
  'not-awarded': 'không được trao giải',
  withdrawn: 'đã được rút',
  disqualified: 'đã bị loại',
};

export type TransitionResult = { allow: true; to: EntryState } | Extract<Verdict, { allow: false }>;

/** Where an act leads from here, or why it is refused (state, clock, reason, clause). */
export function transition(
  programme: Rules,
  entry: EntryPosition,
  act: EntryAct,
  at: { now: Date; reason?: string | null; clause?: string | null },
): TransitionResult {
  const rule = transitions[act];
  const refuse = (code: string, reason: string, clause?: string): TransitionResult =>
    refused(code, reason, clause) as Extract<Verdict, { allow: false }>;
  if (!rule.from.includes(entry.state))
    return refuse('entry.state', `Không thực hiện được “${rule.label}”: sản phẩm này ${inState[entry.state]}.`);
  if (rule.during) {
    const open = whileOpenKind(programme, rule.during, at.now);
    if (!open.allow) return open;
  }
  if (act === 'submit' && programme.screening.enabled && !programme.screening.directAllowed && entry.unitId === null) {
    const clause = clauseLabel(programme, programme.screening.clause);
    const message = `Mỗi sản phẩm gửi qua một đơn vị hoặc xã, phường (${clause}). Hãy chọn đơn vị rồi nộp lại.`;
    return refuse('entry.unit-required', message, clause);
  }
  if (rule.needsReason && !at.reason?.trim())
    return refuse('entry.reason-required', `Hãy ghi lý do. Tác giả sẽ đọc được lý do này.`);
  if (rule.needsClause && !at.clause?.trim()) return refuse('entry.clause-required', 'Hãy chọn điều khoản làm căn cứ.');
  return { allow: true, to: rule.to ?? afterSubmit(programme, entry) };
}

/** Acts that are possible here and now, apart from reason and clause, for drawing buttons. */
export const possibleActs = (programme: Rules, entry: EntryPosition, now: Date): EntryAct[] =>
  (Object.keys(transitions) as EntryAct[]).filter(
    (act) => transition(programme, entry, act, { now, reason: 'x', clause: 'x' }).allow,
  );

/**
 * Which part of the dossier authors may change now; a refusal says why none. Give the state from `visibleState`, or the
 * words of the refusal tell a decision that is not published yet.
 */
export function editableStage(
  programme: Rules,
  entry: EntryPosition,
  now: Date,
): { allow: true; stage: 'submission' | 'refinement' } | Extract<Verdict, { allow: false }> {
  const act = entry.state === 'shortlisted' ? 'refine' : 'submit';
  // A draft may be prepared before intake opens; only handing it in has to wait.
  const result = transition(programme, { ...entry, unitId: entry.unitId ?? 'none' }, act, { now });
  const early = !result.allow && result.code === 'period.upcoming' && entry.state === 'draft';
  if (!result.allow && !early) return result;
  return { allow: true, stage: act === 'refine' ? 'refinement' : 'submission' };
}
