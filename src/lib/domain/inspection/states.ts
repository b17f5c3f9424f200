/** The course of a visit and of what it found (Q25-11): planned → held → closed; open → answered → closed, or back to open. */
import { daysBetween } from '../kernel/time.ts';
import type { Answer } from './types.ts';

export type InspectionState = 'planned' | 'held' | 'closed' | 'cancelled';
export type FindingState = 'open' | 'answered' | 'closed';

interface Saying {
  label: string;
  tone: 'plain' | 'info' | 'good' | 'warn' | 'bad';
}

export const inspectionStates: Record<InspectionState, Saying> = {
  planned: { label: 'Theo kế hoạch', tone: 'info' },
  held: { label: 'Đã kiểm tra, đang theo dõi', tone: 'warn' },
  closed: { label: 'Đã kết thúc', tone: 'good' },
  cancelled: { label: 'Đã hủy', tone: 'plain' },
};

export const answerNames: Record<Answer, string> = { ok: 'Đạt', gap: 'Chưa đạt', na: 'Không áp dụng' };

/** Shortest reason for moving, cancelling, sending back. */
export const REASON_LENGTH = 10;

export interface FindingFacts {
  state: FindingState;
  /** ISO day, the last one in time */
  dueOn: string;
  inspectionState: InspectionState;
}

/** Somebody still has to do something about it. Once its visit is closed, with a reason, nobody has. */
export const isActive = (finding: FindingFacts): boolean =>
  finding.state !== 'closed' && finding.inspectionState === 'held';

/** The owner has to answer. */
export const awaitsOwner = (finding: FindingFacts): boolean => finding.state === 'open' && isActive(finding);

/** Whole days after the due day in which no answer came; null: in time, or no longer asked. */
export function daysOverdue(finding: FindingFacts, now: Date): number | null {
  if (!awaitsOwner(finding)) return null;
  const days = daysBetween(finding.dueOn, now);
  return days > 0 ? days : null;
}

/** How a finding stands, in a few words. */
export function findingSaying(finding: FindingFacts, now: Date): Saying {
  if (finding.state === 'closed') return { label: 'Đã khắc phục xong', tone: 'good' };
  if (!isActive(finding)) return { label: 'Thôi theo dõi', tone: 'plain' };
  if (finding.state === 'answered') return { label: 'Đã trả lời, chờ xem', tone: 'info' };
  const late = daysOverdue(finding, now);
  if (late !== null) return { label: `Quá hạn ${late} ngày`, tone: 'bad' };
  const left = daysBetween(now, finding.dueOn);
  return { label: left === 0 ? 'Hết hạn hôm nay' : `Còn ${left} ngày`, tone: left <= 7 ? 'warn' : 'info' };
}

const eventNames: Record<string, string> = {
  planned: 'Lập kế hoạch',
  revised: 'Sửa nội dung, đoàn kiểm tra',
  moved: 'Đổi ngày',
  cancelled: 'Hủy',
  prepared: 'Chuẩn bị danh mục',
  held: 'Ghi kết quả kiểm tra',
  recorded: 'Sửa kết quả kiểm tra',
  closed: 'Kết thúc',
  found: 'Ghi kiến nghị',
  changed: 'Điều chỉnh kiến nghị',
  answered: 'Đơn vị trả lời kiến nghị',
  returned: 'Trả lại câu trả lời kiến nghị',
  settled: 'Khép lại kiến nghị',
};

/** What a line of the history says; `no`: number of the finding it is about. */
export const eventName = (what: string, no: number | null = null): string =>
  `${eventNames[what] ?? what}${no === null ? '' : ` ${no}`}`;
