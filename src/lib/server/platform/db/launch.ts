import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A way to run the server's programs. PostgreSQL refuses to run as root, so root has to lend another account. What works differs between
 * machines, containers and folders; hence several ways, each tried for real before it is used.
 */
export interface Launch {
  name: string;
  /** Who owns the server's files; null: whoever we are. */
  owner: { uid: number; gid: number } | null;
  /** Put before the program. */
  prefix: string[];
  uid?: number;
  gid?: number;
  /** Closed folders are passed by a right of the process. PostgreSQL asks `access`, which ignores such rights, about its programs. */
  passes?: boolean;
}

interface Account {
  uid: number;
  gid: number;
}

/** The accounts root may lend, best first: the owner of the existing data, then accounts of the system. */
function accounts(owner: Account | null): Account[] {
  if (owner && owner.uid !== 0) return [owner];
  let passwd = '';
  try {
    passwd = readFileSync('/etc/passwd', 'utf8');
  } catch {
    // an image without accounts
  }
  const found = new Map(
    passwd.split('\n').map((line) => {
      const [name, , uid, gid] = line.split(':');
      return [name, { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }];
    }),
  );
  return ['postgres', 'nobody'].flatMap((name) => found.get(name) ?? []);
}

const works = (file: string, args: string[]) => spawnSync(file, args, { stdio: 'ignore' }).status === 0;

/**
 * All ways to try, those with the least rights first. `setpriv --pdeathsig` ends the server when this process is killed. Where root's
 * folders are closed to others (a clone under /root), the account also gets the right to pass through folders, or runs in a user
 * namespace.
 */
export function launches(owner: Account | null): Launch[] {
  const linux = process.platform === 'linux';
  const guard = linux && works('setpriv', ['--pdeathsig', 'INT', 'true']);
  const bond = guard ? ['setpriv', '--pdeathsig', 'INT', '--'] : [];
  if (process.getuid?.() !== 0) return [{ name: 'own account', owner: null, prefix: bond }];

  const lent = accounts(owner);
  const ways: Launch[] = [];
  const as = ({ uid, gid }: Account) => [
    '--reuid',
    `${uid}`,
    '--regid',
    `${gid}`,
    '--clear-groups',
    '--pdeathsig',
    'INT',
  ];
  for (const account of lent) {
    ways.push(
      guard
        ? { name: `uid ${account.uid}`, owner: account, prefix: ['setpriv', ...as(account), '--'] }
        : { name: `uid ${account.uid}`, owner: account, prefix: [], ...account },
    );
  }
  if (guard) {
    for (const right of ['dac_read_search', 'dac_override']) {
      for (const account of lent) {
        const rights = [`--inh-caps=+${right}`, `--ambient-caps=+${right}`];
        const prefix = ['setpriv', ...as(account), ...rights, '--'];
        ways.push({ name: `uid ${account.uid} with ${right}`, owner: account, prefix, passes: true });
      }
    }
  }
  if (linux && !(owner && owner.uid !== 0)) {
    for (const { uid, gid } of lent.slice(-1)) {
      const prefix = ['unshare', '-U', `--map-user=${uid}`, `--map-group=${gid}`, '--', ...bond];
      ways.push({ name: 'user namespace', owner: { uid: 0, gid: 0 }, prefix });
    }
  }
  return ways;
}

/** Only what the programs need: no PG* variable of the surroundings may change the server. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, TMP } = process.env;
  return { PATH, ...(SystemRoot ? { SystemRoot, TEMP, TMP } : {}), LC_ALL: 'C', TZ: 'UTC' };
}

/** Starts a program in this way. */
export function start(launch: Launch, file: string, args: string[], options: SpawnOptions = {}): ChildProcess {
  const [first, ...rest] = [...launch.prefix, file, ...args];
  return spawn(first!, rest, {
    cwd: process.platform === 'win32' ? undefined : '/',
    env: environment(),
    windowsHide: true,
    ...(launch.uid === undefined ? {} : { uid: launch.uid, gid: launch.gid! }),
    ...options,
  });
}

/** Runs a program in this way to its end. */
export function run(
  launch: Launch,
  file: string,
  args: string[],
  input = '',
): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = start(launch, file, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    child.on('error', (error) => done({ code: -1, output: error.message }));
    child.on('close', (code) => done({ code: code ?? -1, output: output.trim() }));
  });
}
