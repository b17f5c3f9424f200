import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './lock.ts';

/** What a running server writes into its folder (`postmaster.pid`). */
export interface Postmaster {
  pid: number;
  port: number;
  socketDir: string;
  status: string;
}

/** Reads `postmaster.pid`; null when there is none or it is still being written. */
export function readPostmaster(folder: string): Postmaster | null {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Math.abs(Number(lines[0]));
    if (!Number.isInteger(pid) || pid === 0) return null;
    return { pid, port: Number(lines[3] ?? 0), socketDir: lines[4] ?? '', status: (lines[7] ?? '').trim() };
  } catch {
    return null;
  }
}

/**
 * Processes that work in a data folder: the server and its children have it as their working directory, also after the server itself
 * was killed. Only Linux can tell; elsewhere null.
 */
export function processesIn(folder: string): number[] | null {
  if (process.platform !== 'linux') return null;
  let real: string;
  try {
    real = realpathSync(folder);
  } catch {
    return [];
  }
  const found: number[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (readlinkSync(`/proc/${name}/cwd`) !== real) continue;
      if (readFileSync(`/proc/${name}/comm`, 'utf8').trim().startsWith('postgres')) found.push(Number(name));
    } catch {
      // ended meanwhile, or of another user
    }
  }
  return found;
}

function isPostgres(pid: number): boolean {
  if (process.platform === 'win32') return true;
  return spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.includes('postgres') ?? true;
}

/** The server that runs on this folder, or null. A number that another program got since does not count. */
export function runningPostmaster(folder: string): Postmaster | null {
  const postmaster = readPostmaster(folder);
  if (!postmaster || !isAlive(postmaster.pid)) return null;
  const present = processesIn(folder);
  return (present?.includes(postmaster.pid) ?? isPostgres(postmaster.pid)) ? postmaster : null;
}

/**
 * Removes a `postmaster.pid` whose number belongs to another program now (after a restart of the machine or container), because
 * PostgreSQL would take that program for a server. Kept while any process works in the folder: the file guards against them.
 */
export function clearForeignPid(folder: string): void {
  const postmaster = readPostmaster(folder);
  if (!postmaster || !isAlive(postmaster.pid)) return;
  if (processesIn(folder)?.length !== 0) return;
  rmSync(join(folder, 'postmaster.pid'), { force: true });
  if (postmaster.socketDir) rmSync(join(postmaster.socketDir, `.s.PGSQL.${postmaster.port}.lock`), { force: true });
}
