import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './built.ts';

// One command for every check that is not a test; it runs them all and says at the end which failed.
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const checks: [string, string, string[]][] = [
  ['format and lint (Biome)', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['svelte-kit sync', process.execPath, [join(root, 'node_modules', '@sveltejs', 'kit', 'svelte-kit.js'), 'sync']],
  [
    'types (svelte-check)',
    bin('svelte-check'),
    ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ],
  ['floors (dependency-cruiser)', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', 'src']],
  ['unused (knip)', bin('knip'), ['--no-progress', '--treat-config-hints-as-errors']],
];
const failed: string[] = [];
for (const [name, command, args] of checks) {
  const started = performance.now();
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const ok = done.status === 0;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (!ok) {
    failed.push(name);
    console.log(`${done.stdout ?? ''}${done.stderr ?? ''}`.split('\n').slice(-80).join('\n'));
  }
}
if (failed.length > 0) {
  console.error(`check: ${failed.length} of ${checks.length} failed: ${failed.join(', ')}`);
  process.exit(1);
}
console.log(`check: all ${checks.length} passed`);
