import type { Ctx } from '../platform/ctx.ts';
import { hasRole, isSignedIn, type StoredRole } from '../platform/policy.ts';
import { staffPolicy } from '../programme/policy.ts';

export type JudgingAct =
  /** open the judging room; what stands in it is asked of every assignment */
  | 'judging.enter'
  /** score what one was assigned */
  | 'judging.score'
  /** the chair's acts on a round: second look, ties, closing, draw, proposal */
  | 'judging.chair'
  /** give and take assignments, record conflicts */
  | 'judging.assign'
  /** open a round */
  | 'judging.open'
  /** counts, states and signed totals; never the scores of a draft */
  | 'judging.follow';

const holders: Record<JudgingAct, StoredRole[]> = {
  'judging.enter': ['judge', 'jury-chair'],
  'judging.score': ['judge'],
  'judging.chair': ['jury-chair'],
  'judging.assign': ['secretary'],
  'judging.open': ['secretary', 'jury-chair'],
  'judging.follow': ['secretary', 'support', 'organiser', 'jury-chair', 'admin', 'auditor'],
};

const refusals: Record<JudgingAct, string> = {
  'judging.enter': 'Trang này dành cho Ban Giám khảo.',
  'judging.score': 'Chỉ giám khảo được phân công mới chấm bài.',
  'judging.chair': 'Chỉ Trưởng Ban Giám khảo làm được việc này.',
  'judging.assign': 'Chỉ Tổ Thư ký của Cuộc thi phân công giám khảo.',
  'judging.open': 'Chỉ Tổ Thư ký hoặc Trưởng Ban Giám khảo mở vòng chấm.',
  'judging.follow': 'Trang này dành cho Tổ Thư ký, Ban Giám khảo và Ban Tổ chức.',
};

/**
 * Is the actor still a judge of this programme? Asked at every look into an assignment: a role that was taken back or has
 * ended opens nothing, even while the assignment waits for another judge.
 */
export const isJudgeOf = (ctx: Ctx, programmeId: string): boolean =>
  isSignedIn(ctx.actor) && hasRole(ctx.actor, ctx.now, holders['judging.score'], { programmeId });

/** Who may do what in judging. Outsiders of the programme are told that it does not exist. */
export const canJudge = staffPolicy<JudgingAct>({ code: 'judging.not-yours', holders, refusals, aside: ['judge'] });
