/**
 * Vietnamese calendar and clock. Instants are UTC `Date`s; people read and type them in Asia/Ho_Chi_Minh.
 * The zone has had no daylight saving since 1975, so a fixed offset is exact for every date of a programme
 * and needs no time-zone data in the browser.
 */

export const TIME_ZONE = 'Asia/Ho_Chi_Minh';
const OFFSET_MS = 7 * 3_600_000;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY_MS = 24 * HOUR;

/** An instant, or its ISO text as programme documents hold it. */
export type Instant = Date | string;

/** A day of the calendar, not tied to an instant. */
export interface CalendarDate {
  y: number;
  m: number;
  d: number;
}

export interface LocalParts extends CalendarDate {
  hour: number;
  minute: number;
  second: number;
  ms: number;
  /** 0 = Chủ nhật … 6 = thứ Bảy */
  weekday: number;
}

const pad = (n: number, width = 2) => String(n).padStart(width, '0');

/** The `Date` behind an instant. Throws RangeError on text that is no instant: that is a defect, not bad input. */
export function toDate(at: Instant): Date {
  const date = typeof at === 'string' ? new Date(at) : at;
  if (Number.isNaN(date.getTime())) throw new RangeError(`not an instant: ${String(at)}`);
  return date;
}

/** Milliseconds since the epoch. */
export const toMs = (at: Instant): number => toDate(at).getTime();

/** Whether year, month (1..12) and day form a real day, e.g. not 31/02. Years 1..9999. */
function isRealDate({ y, m, d }: CalendarDate): boolean {
  if (![y, m, d].every(Number.isInteger) || y < 1 || y > 9999 || m < 1 || m > 12 || d < 1) return false;
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return d <= days[m - 1]!;
}

/**
 * Reads a day as people type it (31/7/2026, 31-07-2026, 31.7.2026) or as date inputs send it (2026-07-31).
 * Returns null when it is no real day.
 */
export function parseViDate(text: string): CalendarDate | null {
  const trimmed = text.trim();
  const vi = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/.exec(trimmed);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(trimmed);
  const date = vi
    ? { y: Number(vi[4]), m: Number(vi[3]), d: Number(vi[1]) }
    : iso
      ? { y: Number(iso[1]), m: Number(iso[2]), d: Number(iso[3]) }
      : null;
  return date && isRealDate(date) ? date : null;
}

/** 'YYYY-MM-DD' */
const isoOf = ({ y, m, d }: CalendarDate): string => `${pad(y, 4)}-${pad(m)}-${pad(d)}`;

/** Like `parseViDate`, as 'YYYY-MM-DD'. */
export function parseViDateIso(text: string): string | null {
  const date = parseViDate(text);
  return date ? isoOf(date) : null;
}

/** What a clock and a calendar on a wall in Sơn La show at this instant. */
export function localParts(at: Instant): LocalParts {
  const shifted = new Date(toMs(at) + OFFSET_MS);
  return {
    y: shifted.getUTCFullYear(),
    m: shifted.getUTCMonth() + 1,
    d: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    ms: shifted.getUTCMilliseconds(),
    weekday: shifted.getUTCDay(),
  };
}

/** The instant at which the wall clock shows these parts. */
function fromLocalParts(p: CalendarDate & Partial<Pick<LocalParts, 'hour' | 'minute' | 'second' | 'ms'>>): Date {
  const utc = new Date(0);
  utc.setUTCFullYear(p.y, p.m - 1, p.d);
  utc.setUTCHours(p.hour ?? 0, p.minute ?? 0, p.second ?? 0, p.ms ?? 0);
  return new Date(utc.getTime() - OFFSET_MS);
}

function calendarDate(iso: string): CalendarDate {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? parseViDate(iso) : null;
  if (!date) throw new RangeError(`not a day: ${iso}`);
  return date;
}

/** First instant of a local day given as 'YYYY-MM-DD'. Throws RangeError on anything else. */
export const startOfDay = (iso: string): Date => fromLocalParts(calendarDate(iso));

/** Last instant of a local day, 23:59:59.999: what "hết ngày" means. */
export const endOfDay = (iso: string): Date => new Date(startOfDay(iso).getTime() + DAY_MS - 1);

/** The local day of an instant, 'YYYY-MM-DD'. */
export const isoDateLocal = (at: Instant): string => isoOf(localParts(at));

/** Days later (or earlier): of an instant at the same clock time, of an ISO day as an ISO day. */
export function addDays(at: Date, days: number): Date;
export function addDays(at: string, days: number): string;
export function addDays(at: Date | string, days: number): Date | string {
  if (typeof at === 'string') return isoDateLocal(new Date(startOfDay(at).getTime() + days * DAY_MS));
  return new Date(at.getTime() + days * DAY_MS);
}

