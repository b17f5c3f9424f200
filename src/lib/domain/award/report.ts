/** Reads the parts of an achievement report that a unit typed. */
import type { Issue } from '../kernel/errors.ts';
import { charCount, clean, fold } from '../kernel/text.ts';
import { formatDate, parseViDateIso } from '../kernel/time.ts';
import type { MovementCriterion } from '../movement/types.ts';
import { reportLimits } from './complete.ts';
import type { AchievementReport, CriterionAnswer } from './types.ts';

type Claim = AchievementReport['claims'][number];

/** A claim as its row of the form has it. */
export interface TypedClaim {
  year: string;
  formName: string;
  decision: string;
  issuer: string;
}

/** An award of the register that a claim may mean. */
export interface KnownAward {
  year: number;
  formName: string;
  decisionNumber: string | null;
  revokedAt: Date | null;
}

const meets = (claim: Claim, award: KnownAward): boolean => {
  const numbers = award.decisionNumber !== null && claim.decision !== '';
  if (numbers) return fold(claim.decision).startsWith(fold(award.decisionNumber!)) && claim.year === award.year;
  return claim.year === award.year && fold(claim.formName) === fold(award.formName);
};

/** The revoked award that a claim leans on: it counts for nothing (Điều 93). */
export const revokedBehind = (claim: Claim, known: readonly KnownAward[]): KnownAward | null =>
  known.some((award) => !award.revokedAt && meets(claim, award))
    ? null
    : (known.find((award) => award.revokedAt && meets(claim, award)) ?? null);

/** Awards that the unit adds to those of the register; empty rows are left out. */
export function readClaims(rows: readonly TypedClaim[], known: readonly KnownAward[], now: Date) {
  const issues: Issue[] = [];
  const claims: Claim[] = [];
  for (const [i, row] of rows.entries()) {
    const text = {
      formName: clean(row.formName),
      decision: clean(row.decision),
      issuer: clean(row.issuer),
    };
    const year = clean(row.year);
    if (year === '' && Object.values(text).every((one) => one === '')) continue;
    const say = (field: keyof TypedClaim, message: string, clause?: string) =>
      issues.push({
        field: `claim-${i}-${field}`,
        message: `Dòng ${i + 1}: ${message}`,
        ...(clause ? { clause } : {}),
      });
    if (!/^\d{4}$/.test(year) || Number(year) < 1945 || Number(year) > now.getUTCFullYear() + 1)
      say('year', 'năm gồm bốn chữ số, ví dụ 2025.');
    if (text.formName === '') say('formName', 'hãy ghi danh hiệu hoặc hình thức khen thưởng.');
    for (const field of ['formName', 'decision', 'issuer'] as const)
      if (charCount(text[field]) > reportLimits.claim) say(field, `dài tối đa ${reportLimits.claim} ký tự.`);
    const claim = { year: Number(year), ...text };
    if (revokedBehind(claim, known))
      say(
        'decision',
        'hình thức khen thưởng này đã bị hủy bỏ, thu hồi nên không được kê là thành tích. Hãy bỏ dòng này.',
        'Điều 93 Luật Thi đua, khen thưởng 2022',
      );
    claims.push(claim);
  }
  return { claims, issues };
}

/** Texts and period of a report; drafts may have gaps, but nothing wrong. */
export function readReport(typed: {
  background: string;
  achievements: string;
  citation: string;
  periodFrom: string;
  periodTo: string;
}) {
  const issues: Issue[] = [];
  for (const field of ['background', 'achievements', 'citation'] as const) {
    const length = charCount(typed[field]);
    if (length > reportLimits[field])
      issues.push({ field, message: `Phần này dài tối đa ${reportLimits[field]} ký tự; bạn đã nhập ${length} ký tự.` });
  }
  const day = (field: 'periodFrom' | 'periodTo') => {
    const iso = parseViDateIso(typed[field]);
    if (!iso)
      issues.push({
        field,
        message: `“${typed[field]}” không phải là ngày có thật. Hãy ghi ngày/tháng/năm, ví dụ 31/12/2026.`,
      });
    return iso;
  };
  const [periodFrom, periodTo] = [day('periodFrom'), day('periodTo')];
  if (periodFrom && periodTo && periodTo < periodFrom)
    issues.push({ field: 'periodTo', message: `Ngày cuối phải từ ${formatDate(periodFrom)} trở đi.` });
  return { periodFrom, periodTo, issues };
}

/** Answers to the criteria of the class, by their ids; unknown ids are left out. */
export function readCriteria(
  criteria: readonly MovementCriterion[],
  typed: (id: string) => { self: string; text: string },
) {
  const issues: Issue[] = [];
  const answers: Record<string, CriterionAnswer> = {};
  for (const { id } of criteria) {
    const { self, text } = typed(id);
    if (charCount(text) > reportLimits.criterion)
      issues.push({ field: `criterion-${id}`, message: `Mỗi tiêu chí ghi tối đa ${reportLimits.criterion} ký tự.` });
    answers[id] = { self: self === 'full' || self === 'partly' || self === 'not' ? self : null, text };
  }
  return { answers, issues };
}
