/** The public list of nominees and the time in which everyone may comment on it (Q25-2; Luật Thi đua, khen thưởng Điều 84 khoản 5). */
import { isoDateLocal } from '../kernel/time.ts';
import type { PublicNominee } from './types.ts';

export type PublicityPhase = 'before' | 'open' | 'over' | 'closed';

export interface PublicityDays {
  /** ISO days, both included */
  fromOn: string;
  toOn: string;
  closedAt: Date | null;
}

/** Where a public list stands. `over`: the time is up, the office still has to close it. */
export function publicityPhase({ fromOn, toOn, closedAt }: PublicityDays, now: Date): PublicityPhase {
  if (closedAt !== null) return 'closed';
  const today = isoDateLocal(now);
  return today < fromOn ? 'before' : today <= toOn ? 'open' : 'over';
}

export const publicityPhases: Record<PublicityPhase, { label: string; tone: 'info' | 'good' | 'warn' | 'plain' }> = {
  before: { label: 'Sắp lấy ý kiến', tone: 'info' },
  open: { label: 'Đang lấy ý kiến', tone: 'good' },
  over: { label: 'Đã hết thời gian góp ý', tone: 'warn' },
  closed: { label: 'Đã kết thúc', tone: 'plain' },
};

/**
 * Whether somebody is a child on a day. `unknown`: no birth date, or only a year that leaves both possible; a person has to look.
 * @param age younger than this is a child; null: the law as data does not say
 */
export function childOn(
  birth: { date: string | null; year: number | null },
  day: string,
  age: number | null,
): 'child' | 'adult' | 'unknown' {
  if (age === null) return 'unknown';
  const [year, rest] = [Number(day.slice(0, 4)), day.slice(4)];
  if (birth.date !== null) {
    const full = year - Number(birth.date.slice(0, 4)) - (birth.date.slice(4) > rest ? 1 : 0);
    return full < age ? 'child' : 'adult';
  }
  if (birth.year === null) return 'unknown';
  if (year - birth.year < age) return 'child';
  return year - birth.year > age ? 'adult' : 'unknown';
}

const hidden = '[đã ẩn]';
const address = /[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}{2,}/gu;
// phone numbers, identity and account numbers, however they are grouped
const number = /\+?\d(?:[ .-]?\d){8,}/gu;

/** Takes addresses and long numbers out of a text that everyone will read. */
export const maskPersonal = (text: string): string => text.replace(address, hidden).replace(number, hidden);

/** What the public reads of a nominee; a child without consent stays without a name. */
export const publicNominee = (nominee: PublicNominee, named: boolean): PublicNominee => ({
  ...nominee,
  name: named ? maskPersonal(nominee.name) : 'Trẻ em (không nêu tên)',
  position: named ? maskPersonal(nominee.position) : '',
  unit: maskPersonal(nominee.unit),
  citation: named ? maskPersonal(nominee.citation) : '',
});
