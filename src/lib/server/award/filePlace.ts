import type { FileRule } from '#lib/domain/file/requirement.ts';
import type { Ctx } from '../platform/ctx.ts';

/** On what a file of commendation hangs. */
export type PlaceKey =
  | 'callId'
  | 'submissionId'
  | 'dossierId'
  | 'opinionId'
  | 'meetingId'
  | 'decisionId'
  | 'revocationId'
  | 'forwardingId';

export type PlaceRule = FileRule & { maxCount: number };

/** What one kind of place says about its files. `role` tells several kinds of files of one place apart: 'letter', 'minutes' … */
export interface FilePlace {
  /** May the actor add a file here, or take one away, now? @throws RuleError otherwise, also for a role that the place does not know */
  toAdd(ctx: Ctx, id: string, role: string): Promise<PlaceRule>;
  /** By what rule a file is judged after its upload; null: the place knows no such role. */
  ruleOf(role: string): PlaceRule | null;
  mayRead(ctx: Ctx, id: string, role: string): Promise<boolean>;
}

/** The column of `award_file` that names the thing. */
export const placeColumns = {
  callId: 'call_id',
  submissionId: 'submission_id',
  dossierId: 'dossier_id',
  opinionId: 'opinion_id',
  meetingId: 'meeting_id',
  decisionId: 'decision_id',
  revocationId: 'revocation_id',
  forwardingId: 'forwarding_id',
} as const satisfies Record<PlaceKey, string>;
