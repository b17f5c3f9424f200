import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RuleError } from '#lib/domain/kernel/errors.ts';
import { type Binaries, copyBinaries, findBinaries, linkLibraries, program } from './binaries.ts';
import { type Launch, launches, run } from './launch.ts';

/** The files of an embedded server, all inside the data folder. */
export const filesOf = (dataDir: string) => ({
  /** the cluster; belongs to the account that runs the server */
  cluster: join(dataDir, 'postgres'),
  draft: join(dataDir, 'postgres.new'),
  log: join(dataDir, 'postgres.log'),
  secret: join(dataDir, 'postgres.secret'),
  lock: join(dataDir, 'lantoa.lock'),
});

/** Passwords of the server's two roles; the file is readable by nobody but us. */
export interface Secret {
  superuser: string;
  app: string;
}

/** Everything that is needed to start the server of a folder. */
export interface Place {
  files: ReturnType<typeof filesOf>;
  binaries: Binaries;
  launch: Launch;
  secret: Secret;
  host: string;
  port: number;
}

const windows = process.platform === 'win32';
const isRoot = () => process.getuid?.() === 0;

/** Makes the data folder; root's must let the server's account pass through. */
export function makeDataDir(dataDir: string): void {
  if (existsSync(dataDir)) return;
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, isRoot() ? 0o711 : 0o700);
}

export function readSecret(path: string): Secret | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Chooses how to run the server on this folder, creates the cluster where there is none, and gives what a start needs. */
export async function prepare(dataDir: string): Promise<Place> {
  const files = filesOf(dataDir);
  const found = findBinaries();
  const exists = existsSync(join(files.cluster, 'PG_VERSION'));
  if (exists) checkVersion(files.cluster, found);
  const { launch, binaries, host } = await chooseWay(dataDir, files, exists, found);

  let secret = readSecret(files.secret);
  if (!secret) {
    secret = { superuser: randomBytes(24).toString('hex'), app: randomBytes(24).toString('hex') };
    if (exists) await resetPassword(launch, binaries, files.cluster, secret);
    writeDurably(files.secret, JSON.stringify(secret));
  }
  if (!exists) await createCluster(launch, binaries, files, host, secret);
  return { files, binaries, launch, secret, host, port: windows ? await freePort() : 5432 };
}

function checkVersion(cluster: string, binaries: Binaries): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (version === binaries.major) return;
  throw new RuleError({
    code: 'db.major-version',
    message: `Dữ liệu trong ${cluster} thuộc PostgreSQL ${version}, còn bản đi kèm là PostgreSQL ${binaries.major}.`,
    hint: 'Hãy sao lưu bằng bản Lan Tỏa cũ rồi phục hồi bằng bản mới.',
  });
}

/** Tries the ways in their order, each with the real programs and the real folders. */
async function chooseWay(dataDir: string, files: Place['files'], exists: boolean, found: Binaries) {
  const owner = exists ? statSync(files.cluster) : null;
  if (owner && process.getuid && !isRoot() && owner.uid !== process.getuid()) {
    throw new RuleError({
      code: 'db.other-owner',
      message: `Thư mục ${files.cluster} thuộc một tài khoản khác (uid ${owner.uid}).`,
      hint: 'Hãy chạy Lan Tỏa bằng tài khoản đó hoặc bằng root.',
    });
  }
  if (!exists) {
    rmSync(files.draft, { recursive: true, force: true });
    mkdirSync(files.draft, { mode: 0o700 });
  }
  const folder = exists ? files.cluster : files.draft;
  const linked = linkLibraries(found.native);
  const base = windows ? tmpdir() : '/var/tmp';
  // a copy may have lost files to a cleaner of temporary folders: then it is made anew
  const copies = [() => copyBinaries(found, base), () => copyBinaries(found, base, true)];

  const failures: string[] = [];
  const shut = new Set<number | undefined>();
  for (const launch of launches(owner)) {
    giveTree(folder, launch.owner);
    const host = windows ? '127.0.0.1' : socketFolder(dataDir, launch.owner?.uid ?? null, launch.owner?.gid ?? null);
    const inPlace = linked && !(launch.passes && shut.has(launch.owner?.uid));
    for (const binariesOf of [...(inPlace ? [() => found] : []), ...copies]) {
      let binaries: Binaries;
      try {
        binaries = binariesOf();
      } catch (error) {
        failures.push(`${launch.name}: ${(error as Error).message}`);
        break;
      }
      const { code, output } = await probe(launch, binaries, [folder, host]);
      if (code === 0) return { launch, binaries, host };
      failures.push(`${launch.name}: ${output}`);
      if (code !== cannotRun) break;
      shut.add(launch.owner?.uid);
    }
    leaveSocketFolder(host);
  }
  throw new RuleError({
    code: 'db.no-way',
    message: `Không chạy được PostgreSQL đi kèm trên thư mục dữ liệu ${dataDir}.`,
    hint: `Hãy chọn thư mục dữ liệu mà tài khoản chạy máy chủ vào được, hoặc đặt DATABASE_URL. Đã thử:\n${failures.join('\n')}`,
  });
}

