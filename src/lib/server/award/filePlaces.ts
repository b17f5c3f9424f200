import type { FileRule } from '#lib/domain/file/requirement.ts';
import { meetingFiles } from '../council/files.ts';
import type { Ctx } from '../platform/ctx.ts';
import { revocationFiles } from '../register/files.ts';
import { callFiles } from './call/files.ts';
import { decisionFiles } from './decision/files.ts';
import { dossierFiles, submissionFiles } from './nominationFiles.ts';
import { opinionPlace } from './opinionFiles.ts';

/** On what a file of commendation hangs. */
export type PlaceKey =
  | 'callId'
  | 'submissionId'
  | 'dossierId'
  | 'opinionId'
  | 'meetingId'
  | 'decisionId'
  | 'revocationId';

export type PlaceRule = FileRule & { maxCount: number };

/** What one kind of place says about its files. `role` tells several kinds of files of one place apart: 'letter', 'minutes' … */
export interface FilePlace {
  /** May the actor add a file here, or take one away, now? @throws RuleError otherwise, also for a role that the place does not know */
  toAdd(ctx: Ctx, id: string, role: string): Promise<PlaceRule>;
  /** By what rule a file is judged after its upload; null: the place knows no such role. */
  ruleOf(role: string): PlaceRule | null;
  mayRead(ctx: Ctx, id: string, role: string): Promise<boolean>;
}

/** One line a place; what is missing takes no files. */
export const places: Partial<Record<PlaceKey, FilePlace>> = {
  callId: callFiles,
  decisionId: decisionFiles,
  dossierId: dossierFiles,
  submissionId: submissionFiles,
  opinionId: opinionPlace,
  revocationId: revocationFiles,
  meetingId: meetingFiles,
};
