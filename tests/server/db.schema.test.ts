import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/db.ts';
import { projectRoot } from '../support/globalDatabase.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());

const source = readFileSync(join(projectRoot, 'src/lib/server/platform/db/schema.ts'), 'utf8');

/** The interfaces of schema.ts as text: table → column → type. Its form is regular enough to be read so. */
function typedTables(): Map<string, Map<string, string>> {
  const interfaces = new Map(
    [...source.matchAll(/(?:export )?interface (\w+) \{\n([\s\S]*?)\n\}/g)].map(([, name, body]) => [
      name!,
      new Map([...body!.matchAll(/^ {2}(\w+): ([^;]+);/gm)].map(([, column, type]) => [column!, type!])),
    ]),
  );
  return new Map([...interfaces.get('DB')!].map(([table, name]) => [table, interfaces.get(name)!]));
}

/** Members of a union of literals such as `EntryState`. */
function members(alias: string): string[] {
  const body = new RegExp(`^(?:export )?type ${alias} =([^;]+);`, 'm').exec(source)?.[1] ?? '';
  return [...body.matchAll(/'([^']+)'/g)].map(([, member]) => member!).sort();
}

const mayBeNull = (type: string) => /\| null|JsonNull/.test(type);
const mayBeLeftOut = (type: string) => /Generated|JsonDefault/.test(type);
const base: Record<string, RegExp> = {
  bigint: /number/,
  integer: /number/,
  smallint: /number/,
  numeric: /Numeric/,
  boolean: /boolean/,
  jsonb: /Json/,
  date: /IsoDate/,
  'timestamp with time zone': /Date/,
  uuid: /string/,
  xid8: /string/,
  ARRAY: /string\[\]/,
};

it('schema.ts has the tables, columns, types, nulls and defaults of the database', async () => {
  const { rows } = await test.pool.query<{
    table: string;
    column: string;
    type: string;
    nullable: boolean;
    filled: boolean;
  }>(`
    select table_name as table, column_name as column, data_type as type, is_nullable = 'YES' as nullable,
      column_default is not null or is_identity = 'YES' or is_generated = 'ALWAYS' as filled
    from information_schema.columns where table_schema = 'public'`);
  const typed = typedTables();
  expect([...typed.keys()].sort()).toEqual([...new Set(rows.map((row) => row.table))].sort());
  const differences: string[] = [];
  for (const row of rows) {
    const place = `${row.table}.${row.column}`;
    const type = typed.get(row.table)?.get(row.column);
    if (!type) differences.push(`${place} is not in schema.ts`);
    else if (mayBeNull(type) !== row.nullable) differences.push(`${place}: null`);
    else if (mayBeLeftOut(type) !== row.filled) differences.push(`${place}: default`);
    else if (base[row.type] && !base[row.type]!.test(type)) differences.push(`${place}: ${row.type} but ${type}`);
  }
  for (const [table, columns] of typed) {
    const real = new Set(rows.filter((row) => row.table === table).map((row) => row.column));
    for (const column of columns.keys())
      if (!real.has(column)) differences.push(`${table}.${column} is not in the database`);
  }
  expect(differences).toEqual([]);
});

it('schema.ts has the words that the check constraints allow', async () => {
  const { rows } = await test.pool.query<{ table: string; text: string }>(`
    select conrelid::regclass::text as table, pg_get_constraintdef(oid) as text from pg_constraint
    where contype = 'c' and connamespace = 'public'::regnamespace`);
  const typed = typedTables();
  let compared = 0;
  for (const { table, text } of rows) {
    const match = /^CHECK \(\((\w+) = ANY \(ARRAY\[([^\]]+)\]\)\)\)$/.exec(text);
    if (!match) continue;
    const [, column, list] = match;
    const alias =
      typed
        .get(table)
        ?.get(column!)
        ?.replace(/ \| null$/, '') ?? '';
    // the roles are typed by the domain
    if (alias === 'GrantedRole') continue;
    const words = [...list!.matchAll(/'([^']+)'/g)].map(([, word]) => word!).sort();
    expect(members(alias), `${table}.${column}`).toEqual(words);
    compared++;
  }
  expect(compared).toBeGreaterThan(15);
});
