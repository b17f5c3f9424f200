/** Who is preferred among equals (Nghị định 152/2025/NĐ-CP Điều 4 khoản 6). Shown beside a dossier; a person decides. */
import type { SubjectKind } from '../catalogue/types.ts';
import { compare, mul } from '../kernel/decimal.ts';
import type { SubjectDetails } from './types.ts';

/**
 * Why a nominee is preferred among equals, in words; null when nothing of it applies or is known.
 * @param womenShare decimal string, percent
 */
export function priorityOf(subject: { kind: SubjectKind; details: SubjectDetails }, womenShare: string): string | null {
  const { kind, details } = subject;
  if (kind === 'individual') return details.gender === 'female' ? 'Người được đề nghị là nữ.' : null;
  const { people, women } = details;
  if (kind !== 'collective' || !people || women === null || women === undefined || women > people) return null;
  return compare(mul(String(women), '100'), mul(String(people), womenShare)) >= 0
    ? `Tập thể có ${women}/${people} người là nữ, từ ${womenShare}% trở lên.`
    : null;
}
