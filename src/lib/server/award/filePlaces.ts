import { meetingFiles } from '../council/files.ts';
import { revocationFiles } from '../register/files.ts';
import { callFiles } from './call/files.ts';
import { decisionFiles } from './decision/files.ts';
import type { FilePlace, PlaceKey } from './filePlace.ts';
import { forwardingFiles } from './forwarding/files.ts';
import { dossierFiles, submissionFiles } from './nominationFiles.ts';
import { opinionPlace } from './opinionFiles.ts';

/** One line a place; what is missing takes no files. */
export const places: Partial<Record<PlaceKey, FilePlace>> = {
  callId: callFiles,
  decisionId: decisionFiles,
  dossierId: dossierFiles,
  submissionId: submissionFiles,
  opinionId: opinionPlace,
  revocationId: revocationFiles,
  meetingId: meetingFiles,
  forwardingId: forwardingFiles,
};
