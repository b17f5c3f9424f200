/** For which periods and occasions a movement has a report of its own (Q25-9): every year, at the mid-term review, at the final one. */
import { periodDays, periodYear } from '../movement/periods.ts';
import type { MovementProgramme, OccasionKind } from '../movement/types.ts';

export interface SummaryOccasion {
  period: string;
  occasion: OccasionKind;
  /** "Báo cáo năm 2025", "Báo cáo sơ kết năm 2027" */
  name: string;
  clause: string;
  /** last day of what it reports on */
  to: string;
}

type Spanned = Pick<MovementProgramme, 'from' | 'to' | 'occasions'>;

const yearOf = (day: string): number => Number(day.slice(0, 4));
const names: Record<OccasionKind, string> = {
  yearly: 'Báo cáo',
  'mid-term': 'Báo cáo sơ kết',
  final: 'Báo cáo tổng kết',
};

const earlier = (a: string, b: string): string => (a < b ? a : b);

/**
 * All reports of a movement, in order. A review held after the movement's last day (C21-4) reports on its last year.
 */
export function summaryOccasions(doc: Spanned): SummaryOccasion[] {
  const last = yearOf(doc.to);
  const one = (kind: OccasionKind, year: number, shown: number, clause: string): SummaryOccasion => ({
    period: String(year),
    occasion: kind,
    name: `${names[kind]} năm ${shown}`,
    clause,
    to: earlier(periodDays(String(year)).to, doc.to),
  });
  const order: OccasionKind[] = ['yearly', 'mid-term', 'final'];
  return doc.occasions
    .flatMap(({ kind, year, clause }) => {
      if (kind === 'yearly') {
        const years = Array.from({ length: last - yearOf(doc.from) + 1 }, (_, i) => yearOf(doc.from) + i);
        return years.map((each) => one(kind, each, each, clause));
      }
      return [one(kind, Math.min(year ?? last, last), year ?? last, clause)];
    })
    .sort((a, b) => a.period.localeCompare(b.period) || order.indexOf(a.occasion) - order.indexOf(b.occasion));
}

/** The days that a report covers: one year, or everything since the beginning. */
export function coveredDays(
  doc: Pick<MovementProgramme, 'from' | 'to'>,
  { period, occasion }: { period: string; occasion: OccasionKind },
): { from: string; to: string } {
  const days = periodDays(period);
  return {
    from: occasion === 'yearly' && days.from > doc.from ? days.from : doc.from,
    to: earlier(days.to, doc.to),
  };
}

/** Whether what was handed in for a period belongs to a report: that of its year, of all until the mid-term review, of all. */
export function covers({ period, occasion }: { period: string; occasion: OccasionKind }, of: string): boolean {
  if (occasion === 'final') return true;
  return occasion === 'yearly' ? periodYear(of) === periodYear(period) : periodYear(of) <= periodYear(period);
}
