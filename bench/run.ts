import { readdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/** One measured value beside its baseline of the same run. */
export interface Row {
  name: string;
  value: number;
  unit: string;
  baseline: number | null;
  /** value over baseline */
  ratio: number | null;
  /** what is asked of it, e.g. "< 300 ms" or 0.5 (of the baseline) */
  bar: string | number;
  met: boolean;
}

type Bench = () => Promise<Row[]>;

// Every file beside this one that exports a function `bench…(): Promise<Row[]>` is measured, one after another.
const folder = dirname(fileURLToPath(import.meta.url));
const modules = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3))
  .sort();

const { values } = parseArgs({
  options: { json: { type: 'string' }, only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) {
  console.log(`npm run bench -- [--json tệp] [--only ${modules.join(',')}]`);
  process.exit(0);
}

process.env.LANTOA_ROOT ??= fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const asked = values.only?.split(',') ?? modules;
const rows: Row[] = [];
let failed = false;

for (const name of asked) {
  if (!modules.includes(name)) {
    console.error(`bench/${name}.ts: không có. Có: ${modules.join(', ')}.`);
    failed = true;
    continue;
  }
  const started = performance.now();
  try {
    const found = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as Record<string, unknown>;
    const runs = Object.entries(found).filter(([key, value]) => key.startsWith('bench') && typeof value === 'function');
    if (runs.length === 0) continue; // helps others
    console.error(`${name} …`);
    for (const [, run] of runs) rows.push(...(await (run as Bench)()));
    console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(`${name}:`, error);
    failed = true;
  }
}

const number = (value: number | null): string =>
  value === null ? '–' : value >= 100 ? Math.round(value).toLocaleString('vi-VN') : value.toFixed(2).replace('.', ',');
console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
);
console.table(
  Object.fromEntries(
    rows.map((row) => [
      row.name,
      {
        value: `${number(row.value)} ${row.unit}`,
        baseline: row.baseline === null ? '–' : `${number(row.baseline)} ${row.unit}`,
        ratio: number(row.ratio),
        bar: row.bar,
        met: row.met ? 'đạt' : 'KHÔNG',
      },
    ]),
  ),
);
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
process.exit(failed || rows.some((row) => !row.met) ? 1 : 0);
