import type { FilePurpose } from '#lib/domain/file/kind.ts';
import { awardFiles } from '../award/files.ts';
import { entryFiles } from '../entry/files.ts';
import { exampleFiles } from '../example/files.ts';
import { screenshotFiles } from '../gallery/external.ts';
import { evidenceFiles } from '../indicator/evidence.ts';
import { inspectionFiles } from '../inspection/files.ts';
import { documentFiles } from '../publication/files.ts';
import { reportFiles } from '../report/files.ts';
import { letterFiles } from '../screening/files.ts';
import type { FilePurposeRules } from './rules.ts';

/** Purposes without an entry here (certificate, import) are made by the system or read at once and never uploaded by address. */
export const purposes: Partial<Record<FilePurpose, FilePurposeRules>> = {
  entry: entryFiles,
  letter: letterFiles,
  document: documentFiles,
  news: documentFiles,
  screenshot: screenshotFiles,
  report: reportFiles,
  example: exampleFiles,
  evidence: evidenceFiles,
  inspection: inspectionFiles,
  award: awardFiles,
};
