/** Taking an award back, and giving it back (Điều 93 Luật Thi đua, khen thưởng 2022). */
import type { AchievementReport } from '../award/types.ts';
import type { Issue } from '../kernel/errors.ts';
import { charCount, clean, cleanMultiline, fold } from '../kernel/text.ts';
import { formatDate, isoDateLocal, parseViDateIso } from '../kernel/time.ts';

export type RevocationGround = 'a' | 'b' | 'c' | 'd';

const clauseOf = 'Điều 93 khoản 2 Luật Thi đua, khen thưởng 2022';

/** When a decision is annulled: Điều 93 khoản 2. */
export const revocationGrounds: Record<RevocationGround, { text: string; clause: string }> = {
  a: { text: 'Gian dối trong việc kê khai công trạng, thành tích', clause: `${clauseOf}, điểm a` },
  b: { text: 'Cung cấp thông tin sai sự thật hoặc làm giả hồ sơ, giấy tờ để đề nghị', clause: `${clauseOf}, điểm b` },
  c: { text: 'Thẩm định, xét, duyệt, đề nghị trái quy định của pháp luật', clause: `${clauseOf}, điểm c` },
  d: {
    text: 'Có kết luận, quyết định, bản án về vi phạm, khuyết điểm khiến không bảo đảm tiêu chuẩn trong thời gian tính thành tích',
    clause: `${clauseOf}, điểm d`,
  },
};

export const isGround = (text: string): text is RevocationGround => Object.hasOwn(revocationGrounds, text);

const reasonLength = 20;

export interface PaperInput {
  number: string;
  /** as typed, dd/MM/yyyy */
  date: string;
  reason: string;
}

/** The decision that takes an award back or gives it back: number, day and reason are known, and the day makes sense. */
export function checkPaper(
  input: PaperInput,
  award: { decisionDate: string | null; revokedOn?: string | null },
  now: Date,
): { value: { number: string; date: string; reason: string }; issues: Issue[] } {
  const number = clean(input.number).slice(0, 60);
  const typed = clean(input.date);
  const date = parseViDateIso(typed) ?? '';
  const reason = cleanMultiline(input.reason).slice(0, 2000);
  const since = award.revokedOn ?? award.decisionDate;
  const issues: Issue[] = [];
  if (number === '')
    issues.push({
      field: 'number',
      message: 'Hãy ghi số quyết định. Người có thẩm quyền tặng thì có thẩm quyền hủy bỏ.',
    });
  if (typed === '') issues.push({ field: 'date', message: 'Hãy ghi ngày quyết định, ví dụ 05/03/2027.' });
  else if (date === '')
    issues.push({
      field: 'date',
      message: `“${typed}” không phải là một ngày có thật. Hãy ghi ngày/tháng/năm, ví dụ 05/03/2027.`,
    });
  else if (date > isoDateLocal(now)) issues.push({ field: 'date', message: 'Ngày quyết định ở tương lai.' });
  else if (since && date < since)
    issues.push({
      field: 'date',
      message: `Ngày quyết định trước ngày ${award.revokedOn ? 'thu hồi' : 'của quyết định khen thưởng'} (${formatDate(since)}).`,
    });
  if (charCount(reason) < reasonLength)
    issues.push({ field: 'reason', message: `Hãy ghi lý do, ít nhất ${reasonLength} ký tự. Lý do được lưu cùng sổ.` });
  return { value: { number, date, reason }, issues };
}

/** Whether a report names an award among what was received before: by its decision, or by form and year where it has no number. */
export function claims(
  report: Pick<AchievementReport, 'claims'>,
  award: { year: number; formName: string; decisionNumber: string | null },
): boolean {
  const number = award.decisionNumber ? fold(award.decisionNumber).replace(/\s/g, '') : null;
  return report.claims.some((claim) => {
    if (claim.year !== award.year) return false;
    const named = fold(claim.decision).replace(/\s/g, '');
    return number !== null && named !== '' ? named.includes(number) : fold(claim.formName) === fold(award.formName);
  });
}
