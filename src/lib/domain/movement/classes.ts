import type { MovementProgramme, SubjectClass, UnitKind, UnitSelector } from './types.ts';

/** What a selector looks at. `above`: codes of all units over it, the nearest first. */
export interface PlacedUnit {
  code: string;
  kind: UnitKind;
  above: string[];
}

const selects = (selector: UnitSelector, unit: PlacedUnit): boolean =>
  !selector.except.includes(unit.code) &&
  (selector.codes.includes(unit.code) ||
    (selector.kinds.includes(unit.kind) && (selector.under === null || unit.above.includes(selector.under))));

/** The class of a unit in a movement: the first one that selects it; null: it does not take part. */
export const classOf = (doc: Pick<MovementProgramme, 'classes'>, unit: PlacedUnit): SubjectClass | null =>
  doc.classes.find((one) => one.units !== null && selects(one.units, unit)) ?? null;
