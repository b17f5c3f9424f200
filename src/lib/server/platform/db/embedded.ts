/**
 * The embedded database: a real PostgreSQL from npm, and who looks after it. It is created, started, watched, started again when it dies,
 * and stopped with us; a second process on the same folder is refused; when we are killed it ends too, or is adopted by the next start.
 * Why it is made this way: docs/decisions/embedded-database.md.
 */
import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { program } from './binaries.ts';
import { connectionUrl, type Log, settings, silent } from './config.ts';
import { start } from './launch.ts';
import { type FolderLock, isAlive, lockFolder, lockHolder } from './lock.ts';
import { clearForeignPid, processesIn, readPostmaster, runningPostmaster } from './postmaster.ts';
import { filesOf, leaveSocketFolder, makeDataDir, type Place, prepare, readSecret, type Secret } from './prepare.ts';

export interface EmbeddedOptions {
  /** Holds the cluster, its log, its password and our lock. */
  dataDir: string;
  log?: Log;
  /** Settings of the server on top of ours, for tests. */
  settings?: Record<string, string>;
  /** A command beside a running server: use that server instead of refusing. Stopping it is not ours then. */
  join?: boolean;
}

export interface EmbeddedServer {
  /** of the application's role and database, both "lantoa" */
  connectionString: string;
  /** of another database of the same server */
  urlOf(database: string): string;
  /** A server that was still running was taken over. */
  adopted: boolean;
  /** The server belongs to another process. */
  joined: boolean;
  /** Number of the server's process now. */
  pid(): number;
  stop(): Promise<void>;
}

const app = 'lantoa';

/** Opens the embedded database of a folder; creates it the first time. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  makeDataDir(dataDir);
  const files = filesOf(dataDir);
  let lock: FolderLock;
  try {
    lock = lockFolder(files.lock, dataDir);
  } catch (error) {
    if (!options.join || !(error instanceof RuleError) || error.code !== 'db.folder-in-use') throw error;
    return join(dataDir, error);
  }
  try {
    return await supervise(dataDir, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function supervise(dataDir: string, lock: FolderLock, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const log = options.log ?? silent;
  const left = await leftBehind(filesOf(dataDir));
  const place = await prepare(dataDir);
  if (left) Object.assign(place, { host: left.socketDir || '127.0.0.1', port: left.port });

  let pid = 0;
  let stopping = false;
  const stopped = new AbortController();
  let recovery: Promise<void> = Promise.resolve();

  const begun = (child: number) => {
    pid = child;
  };
  const startAndWatch = async () => {
    const child = await startServer(place, options.settings ?? {}, () => stopping, begun);
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the server ended right after its start');
    child.once('exit', (code, signal) => onDeath({ code, signal }));
  };
  let dying = false;
  const onDeath = (facts: object) => {
    if (stopping || dying) return;
    dying = true;
    log.error({ ...facts, pid }, 'the embedded database ended unexpectedly and is started again');
    pid = 0;
    recovery = (async () => {
      for (let pause = 250; !stopping; pause = Math.min(pause * 2, 15_000)) {
        try {
          await startAndWatch();
          log.info({ pid }, 'the embedded database runs again');
          break;
        } catch (error) {
          log.error({ err: error }, 'the embedded database could not be started again');
          await sleep(pause, undefined, { ref: false, signal: stopped.signal }).catch(() => {});
        }
      }
      dying = false;
    })();
  };

  // an adopted server is not our child: nobody tells us when it ends
  let watch: NodeJS.Timeout | undefined;
  if (left) {
    pid = left.pid;
    watch = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(watch);
      onDeath({ adopted: true });
    }, 500).unref();
  } else {
    await startAndWatch();
  }

  const lastWord = () => {
    signal(pid, 'SIGINT');
    lock.release();
  };
  process.once('exit', lastWord);
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    stopped.abort();
    clearInterval(watch);
    await recovery;
    await stopServer(place, pid);
    leaveSocketFolder(place.host);
    process.off('exit', lastWord);
    lock.release();
  };

  try {
    await furnish(place);
  } catch (error) {
    await stop();
    throw error;
  }
  log.info({ pid, adopted: left !== null, way: place.launch.name }, 'the embedded database is open');
  return { ...addresses(place, place.secret), adopted: left !== null, joined: false, pid: () => pid, stop };
}

const addresses = (place: { host: string; port: number }, secret: Secret) => {
  const urlOf = (database: string) =>
    connectionUrl({ host: place.host, port: place.port, user: app, password: secret.app, database });
  return { connectionString: urlOf(app), urlOf };
};

/** A server that an earlier, killed process of ours left running: usable, or on its way out and waited for. */
async function leftBehind(files: Place['files']) {
  for (let waited = 0; waited < 60_000; waited += 50) {
    const running = runningPostmaster(files.cluster);
    if (!running) return null;
    const secret = readSecret(files.secret);
    if (running.status === 'ready' && secret) {
      try {
        const client = await connectAsSuperuser({ host: running.socketDir || '127.0.0.1', port: running.port, secret });
        await client.end();
        if (readPostmaster(files.cluster)?.status === 'ready') return running;
      } catch {
        // ending, or not ready after all
      }
    } else if (running.status === 'ready') {
      signal(running.pid, 'SIGINT');
    }
    await sleep(50);
  }
  throw new RuleError({
    code: 'db.left-behind',
    message: `Một máy chủ cơ sở dữ liệu cũ vẫn chạy trên ${files.cluster} mà không dùng được.`,
    hint: `Hãy dừng tiến trình ${readPostmaster(files.cluster)?.pid ?? ''} rồi thử lại.`,
  });
}

