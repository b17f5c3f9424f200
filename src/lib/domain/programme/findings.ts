/** What a finding keeps from happening. */
type Blocks = 'publication' | 'judging' | 'results';

export interface Finding {
  severity: 'error' | 'warning' | 'info';
  /** "programme.period-order" */
  code: string;
  /** id of a part of the programme's kind */
  part: string;
  path: string;
  message: string;
  blocks: Blocks | null;
}

export type Report = (
  severity: Finding['severity'],
  code: string,
  path: string,
  message: string,
  blocks?: Blocks,
) => void;
