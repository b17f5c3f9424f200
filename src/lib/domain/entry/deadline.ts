/** Periods of a programme against the clock (K26-3): to the second, in Asia/Ho_Chi_Minh, with the clause. */
import { countdown, formatDateTime, formatDateWeekday, formatTimeSeconds, toMs } from '../kernel/time.ts';
import { clauseLabel } from '../programme/cite.ts';
import type { Period, PeriodKind, Programme } from '../programme/types.ts';

export type PeriodStatus = 'upcoming' | 'open' | 'closed';

/** The same shape as the decisions of policies, so that a policy can hand it on. */
export type Verdict = { allow: true } | { allow: false; code: string; reason: string; clause?: string };

const allowed: Verdict = { allow: true };

export const refused = (code: string, reason: string, clause?: string): Verdict => ({
  allow: false,
  code,
  reason,
  ...(clause ? { clause } : {}),
});

type Timeline = Pick<Programme, 'timeline'>;
type Cited = Pick<Programme, 'timeline' | 'clauses'>;

/** The period of this kind; null when the programme has none. */
export const periodOf = (programme: Timeline, kind: PeriodKind): Period | null =>
  programme.timeline.find((period) => period.kind === kind) ?? null;

export const periodById = (programme: Timeline, id: string): Period | null =>
  programme.timeline.find((period) => period.id === id) ?? null;

/**
 * Where `now` stands to a period. Both ends belong to it. The last second counts whole: an end of 23:59:59 (typed on a
 * page) and one of 23:59:59.999 (from the plan) close at the same moment, 00:00:00.
 */
export function periodStatus(period: Pick<Period, 'from' | 'to'>, now: Date): PeriodStatus {
  if (now.getTime() < toMs(period.from)) return 'upcoming';
  const second = Math.floor(now.getTime() / 1000) * 1000;
  return second <= toMs(period.to) ? 'open' : 'closed';
}

/** The period that runs now (the latest to begin when several do); null between periods. */
export function currentPeriod(programme: Timeline, now: Date): Period | null {
  const open = programme.timeline.filter((period) => periodStatus(period, now) === 'open');
  return open.toSorted((a, b) => toMs(b.from) - toMs(a.from))[0] ?? null;
}

/** The period that begins next; null when none is to come. */
export function nextPeriod(programme: Timeline, now: Date): Period | null {
  const coming = programme.timeline.filter((period) => periodStatus(period, now) === 'upcoming');
  return coming.toSorted((a, b) => toMs(a.from) - toMs(b.from))[0] ?? null;
}

/** 'Đến hết 23:59:59, thứ Ba 30/06/2026 (còn 3 ngày 4 giờ)': for the top of a page. */
export function periodSentence(period: Period, now: Date): string {
  const status = periodStatus(period, now);
  if (status === 'upcoming') return `Bắt đầu lúc ${formatDateTime(period.from)} (${countdown(now, period.from)})`;
  if (status === 'open') return `Đến hết ${formatDateTime(period.to)} (${countdown(now, period.to)})`;
  return `Đã kết thúc lúc ${formatDateTime(period.to)}`;
}

/** What authors know by its own name; other steps go by the name that the programme gives them. */
const whatOf: Partial<Record<PeriodKind, string>> = {
  intake: 'nhận hồ sơ dự thi',
  refinement: 'nhận hồ sơ hoàn thiện',
};
const uncapitalise = (text: string): string => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);

/** Whether a period is open now; a refusal says exactly when it was or will be, what the clock shows, and the clause. */
export function whileOpen(programme: Cited, period: Period | null, now: Date): Verdict {
  if (!period) return refused('period.none', 'Chương trình này không có bước đó trong tiến độ.');
  const status = periodStatus(period, now);
  if (status === 'open') return allowed;
  const clause = clauseLabel(programme, period.clause);
  const clock = `Bây giờ là ${formatDateTime(now)}.`;
  const what = whatOf[period.kind] ?? uncapitalise(period.name);
  return status === 'upcoming'
    ? refused(
        'period.upcoming',
        `Chưa đến thời gian ${what} (${clause}): bắt đầu lúc ${formatTimeSeconds(period.from)}, ${formatDateWeekday(period.from)}. ${clock}`,
        clause,
      )
    : refused(
        'period.closed',
        `Đã hết thời gian ${what} (${clause}): kết thúc lúc ${formatTimeSeconds(period.to)}, ${formatDateWeekday(period.to)}. ${clock}`,
        clause,
      );
}

/** `whileOpen` for the period of a kind. */
export const whileOpenKind = (programme: Cited, kind: PeriodKind, now: Date): Verdict =>
  whileOpen(programme, periodOf(programme, kind), now);
