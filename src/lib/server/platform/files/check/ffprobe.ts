import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
let missing = false;

/** What ffprobe says about a video, where it is installed; null otherwise. A second opinion, never needed. */
export async function probe(path: string): Promise<{ seconds: number | null } | null> {
  if (missing) return null;
  try {
    const { stdout } = await run(
      'ffprobe',
      // Only plain files: a playlist dressed as a video must not make us read other files or addresses.
      ['-v', 'error', '-protocol_whitelist', 'file', '-show_entries', 'format=duration', '-of', 'json', `file:${path}`],
      { timeout: 20_000, maxBuffer: 64 * 1024 },
    );
    const seconds = Number((JSON.parse(stdout) as { format?: { duration?: string } }).format?.duration);
    return { seconds: Number.isFinite(seconds) ? seconds : null };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') missing = true;
    return null;
  }
}
