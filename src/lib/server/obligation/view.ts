import type { ObligationFacts } from '#lib/domain/obligation/states.ts';
import type { UnitObligation } from './list.ts';

/** What a unit's list shows of one obligation: nothing of the document beyond it. */
export interface ObligationItem extends ObligationFacts {
  id: string;
  href: string;
  name: string;
  period: string;
  movement: string;
  /** id of the clause, and the page that has it */
  clause: string | null;
  rulesPage: string;
  printed: string | null;
  opened: boolean;
  opensAt: Date;
  exemptReason: string | null;
}

/** An obligation as the lists of a unit show it. */
export const toItem = (one: UnitObligation): ObligationItem => ({
  id: one.id,
  href: `/don-vi/${one.unitId}/phong-trao/${one.movement.slug}/nghia-vu/${one.id}`,
  name: one.ruleName,
  period: one.periodName,
  movement: one.movement.shortName,
  clause: one.rule?.clause ?? null,
  rulesPage: `/phong-trao/${one.movement.slug}/noi-dung`,
  printed: one.rule?.due.printed ?? null,
  opened: one.opened,
  opensAt: one.opensAt,
  exemptReason: one.exemptReason,
  state: one.state,
  dueAt: one.dueAt,
  firstSubmittedAt: one.firstSubmittedAt,
  submittedAt: one.submittedAt,
  returnedAt: one.returnedAt,
  exemptedAt: one.exemptedAt,
});
