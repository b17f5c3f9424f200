/** Stands in for `$app/navigation` outside of the pages. */
export async function refreshAll(): Promise<void> {
  const { counted } = globalThis as { counted?: number };
  (globalThis as { counted?: number }).counted = (counted ?? 0) + 1;
}
