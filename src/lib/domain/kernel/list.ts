/** Neighbours of a sorted list that are the same, as groups, in the list's order. */
export function runs<T>(sorted: readonly T[], same: (a: T, b: T) => boolean): T[][] {
  const groups: T[][] = [];
  for (const item of sorted) {
    const last = groups.at(-1);
    if (last && same(last[0]!, item)) last.push(item);
    else groups.push([item]);
  }
  return groups;
}
