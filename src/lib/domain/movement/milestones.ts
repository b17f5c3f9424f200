import { isoDateLocal } from '../kernel/time.ts';
import { dueAt } from '../obligation/due.ts';
import type { Clause } from '../programme/types.ts';
import { periodName, periodsBetween, periodYear } from './periods.ts';
import type { MovementProgramme, ObligationRule } from './types.ts';

/** One thing that happens on a day, or in a year whose day nobody has fixed. */
export interface Milestone {
  id: string;
  /** the same for what comes again every year */
  series: string;
  kind: 'start' | 'phase' | 'due' | 'review' | 'end';
  /** ISO day by which lists are sorted; the last day of the year where only the year is known */
  day: string;
  /** only the year is known */
  yearOnly: boolean;
  title: string;
  /** names of the classes that hand something in */
  who: string[];
  /** in the plan's words */
  printed: string | null;
  clause: Clause['id'];
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** The last day on which it is in time; while nobody has decided how "trước ngày" is read, the day that the plan prints. */
function lastDay(rule: ObligationRule, period: string): string {
  const due = dueAt(rule, period);
  if (due) return isoDateLocal(due);
  const { month, day, yearOffset } = rule.due;
  return `${periodYear(period) + yearOffset}-${pad(month)}-${pad(day)}`;
}

function dues(doc: MovementProgramme, rule: ObligationRule): Milestone[] {
  // Halves and quarters would fill every list; the public reads those in the table of obligations.
  if (rule.period !== 'once' && rule.period !== 'year') return [];
  const periods = periodsBetween('year', rule.firstYear, rule.period === 'once' ? rule.firstYear : rule.lastYear);
  return periods.map((period) => ({
    id: `due-${rule.id}-${period}`,
    series: rule.id,
    kind: 'due' as const,
    day: lastDay(rule, period),
    yearOnly: false,
    title: rule.period === 'once' ? rule.name : `${rule.name} (${periodName(period)})`,
    who: rule.classIds.flatMap((id) => doc.classes.find((one) => one.id === id)?.name ?? []),
    printed: rule.due.printed,
    clause: rule.clause,
  }));
}

/** Everything of a movement that has a day, in order: phases, what units hand in, reviews, its end. */
export function milestones(doc: MovementProgramme): Milestone[] {
  const plain = { yearOnly: false, who: [], printed: null };
  const first = doc.phases[0]?.clause ?? doc.clauses[0]?.id ?? '';
  const found: Omit<Milestone, 'series'>[] = [
    { ...plain, id: 'start', kind: 'start', day: doc.from, title: 'Phong trào bắt đầu', clause: first },
    ...doc.phases
      .filter((phase) => phase.from > doc.from)
      .map((phase) => ({
        ...plain,
        id: `phase-${phase.id}`,
        kind: 'phase' as const,
        day: phase.from,
        title: `Bắt đầu ${phase.name}`,
        printed: phase.printed,
        clause: phase.clause,
      })),
    ...doc.obligations.flatMap((rule) => dues(doc, rule)),
    ...doc.occasions.flatMap((occasion) =>
      occasion.year === null
        ? []
        : [
            {
              ...plain,
              id: `review-${occasion.id}`,
              kind: 'review' as const,
              day: occasion.on.value ?? `${occasion.year}-12-31`,
              yearOnly: occasion.on.value === null,
              title: `${occasion.name} Phong trào`,
              clause: occasion.clause,
            },
          ],
    ),
    { ...plain, id: 'end', kind: 'end', day: doc.to, title: 'Phong trào kết thúc', clause: first },
  ];
  return found
    .map((one) => ({ series: one.id, ...one }))
    .sort((a, b) => a.day.localeCompare(b.day) || a.id.localeCompare(b.id));
}

/** What still lies ahead on a day, the nearest first; of what comes again every year only the next one. */
export function milestonesAhead(doc: MovementProgramme, today: string): Milestone[] {
  const ahead = milestones(doc).filter((one) => one.day >= today);
  return ahead.filter((one, at) => ahead.findIndex((other) => other.series === one.series) === at);
}
