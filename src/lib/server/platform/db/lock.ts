import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { RuleError } from '#lib/domain/kernel/errors.ts';

/** Who holds a data folder. The start tells a process from a later one with the same number. */
interface Holder {
  pid: number;
  start: string;
  host: string;
  at: string;
}

export interface FolderLock {
  release(): void;
}

/** When a process started, in words that no other process of this number shares; '' where the system does not tell. */
export function processStart(pid: number): string {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
    } catch {
      return '';
    }
  }
  if (process.platform === 'win32') return '';
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Is there a process with this number (whoever owns it)? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const holds = (holder: Holder): boolean =>
  isAlive(holder.pid) && (holder.start === '' || processStart(holder.pid) === holder.start);

function read(path: string): { text: string; holder: Holder | null } | null {
  try {
    const text = readFileSync(path, 'utf8');
    try {
      return { text, holder: JSON.parse(text) as Holder };
    } catch {
      return { text, holder: null };
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The process that holds the lock now, or null when nobody does. */
export function lockHolder(path: string): number | null {
  const holder = read(path)?.holder;
  return holder && holds(holder) ? holder.pid : null;
}

/**
 * Takes the lock file of a data folder. A lock whose process is gone is taken over; a living one is refused with its number.
 * The file appears complete (link of a written file), so nobody ever reads half a lock.
 */
export function lockFolder(path: string, folder: string): FolderLock {
  const mine: Holder = {
    pid: process.pid,
    start: processStart(process.pid),
    host: hostname(),
    at: new Date().toISOString(),
  };
  const text = JSON.stringify(mine);
  const draft = `${path}.${process.pid}`;
  for (let attempt = 0; attempt < 50; attempt++) {
    if (create(path, draft, text)) return { release: () => release(path, text) };
    const found = read(path);
    if (!found) continue;
    if (found.holder && holds(found.holder)) {
      throw new RuleError({
        code: 'db.folder-in-use',
        status: 409,
        message: `Thư mục dữ liệu ${folder} đang được một tiến trình Lan Tỏa khác dùng (pid ${found.holder.pid}).`,
        hint: 'Hãy dừng tiến trình đó trước, hoặc chọn thư mục dữ liệu khác.',
      });
    }
    takeAway(path, found.text);
  }
  throw new RuleError({ code: 'db.lock', message: `Không khóa được thư mục dữ liệu ${folder} (tệp ${path}).` });
}

function create(path: string, draft: string, text: string): boolean {
  writeFileSync(draft, text, { mode: 0o644 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return false;
    // some file systems know no hard links
    try {
      writeFileSync(path, text, { flag: 'wx', mode: 0o644 });
      return true;
    } catch (second) {
      if ((second as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw second;
    }
  } finally {
    unlinkSync(draft);
  }
}

/** Removes a dead lock. If another process was quicker and its living lock was moved, it is put back. */
function takeAway(path: string, dead: string): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    if (readFileSync(aside, 'utf8') !== dead) linkSync(aside, path);
  } catch {
    // a third process holds the lock by now; the next round sees it
  }
  unlinkSync(aside);
}

function release(path: string, text: string): void {
  try {
    if (readFileSync(path, 'utf8') === text) unlinkSync(path);
  } catch {
    // gone already
  }
}
