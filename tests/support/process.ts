import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Browser } from './http.ts';

const script = fileURLToPath(new URL('../scenarios/kill.child.ts', import.meta.url));

/** The product as a process of its own on a data folder with its own embedded database, which can be killed. */
export interface ServerProcess {
  url: string;
  pid: number;
  browser(): Browser;
  /** SIGKILL: no handler runs. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
}

/** Starts it and waits until it serves. @throws Error with what it said instead */
export async function startProcess(dataDir: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const { DATABASE_URL: _ours, ...inherited } = process.env;
  const child: ChildProcess = spawn(process.execPath, [script], {
    env: {
      ...inherited,
      LANTOA_MODE: 'demo',
      LANTOA_DATA: dataDir,
      LANTOA_ROOT: process.env.LANTOA_ROOT ?? process.cwd(),
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /\{"port":(\d+)/.exec(said);
      if (found) resolve(Number(found[1]));
    });
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    }
    return child.exitCode;
  };
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    pid: child.pid!,
    browser: () => new Browser(url),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

/** Numbers of the PostgreSQL processes that work in a folder; none where there is no /proc to look in. */
export function postgresIn(folder: string): number[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return words.some((word) => word.includes(folder)) && words[0]!.includes('postgres');
      } catch {
        return false;
      }
    });
}
