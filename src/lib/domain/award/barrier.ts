/**
 * Whoever is under discipline, investigation, an inspection with signs of a breach, a complaint or a press report that is being verified is
 * not considered until that is settled; after discipline achievements count from its end (Nghị định 152/2025/NĐ-CP Điều 4 khoản 4).
 */
import { addDays } from '../kernel/time.ts';

export const barrierClause = 'Điều 4 khoản 4 Nghị định 152/2025/NĐ-CP';

export type BarrierKind =
  | 'discipline'
  | 'disciplined'
  | 'investigation'
  | 'inspection'
  | 'complaint'
  | 'press'
  | 'other';

/** How it ended: nothing was found; the discipline has run its time; it should never have been entered. */
export type BarrierEnd = 'no-case' | 'ended' | 'mistake';

export const barrierNames: Record<BarrierKind, string> = {
  discipline: 'Đang xem xét kỷ luật',
  disciplined: 'Đang trong thời hạn kỷ luật',
  investigation: 'Đang bị điều tra, truy tố, xét xử',
  inspection: 'Đang thanh tra, kiểm tra khi có dấu hiệu vi phạm',
  complaint: 'Có khiếu nại, tố cáo đang được xác minh',
  press: 'Báo chí nêu, đang được xác minh',
  other: 'Việc khác cần làm rõ',
};

export const barrierEndNames: Record<BarrierEnd, string> = {
  'no-case': 'Đã kết luận: không có vi phạm đến mức phải xử lý',
  ended: 'Đã có kết luận xử lý hoặc hết thời hạn kỷ luật',
  mistake: 'Nhập nhầm',
};

interface Term {
  kind: BarrierKind;
  /** ISO days, both included; `toOn` null: until it is cleared */
  fromOn: string;
  toOn: string | null;
  clearedAt: Date | null;
  clearedHow: BarrierEnd | null;
}

/** @param day ISO day */
export const barrierStands = (term: Term, day: string): boolean =>
  term.clearedAt === null && term.fromOn <= day && (term.toOn === null || term.toOn >= day);

/** From which day on achievements count after discipline that has ended; null: there was none. */
export function countsFrom(terms: readonly Term[], day: string): string | null {
  const ends = terms
    .filter((one) => one.kind === 'disciplined' && one.clearedHow !== 'mistake' && !barrierStands(one, day))
    .flatMap((one) => (one.toOn === null || one.toOn > day ? [] : [one.toOn]))
    .toSorted();
  const last = ends.at(-1);
  return last === undefined ? null : addDays(last, 1);
}
