import type { Frequency } from './types.ts';

/** "2025", "2025-H1", "2025-Q3": a span of the calendar for which figures and reports are given. */
export type PeriodKey = string;

const pattern = /^(\d{4})(?:-(?:H([12])|Q([1-4])))?$/;
const roman = ['I', 'II', 'III', 'IV'];

interface Parts {
  year: number;
  frequency: Frequency;
  /** 1-based within the year */
  no: number;
}

/** The parts of a period; null for anything else. */
export function parsePeriod(text: string): Parts | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  if (match[2]) return { year, frequency: 'half', no: Number(match[2]) };
  if (match[3]) return { year, frequency: 'quarter', no: Number(match[3]) };
  return { year, frequency: 'year', no: 1 };
}

const required = (period: PeriodKey): Parts => {
  const parts = parsePeriod(period);
  if (!parts) throw new Error(`bad period: ${period}`);
  return parts;
};

const monthsOf: Record<Frequency, number> = { year: 12, half: 6, quarter: 3 };

const pad = (n: number): string => String(n).padStart(2, '0');

/** First and last day of a period, ISO, both included. @throws Error on a bad period */
export function periodDays(period: PeriodKey): { from: string; to: string } {
  const { year, frequency, no } = required(period);
  const months = monthsOf[frequency];
  const last = no * months;
  const lastDay = new Date(Date.UTC(year, last, 0)).getUTCDate();
  return { from: `${year}-${pad(last - months + 1)}-01`, to: `${year}-${pad(last)}-${pad(lastDay)}` };
}

/** The year in which a period lies. @throws Error on a bad period */
export const periodYear = (period: PeriodKey): number => required(period).year;

/** "năm 2025", "6 tháng đầu năm 2025", "quý III/2025". @throws Error on a bad period */
export function periodName(period: PeriodKey): string {
  const { year, frequency, no } = required(period);
  if (frequency === 'half') return `6 tháng ${no === 1 ? 'đầu' : 'cuối'} năm ${year}`;
  return frequency === 'quarter' ? `quý ${roman[no - 1]}/${year}` : `năm ${year}`;
}

/** All periods of some years, in order. */
export function periodsBetween(frequency: Frequency, firstYear: number, lastYear: number): PeriodKey[] {
  const keys: PeriodKey[] = [];
  for (let year = firstYear; year <= lastYear; year++) {
    if (frequency === 'year') keys.push(String(year));
    else
      for (let no = 1; no <= 12 / monthsOf[frequency]; no++)
        keys.push(`${year}-${frequency === 'half' ? 'H' : 'Q'}${no}`);
  }
  return keys;
}

/** Earlier first; at the same end the shorter one first. */
export function comparePeriods(a: PeriodKey, b: PeriodKey): number {
  const [one, other] = [periodDays(a), periodDays(b)];
  return one.to.localeCompare(other.to) || other.from.localeCompare(one.from);
}
