import { execFileSync } from 'node:child_process';

/** Whether videos can be made here. Tests that need it say so and are skipped elsewhere; everything else must pass without it. */
export const hasFfmpeg = ((): boolean => {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/**
 * Writes a moving picture with sound, its index behind it, black at its beginning, and with a place in its metadata, as phones do.
 * It is heavy enough that a light version is worth while.
 */
export function filmVideo(file: string, { size = '1280x720', seconds = 5 } = {}): void {
  const filter = `testsrc2=s=${size}:r=25:d=${seconds},noise=alls=12:allf=t,drawbox=c=black:t=fill:enable='lt(t,1.5)'`;
  execFileSync(
    'ffmpeg',
    [
      ...['-loglevel', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', filter, '-f', 'lavfi', '-i', 'sine=r=44100'],
      ...['-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
      ...['-metadata', 'location=+21.3270+103.9141/', '-f', 'mp4', file],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}