/** Uses the server of the process that holds the folder. */
async function join(dataDir: string, refusal: RuleError): Promise<EmbeddedServer> {
  const files = filesOf(dataDir);
  for (let waited = 0; waited < 30_000 && lockHolder(files.lock) !== null; waited += 50) {
    const running = runningPostmaster(files.cluster);
    if (running?.status === 'ready') {
      try {
        const secret = readSecret(files.secret);
        if (!secret) throw refusal;
        const place = { host: running.socketDir || '127.0.0.1', port: running.port };
        const client = new pg.Client({ connectionString: addresses(place, secret).connectionString });
        await client.connect();
        await client.end();
        return {
          ...addresses(place, secret),
          adopted: false,
          joined: true,
          pid: () => running.pid,
          stop: async () => {},
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EACCES') throw refusal;
      }
    }
    await sleep(50);
  }
  throw refusal;
}

async function connectAsSuperuser(target: { host: string; port: number; secret: Secret }): Promise<pg.Client> {
  const client = new pg.Client({
    host: target.host,
    port: target.port,
    user: 'postgres',
    password: target.secret.superuser,
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** The application's role (no superuser) and its database. Repeated at each opening, because a creation may have been cut short. */
async function furnish(place: Place): Promise<void> {
  const client = await connectAsSuperuser(place);
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as role,
              exists (select from pg_database where datname = $1) as database`,
      [app],
    );
    const password = client.escapeLiteral(place.secret.app);
    await client.query(`${rows[0]?.role ? 'alter' : 'create'} role ${app} login createdb password ${password}`);
    if (!rows[0]?.database) await client.query(`create database ${app} owner ${app}`);
  } finally {
    await client.end();
  }
}

/** Words in the log after which another try helps: processes of a killed server are still ending. */
const passing =
  /pre-existing shared memory|another postmaster|already exists|could not (bind|create any)|still in use/i;

/** Starts the server and waits until it accepts connections, however long its recovery takes. `givenUp` ends the tries. */
async function startServer(
  place: Place,
  extra: Record<string, string>,
  givenUp: () => boolean,
  begun: (pid: number) => void,
): Promise<ChildProcess> {
  const { files, launch } = place;
  const folder = files.cluster;
  const where =
    process.platform === 'win32'
      ? { listen_addresses: '127.0.0.1', port: String(place.port) }
      : { listen_addresses: '', unix_socket_directories: `"${place.host}"`, port: String(place.port) };
  const chosen = Object.entries({ ...settings, ...where, ...extra }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);

  const from = performance.now();
  for (;;) {
    clearForeignPid(folder);
    const log = openLog(files.log);
    const child = start(launch, program(place.binaries, 'postgres'), ['-D', folder, ...chosen], {
      // its own session: Ctrl+C in a terminal is for us, and we end the server after our last query
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    closeSync(log.fd);
    child.unref();
    begun(child.pid ?? 0);
    let broken: Error | null = null;
    child.on('error', (error) => {
      broken = error;
    });
    const ended = () => broken !== null || child.exitCode !== null || child.signalCode !== null;
    while (!ended()) {
      const postmaster = readPostmaster(folder);
      if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return child;
      await sleep(10);
    }
    const words = (broken as Error | null)?.message ?? tail(files.log, log.size);
    const elapsed = performance.now() - from;
    if (givenUp() || elapsed > 30_000 || !passing.test(words)) {
      throw new RuleError({
        code: 'db.start',
        message: `Cơ sở dữ liệu trong ${folder} không khởi động được.`,
        hint: `Xem ${files.log}. Dòng cuối:\n${words.slice(-1500)}`,
      });
    }
    // a backend that is busy does not notice that its server is gone; its work was not acknowledged
    if (elapsed > 5_000) for (const orphan of processesIn(folder) ?? []) signal(orphan, 'SIGKILL');
    await sleep(200);
  }
}

/** Ends the server in order (open transactions are rolled back), with growing force. */
async function stopServer(place: Place, pid: number): Promise<void> {
  const gone = () => (pid === 0 || !isAlive(pid)) && (processesIn(place.files.cluster) ?? []).length === 0;
  if (process.platform === 'win32') {
    spawnSync(program(place.binaries, 'pg_ctl'), ['stop', '-m', 'fast', '-D', place.files.cluster], {
      stdio: 'ignore',
    });
    return;
  }
  for (const [force, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signal(pid, force);
    for (let waited = 0; waited < patience; waited += 10) {
      if (gone()) return;
      await sleep(10);
    }
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    if (pid > 0) process.kill(pid, name);
  } catch {
    // gone already
  }
}

/** The server writes its log itself, so that it can also write after us; a long one is put aside. */
function openLog(path: string): { fd: number; size: number } {
  let size = 0;
  try {
    size = statSync(path).size;
    if (size > 20_000_000) {
      renameSync(path, `${path}.1`);
      size = 0;
    }
  } catch {
    // the first start
  }
  return { fd: openSync(path, 'a', 0o600), size };
}

function tail(path: string, from: number): string {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, statSync(path).size - from));
    readSync(fd, buffer, 0, buffer.length, from);
    return buffer.toString();
  } finally {
    closeSync(fd);
  }
}
