/** Whom to visit: reasons that a person reads and decides on, never a decision (Q25-11). */
import { compareVi } from '../kernel/text.ts';

export interface VisitFacts {
  unitId: string;
  unitName: string;
  /** obligations past their day without a hand-in */
  overdue: number;
  /** names of indicators that stand behind their target */
  behind: string[];
  /** findings of earlier visits that are overdue */
  findings: number;
  /** ISO day of the last visit that was held; null: never */
  lastHeld: string | null;
  /** ISO day of a visit that is planned already */
  plannedOn: string | null;
}

export interface Suggestion extends VisitFacts {
  reasons: string[];
}

const yearsSince = (lastHeld: string, today: string): number =>
  Number(today.slice(0, 4)) - Number(lastHeld.slice(0, 4));

/** Why a unit could be visited, the weightiest first. */
function reasonsFor(facts: VisitFacts, today: string): string[] {
  const years = facts.lastHeld ? yearsSince(facts.lastHeld, today) : null;
  const shown = facts.behind.slice(0, 3).join('; ');
  return [
    ...(facts.findings > 0 ? [`${facts.findings} kiến nghị của lần kiểm tra trước quá hạn`] : []),
    ...(facts.overdue > 0 ? [`${facts.overdue} việc phải nộp quá hạn`] : []),
    ...(facts.behind.length > 0
      ? [`${facts.behind.length} chỉ tiêu chậm: ${shown}${facts.behind.length > 3 ? '; …' : ''}`]
      : []),
    ...(years === null ? ['chưa được kiểm tra lần nào'] : years >= 2 ? [`${years} năm chưa được kiểm tra`] : []),
  ];
}

/** Overdue findings first, then overdue obligations, then figures behind, then those not visited for longest; at last by name. */
export const suggestVisits = (all: readonly VisitFacts[], today: string): Suggestion[] =>
  all
    .map((facts) => ({ ...facts, reasons: reasonsFor(facts, today) }))
    .sort(
      (a, b) =>
        b.findings - a.findings ||
        b.overdue - a.overdue ||
        b.behind.length - a.behind.length ||
        (a.lastHeld ?? '').localeCompare(b.lastHeld ?? '') ||
        compareVi(a.unitName, b.unitName),
    );
