import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** What the pages are built from: when its content is unchanged, the last build still fits. */
function sourceHash(): string {
  const hash = createHash('sha256');
  const add = (path: string) => hash.update(relative(root, path)).update(readFileSync(path));
  const walk = (dir: string) => {
    for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (!entry.name.endsWith('.test.ts')) add(path);
    }
  };
  for (const dir of ['src', 'programmes', 'static']) if (existsSync(join(root, dir))) walk(join(root, dir));
  for (const file of ['vite.config.ts', 'package-lock.json']) add(join(root, file));
  return hash.digest('hex');
}

/** Builds the pages when needed. @throws Error when the build fails */
export function ensureBuilt(log: (line: string) => void = console.log): void {
  const stamp = join(root, 'build', '.source-hash');
  const hash = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  log('Đang dựng các trang (vite build), khoảng nửa phút…');
  const built = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  if (built.status !== 0) throw new Error(`Dựng trang không thành công:\n${built.stdout}\n${built.stderr}`);
  writeFileSync(stamp, hash);
}
