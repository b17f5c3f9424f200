import { spawnSync } from 'node:child_process';
import { chownSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyBinaries, findBinaries, linkLibraries, program } from '../../src/lib/server/platform/db/binaries.ts';
import { lockFolder, lockHolder, processStart } from '../../src/lib/server/platform/db/lock.ts';
import { clearForeignPid, runningPostmaster } from '../../src/lib/server/platform/db/postmaster.ts';

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'lantoa-parts-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('the programs', () => {
  const version = (file: string) => spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout;

  it('run from a copy too, which is made once', () => {
    const found = findBinaries();
    const copy = copyBinaries(found, base);
    expect(copy.native.startsWith(base)).toBe(true);
    expect(version(program(copy, 'postgres'))).toContain(`(PostgreSQL) ${found.major}.`);
    const made = lstatSync(copy.native).ino;
    expect(lstatSync(copyBinaries(found, base).native).ino).toBe(made);
    expect(readdirSync(base)).toHaveLength(1);
  });

  it('get the library links that a blocked install script left out, repeatedly', () => {
    const { native } = copyBinaries(findBinaries(), base);
    const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
    const places = links.map(({ target }) => join(native, '..', target));
    for (const place of places) rmSync(place, { force: true });
    expect(linkLibraries(native)).toBe(true);
    expect(linkLibraries(native)).toBe(true);
    for (const place of places) expect(lstatSync(place).isSymbolicLink()).toBe(true);
    expect(version(program({ ...findBinaries(), native }, 'initdb'))).toContain('initdb (PostgreSQL)');
  });

  it.runIf(process.getuid?.() === 0)('are never taken from a folder that someone else prepared', () => {
    const { native } = copyBinaries(findBinaries(), base);
    chownSync(join(native, '..'), 65534, 65534);
    expect(() => copyBinaries(findBinaries(), base)).toThrow(/không thuộc tài khoản/);
  });
});

describe('the lock of a folder', () => {
  const write = (path: string, holder: object) => writeFileSync(path, JSON.stringify(holder));

  it('is held, told, and given back', () => {
    const path = join(base, 'held.lock');
    const lock = lockFolder(path, 'F');
    expect(lockHolder(path)).toBe(process.pid);
    expect(() => lockFolder(path, 'F')).toThrow(`(pid ${process.pid})`);
    lock.release();
    expect(lockHolder(path)).toBeNull();
  });

  it('of a process that is gone is taken over', () => {
    const path = join(base, 'dead.lock');
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    write(path, { pid, start: '', host: 'x', at: '' });
    lockFolder(path, 'F').release();
  });

  it.runIf(process.platform !== 'win32')('is taken over when another program has the number now', () => {
    const path = join(base, 'reused.lock');
    expect(processStart(process.ppid)).not.toBe('');
    write(path, { pid: process.ppid, start: 'another time', host: 'x', at: '' });
    lockFolder(path, 'F').release();
  });

  it('that is garbage (a full disk, an old power cut) is replaced', () => {
    const path = join(base, 'garbage.lock');
    writeFileSync(path, '{"pi');
    lockFolder(path, 'F').release();
  });
});

describe.runIf(process.platform === 'linux')('postmaster.pid', () => {
  it('with a number that another program has now does not count and is removed', () => {
    const file = join(base, 'postmaster.pid');
    writeFileSync(file, `${process.pid}\n${base}\n1\n5432\n\n\n  1 2\nready   \n`);
    expect(runningPostmaster(base)).toBeNull();
    clearForeignPid(base);
    expect(() => readFileSync(file)).toThrow(/ENOENT/);
  });
});
