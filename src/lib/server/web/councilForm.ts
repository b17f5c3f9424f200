import type { CouncilText } from '../council/councils.ts';
import { multiline, text, ticked } from './forms.ts';

/** What the form of a council sends, when it is set up and when it is changed. */
export const councilText = (data: FormData): CouncilText => ({
  name: text(data, 'name'),
  decisionText: multiline(data, 'decisionText'),
  quorum: text(data, 'quorum'),
  quorumSource: text(data, 'quorumSource'),
  writtenCounts: ticked(data, 'writtenCounts'),
});
