/** Who owes what: which (rule, unit, period) exist (Q25-10, C21-7). */
import { addDays, isoDateLocal } from '../kernel/time.ts';
import { type PeriodKey, periodYear } from '../movement/periods.ts';
import type { MovementProgramme, ObligationRule } from '../movement/types.ts';
import { dueAt, periodsOf } from './due.ts';

/** How far ahead obligations are written down. */
const HORIZON_DAYS = 366;

/** A unit that takes part today, with the days of its life; null: open. */
export interface OwingUnit {
  id: string;
  classId: string;
  /** ISO days, both included */
  validFrom: string | null;
  validTo: string | null;
}

export interface Owed {
  ruleId: string;
  unitId: string;
  period: PeriodKey;
  dueAt: Date;
}

/** A unit that does not exist on the due day owes nothing: not before it was made, and after its end its successors owe. */
export function livesOn(unit: Pick<OwingUnit, 'validFrom' | 'validTo'>, due: Date): boolean {
  const day = isoDateLocal(due);
  return (unit.validFrom === null || unit.validFrom <= day) && (unit.validTo === null || day <= unit.validTo);
}

/** The periods of a rule whose due day is known and not further off than the horizon, or that belong to the asked year. */
function periodsInSight(
  rule: Pick<ObligationRule, 'period' | 'firstYear' | 'lastYear' | 'due'>,
  now: Date,
  year?: number,
): { period: PeriodKey; due: Date }[] {
  const last = addDays(now, HORIZON_DAYS);
  return periodsOf(rule).flatMap((period) => {
    const due = dueAt(rule, period);
    return due && (year === undefined ? due <= last : periodYear(period) === year) ? [{ period, due }] : [];
  });
}

/**
 * Everything that is owed as the document and the units stand: a unit owes what its class is asked for when it takes part now and exists on
 * the due day. So a commune made on 01/07 owes from then on, and a district that ended on 30/06 owes nothing that falls due later.
 */
export const obligationsDue = (
  doc: Pick<MovementProgramme, 'obligations'>,
  participants: readonly OwingUnit[],
  now: Date,
  year?: number,
): Owed[] =>
  doc.obligations.flatMap((rule) => {
    const units = participants.filter((unit) => rule.classIds.includes(unit.classId));
    return periodsInSight(rule, now, year).flatMap(({ period, due }) =>
      units
        .filter((unit) => livesOn(unit, due))
        .map((unit) => ({ ruleId: rule.id, unitId: unit.id, period, dueAt: due })),
    );
  });
