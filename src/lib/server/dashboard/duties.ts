import type { Duty } from '#lib/domain/dashboard/duty.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { MovementProgramme, ObligationRule } from '#lib/domain/movement/types.ts';
import { isOpen, isOverdue, lateness } from '#lib/domain/obligation/states.ts';
import { type MovementScope, mayReadReport } from '../movement/scope.ts';
import type { ObligationRow } from '../obligation/queries.ts';

export interface SeenObligation extends ObligationRow {
  rule: ObligationRule;
}

/** The obligations that a reader may follow: of the own units, and those handed in to them. */
export const seenObligations = (
  doc: Pick<MovementProgramme, 'obligations'>,
  scope: MovementScope,
  rows: readonly ObligationRow[],
): SeenObligation[] => {
  const rules = new Map(doc.obligations.map((rule) => [rule.id, rule]));
  return rows.flatMap((row) => {
    const rule = rules.get(row.ruleId);
    return rule && mayReadReport(scope, rule, row.unitId).allow ? [{ ...row, rule }] : [];
  });
};

export type WorkState = 'accepted' | 'submitted' | 'late' | 'open' | 'overdue' | 'exempted';

/** Where an obligation stands, so that every one counts once. */
export function workState(row: ObligationRow, now: Date): WorkState {
  if (row.exemptedAt) return 'exempted';
  if (isOverdue(row, now)) return 'overdue';
  if (row.firstSubmittedAt === null) return 'open';
  if (lateness(row, now) !== null) return 'late';
  return row.state === 'accepted' ? 'accepted' : 'submitted';
}

export const countStates = (rows: readonly ObligationRow[], now: Date): Record<WorkState, number> => {
  const counts = { accepted: 0, submitted: 0, late: 0, open: 0, overdue: 0, exempted: 0 };
  for (const row of rows) counts[workState(row, now)]++;
  return counts;
};

/** As the timeline counts them. Who was excused owes nothing. */
export const asDuties = (rows: readonly ObligationRow[], now: Date): Duty[] =>
  rows
    .filter((row) => !row.exemptedAt)
    .map((row) => ({
      due: isoDateLocal(row.dueAt),
      handedIn: row.firstSubmittedAt && isoDateLocal(row.firstSubmittedAt),
      late: lateness(row, now) !== null,
    }));

/** Due days from today on, each with how many still have to come. */
export function nextDues(rows: readonly SeenObligation[], now: Date) {
  const found = new Map<string, { at: Date; name: string; open: number; all: number }>();
  for (const row of rows) {
    if (row.dueAt < now || row.exemptedAt) continue;
    const key = `${row.dueAt.getTime()} ${row.rule.id}`;
    const one = found.get(key) ?? { at: row.dueAt, name: row.rule.name, open: 0, all: 0 };
    found.set(key, one);
    one.all++;
    if (isOpen(row)) one.open++;
  }
  return [...found.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}
