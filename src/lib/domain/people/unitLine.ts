/** Under which unit one stood; both days are included, null is open. */
export interface Stay {
  unitId: string;
  parentId: string | null;
  from: string | null;
  to: string | null;
}

const covers = (stay: Stay, day: string): boolean =>
  (stay.from === null || stay.from <= day) && (stay.to === null || day <= stay.to);

/**
 * The first day on which a unit would stand beneath itself; null when there is none. Places change only on the first day of a stay,
 * so those days are looked at.
 */
export function circleOf(stays: readonly Stay[], unitId: string): string | null {
  const byUnit = Map.groupBy(stays, (stay) => stay.unitId);
  const days = [...new Set(stays.map((stay) => stay.from ?? '0001-01-01'))].sort();
  const circleOn = (day: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | null = unitId; at !== null && !seen.has(at); ) {
      seen.add(at);
      at = byUnit.get(at)?.find((stay) => covers(stay, day))?.parentId ?? null;
      if (at === unitId) return true;
    }
    return false;
  };
  return days.find(circleOn) ?? null;
}

/** Whether `unitId` would come back to itself among its successors, over any number of steps. */
export function followsItself(links: readonly { unitId: string; successorId: string }[], unitId: string): boolean {
  const next = Map.groupBy(links, (link) => link.unitId);
  const reached = new Set((next.get(unitId) ?? []).map((link) => link.successorId));
  for (const id of reached) for (const link of next.get(id) ?? []) reached.add(link.successorId);
  return reached.has(unitId);
}
