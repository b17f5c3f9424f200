import type { Kysely, KyselyPlugin } from 'kysely';
import type { DB } from './schema.ts';

/** A value as text for a jsonb column. NUL, which PostgreSQL cannot store, is dropped (it comes from text of PDF files). */
export const json = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'string' ? item.replaceAll('\0', '') : item));

/** The one row of a result; anything else is a defect. */
export function one<T>(rows: readonly T[]): T {
  if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}`);
  return rows[0]!;
}

/**
 * Runs `body` with a database that counts its queries, transactions included: a list must need the same number for 1 and for 1,000 rows.
 */
export async function countQueries<T>(
  db: Kysely<DB>,
  body: (counted: Kysely<DB>) => Promise<T>,
): Promise<{ result: T; queries: number }> {
  let queries = 0;
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      queries++;
      return result;
    },
  };
  const result = await body(db.withPlugin(counter));
  return { result, queries };
}
