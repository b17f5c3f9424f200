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

/** What decides who takes part. */
export type Selecting = Pick<MovementProgramme, 'classes' | 'level' | 'organiserUnit'>;

/**
 * Whether a movement can reach a unit at all: one of an agency only its own units, whatever its classes say and whenever units come to
 * life (Điều 18 Luật Thi đua, khen thưởng 2022).
 */
const reaches = (doc: Selecting, unit: PlacedUnit): boolean =>
  doc.level !== 'agency' || unit.code === doc.organiserUnit || unit.above.includes(doc.organiserUnit);

/** The class of a unit in a movement: the first one that selects it; null: it does not take part. */
export const classOf = (doc: Selecting, unit: PlacedUnit): SubjectClass | null =>
  reaches(doc, unit) ? (doc.classes.find((one) => one.units !== null && selects(one.units, unit)) ?? null) : null;
