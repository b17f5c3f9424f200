/** What pages show, in one import: the kernel's formats and a few sentences made of them. */
import { formatDecimal } from '#lib/domain/kernel/decimal.ts';
import {
  daysBetween,
  formatDate,
  formatDateWeekday,
  formatDuration,
  type Instant,
  toDate,
  toMs,
} from '#lib/domain/kernel/time.ts';

export { formatBytes } from '#lib/domain/file/format.ts';
export { formatDecimal } from '#lib/domain/kernel/decimal.ts';
export { formatMoney, formatNumber } from '#lib/domain/kernel/money.ts';
export {
  countdown,
  formatDate,
  formatDateRange,
  formatDateTime,
  formatDateTimeShort,
  formatDateWeekday,
  formatTime,
} from '#lib/domain/kernel/time.ts';

/** For `<time datetime>`. */
export const iso = (at: Instant): string => toDate(at).toISOString();

/** A day near enough to plan by gets its weekday: 'thứ Sáu 31/07/2026' within two weeks, else '31/07/2026'. */
export const formatDay = (at: Instant, now: Instant): string =>
  Math.abs(daysBetween(now, at)) <= 14 ? formatDateWeekday(at) : formatDate(at);

/** Where a moment lies in a period. The last instant still counts. */
export function phaseOf(from: Instant, to: Instant, now: Instant): 'done' | 'current' | 'ahead' {
  const at = toDate(now);
  return at < toDate(from) ? 'ahead' : at > toDate(to) ? 'done' : 'current';
}

/** How far off a beginning is, as roughly as people plan: 'sau 34 ngày', 'sau 1 ngày 4 giờ'. */
export function untilStart(now: Instant, from: Instant): string {
  const days = daysBetween(now, from);
  return `sau ${days > 2 ? `${days} ngày` : formatDuration(toMs(from) - toMs(now))}`;
}

/** A score as text, or a dash where there is none yet. */
export const formatScore = (score: string | null | undefined, decimals?: number): string =>
  score === null || score === undefined ? '–' : formatDecimal(score, decimals);

/** The score of an entry, in columns: always two decimals, so that 92,4 stands under 91,90 as 92,40; more where it has more. */
export const formatEntryScore = (score: string | null | undefined): string =>
  formatScore(score, Math.max(2, (score ?? '').replace(/0+$/u, '').split('.')[1]?.length ?? 0));

/** Share in whole percent, for bars; 0 of 0 is 0. */
export const percentOf = (part: number, whole: number): number => (whole > 0 ? Math.round((part / whole) * 100) : 0);
