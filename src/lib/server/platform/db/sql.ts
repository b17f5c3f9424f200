/** A value as text for a jsonb column. NUL, which PostgreSQL cannot store, is dropped (it comes from text of PDF files). */
export const json = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'string' ? item.replaceAll('\0', '') : item));

/** The one row of a result; anything else is a defect. */
export function one<T>(rows: readonly T[]): T {
  if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}`);
  return rows[0]!;
}