const cannotRun = 3;
async function probe(launch: Launch, binaries: Binaries, folders: string[]) {
  const programs = [program(binaries, 'postgres'), program(binaries, 'initdb')];
  if (windows) return run(launch, programs[0]!, ['--version']);
  const script = `for p in "$1" "$2"; do "$p" --version >/dev/null || exit ${cannotRun}; done
    for d in "$3" "$4"; do cd "$d" && : >.probe || exit 4; done`;
  try {
    return await run(launch, '/bin/sh', ['-c', script, 'probe', ...programs, ...folders]);
  } finally {
    for (const folder of folders) rmSync(join(folder, '.probe'), { force: true });
  }
}

function giveTree(path: string, owner: Launch['owner']): void {
  if (!owner || lstatSync(path).uid === owner.uid) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) giveTree(child, owner);
    else lchownSync(child, owner.uid, owner.gid);
  }
  // last, so that an interrupted change of owner is begun again
  chownSync(path, owner.uid, owner.gid);
}

/**
 * A short folder for the socket (its path has a limit of about 100 bytes), closed to all but the server's account. In a shared temporary
 * folder someone else may have taken the name: then another is used, and those who join read it from `postmaster.pid`.
 */
function socketFolder(dataDir: string, uid: number | null, gid: number | null): string {
  const name = `lantoa-${createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 8)}`;
  const base = isShortAndOpen(tmpdir()) ? tmpdir() : '/tmp';
  let path = join(base, name);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch {
    const found = lstatSync(path);
    const known = [uid, process.getuid?.()].includes(found.uid);
    if (!found.isDirectory() || !known) path = mkdtempSync(join(base, 'lantoa-'));
  }
  if (uid !== null && gid !== null) chownSync(path, uid, gid);
  chmodSync(path, 0o700);
  return path;
}

/** Tidies up after the server; a folder that is in use again stays. */
export function leaveSocketFolder(host: string): void {
  try {
    if (host.startsWith('/')) rmdirSync(host);
  } catch {
    // not empty, or gone
  }
}

function isShortAndOpen(base: string): boolean {
  if (base.length > 70 || /[",\\]/.test(base)) return false;
  if (!isRoot()) return true;
  const parts = realpathSync(base).split('/').slice(1);
  return parts.every((_, i) => (statSync(`/${parts.slice(0, i + 1).join('/')}`).mode & 0o001) !== 0);
}

/** Creates the cluster beside its place and moves it there when it is whole. */
async function createCluster(
  launch: Launch,
  binaries: Binaries,
  files: Place['files'],
  host: string,
  secret: Secret,
): Promise<void> {
  const pwfile = windows ? `${files.secret}.init` : join(host, 'init');
  rmSync(pwfile, { force: true });
  writeFileSync(pwfile, secret.superuser, { mode: 0o600, flag: 'wx' });
  if (launch.owner) chownSync(pwfile, launch.owner.uid, launch.owner.gid);
  // code-point order by default, which needs no library and never changes; Vietnamese order is asked for with vi-x-icu
  const fixed = [
    ['-D', files.draft, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${pwfile}`, '--encoding=UTF8'],
    ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'],
  ].flat();
  try {
    // letters beyond ASCII count as letters (trigrams, full text) only under a UTF-8 character type; not every system has this one
    let result = { code: 1, output: '' };
    for (const ctype of [['--lc-ctype=C.UTF-8'], []]) {
      result = await run(launch, program(binaries, 'initdb'), [...fixed, ...ctype]);
      if (result.code === 0) break;
    }
    if (result.code !== 0) {
      throw new RuleError({
        code: 'db.initdb',
        message: `Không tạo được cơ sở dữ liệu trong ${files.cluster}.`,
        hint: result.output.slice(-1500),
      });
    }
  } finally {
    rmSync(pwfile, { force: true });
  }
  renameSync(files.draft, files.cluster);
  syncFolder(join(files.cluster, '..'));
}

/** The secret file was lost: as owner of the folder we may set a new password. */
async function resetPassword(launch: Launch, binaries: Binaries, cluster: string, secret: Secret): Promise<void> {
  const args = ['--single', '-D', cluster, '-c', 'password_encryption=scram-sha-256', 'postgres'];
  const { code, output } = await run(
    launch,
    program(binaries, 'postgres'),
    args,
    `alter role postgres password '${secret.superuser}'\n`,
  );
  if (code !== 0) {
    throw new RuleError({
      code: 'db.secret-lost',
      message: 'Tệp mật khẩu của cơ sở dữ liệu đã mất và không đặt lại được.',
      hint: output.slice(-1500),
    });
  }
}

function writeDurably(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  const fd = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
  syncFolder(join(path, '..'));
}

function syncFolder(path: string): void {
  if (windows) return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