/** Whole local days from one instant to another: 0 the same day, 1 tomorrow, -1 yesterday. */
export function daysBetween(from: Instant, to: Instant): number {
  const day = (at: Instant) => Math.floor((toMs(at) + OFFSET_MS) / DAY_MS);
  return day(to) - day(from);
}

const WEEKDAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'];

/** 'thứ Sáu', 'Chủ nhật' */
export const weekdayVi = (at: Instant): string => WEEKDAYS[localParts(at).weekday]!;

/** '31/07/2026'. A plain ISO day ('2026-07-31') is shown as that day. */
export function formatDate(at: Instant): string {
  const { y, m, d } = localParts(at);
  return `${pad(d)}/${pad(m)}/${pad(y, 4)}`;
}

/** 'thứ Sáu 31/07/2026' */
export const formatDateWeekday = (at: Instant): string => `${weekdayVi(at)} ${formatDate(at)}`;

/** '23:59' */
export function formatTime(at: Instant): string {
  const { hour, minute } = localParts(at);
  return `${pad(hour)}:${pad(minute)}`;
}

/** '23:59:59' */
export const formatTimeSeconds = (at: Instant): string => `${formatTime(at)}:${pad(localParts(at).second)}`;

/** '23:59:59, thứ Sáu 31/07/2026': for deadlines and receipts, where the second counts. */
export const formatDateTime = (at: Instant): string => `${formatTimeSeconds(at)}, ${formatDateWeekday(at)}`;

/** '23:59 31/07/2026': for tables and logs. */
export const formatDateTimeShort = (at: Instant): string => `${formatTime(at)} ${formatDate(at)}`;

/** '01/03/2026 – 30/06/2026', or one date when both fall on the same day. */
export function formatDateRange(from: Instant, to: Instant): string {
  const [a, b] = [formatDate(from), formatDate(to)];
  return a === b ? a : `${a} – ${b}`;
}

/**
 * 'ngày 05 tháng 3 năm 2026'. Days below 10 and the months 1 and 2 take a leading zero, other months do not
 * (Nghị định 30/2020/NĐ-CP, Phụ lục I).
 */
export function formatDateLong(at: Instant): string {
  const { y, m, d } = localParts(at);
  return `ngày ${pad(d)} tháng ${m <= 2 ? pad(m) : m} năm ${y}`;
}

/** '3 ngày 4 giờ', '12 phút': the two largest whole units of a length in milliseconds. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const units: [number, string][] = [
    [Math.floor(seconds / 86_400), 'ngày'],
    [Math.floor(seconds / 3600) % 24, 'giờ'],
    [Math.floor(seconds / 60) % 60, 'phút'],
    [seconds % 60, 'giây'],
  ];
  const first = units.findIndex(([n]) => n > 0);
  if (first === -1) return '0 giây';
  // Seconds beside minutes are noise on a page that does not tick.
  const last = first === 2 ? first : first + 1;
  return units
    .slice(first, last + 1)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}`)
    .join(' ');
}

/**
 * 'còn 3 ngày 4 giờ', 'còn 12 phút', 'đã hết hạn 2 ngày'. The end instant itself still counts as open;
 * part of a second that remains counts as a whole one, so 00:00:00 on the last day reads 'còn 1 ngày'.
 */
export function countdown(now: Instant, to: Instant): string {
  const left = toMs(to) - toMs(now);
  if (left >= 0) return `còn ${formatDuration(Math.max(1, Math.ceil(left / SECOND)) * SECOND)}`;
  return -left < MINUTE ? 'vừa hết hạn' : `đã hết hạn ${formatDuration(-left)}`;
}

/** Value of a datetime-local input with seconds: '2026-08-30T23:59:59'. */
export const toLocalInput = (at: Instant): string => `${isoDateLocal(at)}T${formatTimeSeconds(at)}`;

/** Reads a datetime-local input (seconds and fractions optional) as local time; null when it is none. */
export function parseLocalInput(text: string): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/.exec(text.trim());
  if (!match) return null;
  const [y, m, d, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isRealDate({ y, m, d }) || hour > 23 || minute > 59 || second > 59) return null;
  return fromLocalParts({ y, m, d, hour, minute, second, ms: Number((match[7] ?? '0').padEnd(3, '0')) });
}

/**
 * The ISO text with which programme documents hold an instant: '2026-06-30T23:59:59.999+07:00'.
 * The offset is written out, so that a person who reads the document sees local time.
 */
export function toLocalIso(at: Instant): string {
  return `${toLocalInput(at)}.${pad(localParts(at).ms, 3)}+07:00`;
}
