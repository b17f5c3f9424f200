/** The secretariat's check of an entry: the system's findings and a person's verdict beside each of them. */
import type { Finding } from '../entry/findings.ts';

export type Verdict = 'pass' | 'fail' | 'ask';

export const verdictLabels: Record<Verdict, string> = { pass: 'Đạt', fail: 'Không đạt', ask: 'Cần hỏi lại' };

export interface CheckDecision {
  rule: string;
  verdict: Verdict;
  note: string | null;
  byName: string;
  at: Date;
  /** made before the author handed in again: it was about another text and counts no more */
  outdated: boolean;
}

export interface CheckedFinding extends Finding {
  decision: CheckDecision | null;
  /** what still hinders "đủ điều kiện"; null when nothing */
  open: string | null;
}

/** Whether a verdict needs words: whoever reads it later must know why. */
export const needsNote = (level: Finding['level'], verdict: Verdict): boolean =>
  verdict !== 'pass' || level === 'block' || level === 'warn';

function hinders(finding: Finding, decision: CheckDecision | null): string | null {
  const verdict = decision && !decision.outdated ? decision.verdict : null;
  if (verdict === 'pass') return null;
  if (verdict === 'fail') return `${finding.title}: đã kết luận không đạt.`;
  if (verdict === 'ask') return `${finding.title}: đang chờ làm rõ.`;
  return finding.level === 'ok' ? null : `${finding.title}: ${finding.message}`;
}

/** Findings with their verdicts. A finding at `ok` needs no verdict; every other one needs a person who looked. */
export function checkedFindings(findings: readonly Finding[], decisions: readonly CheckDecision[]): CheckedFinding[] {
  return findings.map((finding) => {
    const decision = decisions.find((one) => one.rule === finding.rule) ?? null;
    return { ...finding, decision, open: hinders(finding, decision) };
  });
}

/** Everything that stands against confirming the entry as eligible. */
export const openChecks = (checked: readonly CheckedFinding[]): string[] =>
  checked.flatMap((finding) => (finding.open ? [finding.open] : []));

/** Shortest reason of a disqualification, in characters: the author must be able to understand and answer it. */
export const minDisqualifyReason = 20;
