import { spawn } from 'node:child_process';
import { availableParallelism, setPriority } from 'node:os';

/** A run of ffmpeg that brought nothing; the message is its last words, without the names of our files. */
export class FfmpegError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FfmpegError';
  }
}

interface RunOptions {
  /** the run is ended after so long */
  timeoutMs: number;
  /** ends the run at once */
  signal?: AbortSignal | undefined;
  /** what is written to stdout is kept up to here, in bytes */
  keep?: number;
}

/** Runs ffmpeg without a shell and at low priority: whoever waits for a page comes first. @returns stdout */
function run(program: string, args: string[], { timeoutMs, signal, keep = 64 * 1024 }: RunOptions): Promise<Buffer> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const chunks: Buffer[] = [];
    let kept = 0;
    let words = '';
    let late = false;
    const end = () => child.kill('SIGKILL');
    const timer = setTimeout(() => {
      late = true;
      end();
    }, timeoutMs);
    signal?.addEventListener('abort', end, { once: true });
    child.once('spawn', () => {
      try {
        setPriority(child.pid!, 15);
      } catch {
        // it is over already, or this system does not let us
      }
    });
    child.stdout.on('data', (chunk: Buffer) => {
      kept += chunk.length;
      if (kept <= keep) chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString('utf8')).slice(-4000);
    });
    const done = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      settle();
    };
    child.once('error', (error) => done(() => reject(error)));
    child.once('close', (code) =>
      done(() => {
        if (signal?.aborted) reject(signal.reason);
        else if (late) reject(new FfmpegError(`not done after ${Math.round(timeoutMs / 1000)} s`));
        else if (code !== 0) reject(new FfmpegError(lastWords(words) || `ended with ${code}`));
        else resolve(Buffer.concat(chunks));
      }),
    );
  });
}

const lastWords = (words: string): string =>
  words
    .replace(/(?:file:)?(?:[A-Za-z]:)?[\\/][^\s':]+/g, '…')
    .trim()
    .split('\n')
    .slice(-2)
    .join(' ')
    .slice(0, 300);

export interface Ffmpeg {
  /** @throws FfmpegError; the reason of `signal` when it was aborted */
  run(args: string[], options: RunOptions): Promise<Buffer>;
}

/**
 * ffmpeg as `LANTOA_FFMPEG` names it, otherwise from PATH; null where there is none. Looked for each time: it may be installed while
 * we run.
 */
export async function findFfmpeg(env: NodeJS.ProcessEnv = process.env): Promise<Ffmpeg | null> {
  const program = env.LANTOA_FFMPEG || 'ffmpeg';
  const there = await run(program, ['-hide_banner', '-version'], { timeoutMs: 10_000 }).then(
    (words) => words.includes('ffmpeg version'),
    () => false,
  );
  if (!there) return null;
  // One core is left for the pages.
  const threads = String(Math.max(1, availableParallelism() - 1));
  return {
    run: (args, options) =>
      run(program, ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', '-threads', threads, ...args], options),
  };
}
