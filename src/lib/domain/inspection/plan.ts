/** The plan of visits: team, purpose, days. */
import type { Issue } from '../kernel/errors.ts';
import { charCount, clean, cleanMultiline } from '../kernel/text.ts';
import { addDays, formatDate, localParts, parseViDateIso, startOfDay } from '../kernel/time.ts';
import type { InspectionMember } from './types.ts';

export const planLimits = { title: 300, purpose: 2000, team: 20, units: 300 };

export interface PlanText {
  title: string;
  purpose: string;
  /** one person a line: "name, position, agency" */
  team: string;
}

/** Persons as they are typed, one a line: name, position, agency; the head of the team stands first. */
const readTeam = (text: string): InspectionMember[] =>
  cleanMultiline(text)
    .split('\n')
    .map(clean)
    .filter(Boolean)
    .map((line) => {
      const [name = '', position = '', ...agency] = line.split(',').map((part) => part.trim());
      return { name, position, agency: agency.join(', ') };
    });

export const teamText = (team: readonly InspectionMember[]): string =>
  team.map((one) => [one.name, one.position, one.agency].filter(Boolean).join(', ')).join('\n');

/** Reads what a person typed about one or many visits. */
export function readPlan(typed: PlanText): {
  value: { title: string; purpose: string; team: InspectionMember[] };
  issues: Issue[];
} {
  const value = { title: clean(typed.title), purpose: cleanMultiline(typed.purpose), team: readTeam(typed.team) };
  const issues: Issue[] = [];
  if (value.title === '') issues.push({ field: 'title', message: 'Hãy ghi nội dung kiểm tra.' });
  if (charCount(value.title) > planLimits.title)
    issues.push({ field: 'title', message: `Nội dung kiểm tra dài nhất ${planLimits.title} ký tự.` });
  if (charCount(value.purpose) > planLimits.purpose)
    issues.push({ field: 'purpose', message: `Mục đích dài nhất ${planLimits.purpose} ký tự.` });
  if (value.team.length === 0)
    issues.push({ field: 'team', message: 'Hãy ghi ít nhất trưởng đoàn: họ tên, chức vụ, cơ quan.' });
  if (value.team.length > planLimits.team)
    issues.push({ field: 'team', message: `Đoàn có tối đa ${planLimits.team} người.` });
  if (value.team.some((one) => one.name === ''))
    issues.push({ field: 'team', message: 'Mỗi dòng bắt đầu bằng họ tên.' });
  return { value, issues };
}

/** A day of a visit as it was typed; today or later, within the movement. */
export function readVisitDay(
  typed: string,
  field: string,
  bounds: { today: string; from: string; to: string },
): { day: string | null; issues: Issue[] } {
  const day = parseViDateIso(typed);
  const wrong = (message: string) => ({ day: null, issues: [{ field, message }] });
  if (!day) return wrong('Hãy ghi một ngày có thật, ví dụ 15/9/2026.');
  if (day < bounds.today) return wrong('Ngày này đã qua. Hãy chọn từ hôm nay trở đi.');
  if (day < bounds.from || day > bounds.to)
    return wrong(
      `Ngày kiểm tra nằm trong thời gian phong trào: ${formatDate(bounds.from)} đến ${formatDate(bounds.to)}.`,
    );
  return { day, issues: [] };
}

export type Spread = 'same' | 'daily' | 'second' | 'weekly';

export const spreads: { value: Spread; label: string }[] = [
  { value: 'same', label: 'Cùng một ngày' },
  { value: 'daily', label: 'Mỗi ngày làm việc một đơn vị' },
  { value: 'second', label: 'Cách một ngày làm việc' },
  { value: 'weekly', label: 'Mỗi tuần một đơn vị' },
];

const isWeekend = (day: string): boolean => [0, 6].includes(localParts(startOfDay(day)).weekday);

const nextWorkday = (day: string): string => {
  let next = addDays(day, 1);
  while (isWeekend(next)) next = addDays(next, 1);
  return next;
};

/** The days of many visits: from the first one on, never on a weekend unless the first day was chosen so and holds for all. */
export function spreadDays(first: string, count: number, spread: Spread): string[] {
  const days: string[] = [];
  let day = spread === 'same' || !isWeekend(first) ? first : nextWorkday(first);
  for (let i = 0; i < count; i += 1) {
    days.push(day);
    if (spread === 'daily') day = nextWorkday(day);
    if (spread === 'second') day = nextWorkday(nextWorkday(day));
    if (spread === 'weekly') day = addDays(day, 7);
  }
  return days;
}
