/** Awards that a report names, beside what the register knows of them. */
import type { AwardKind } from '../catalogue/types.ts';
import { fold } from '../kernel/text.ts';
import type { AchievementReport } from './types.ts';

type Claim = AchievementReport['claims'][number];

interface Known {
  year: number;
  formName: string;
  decisionNumber: string | null;
  awardKind: AwardKind | 'contest';
  revoked: boolean;
}

/** "QĐ số 12/QĐ-UBND ngày 01/02/2026" → "12/qd-ubnd" */
const numberIn = (text: string): string | null => /\d+\/[a-z0-9][a-z0-9./-]*/.exec(fold(text))?.[0] ?? null;

/** By its decision and year; without a number by form and year. */
function names(claim: Claim, record: Known): boolean {
  if (claim.year !== record.year) return false;
  const [said, known] = [numberIn(claim.decision), record.decisionNumber && numberIn(record.decisionNumber)];
  return said && known ? said === known : fold(claim.formName) === fold(record.formName);
}

/** Claims that name an award which was taken back. */
export const revokedClaims = <R extends Known>(claims: readonly Claim[], records: readonly R[]) =>
  claims.flatMap((claim) => {
    const found = records.filter((record) => names(claim, record));
    const [revoked] = found.filter((record) => record.revoked);
    return revoked && found.every((record) => record.revoked) ? [{ claim, record: revoked }] : [];
  });

/**
 * Unplanned and thematic awards are no ground for asking those above for a merit award (Nghị định 152/2025/NĐ-CP Điều 4 khoản 3).
 * @returns records of these kinds, and whether the report leans on them
 */
export const uncounted = <R extends Known>(
  claims: readonly Claim[],
  records: readonly R[],
  kinds: readonly AwardKind[],
) =>
  records
    .filter((record) => !record.revoked && kinds.includes(record.awardKind as AwardKind))
    .map((record) => ({ record, claimed: claims.some((claim) => names(claim, record)) }));
