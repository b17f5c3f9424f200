import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { connect, type NetConnectOpts } from 'node:net';

/** Where the virus scanner listens: `CLAMD_SOCKET` (path) or `CLAMD_HOST` with `CLAMD_PORT` (3310). null: none is configured. */
export function clamdAddress(env: NodeJS.ProcessEnv = process.env): NetConnectOpts | null {
  if (env.CLAMD_SOCKET) return { path: env.CLAMD_SOCKET };
  if (env.CLAMD_HOST) return { host: env.CLAMD_HOST, port: Number(env.CLAMD_PORT ?? 3310) };
  return null;
}

export type ScanResult =
  | { state: 'clean' }
  | { state: 'infected'; virus: string }
  | { state: 'skipped'; reason: string };

/**
 * Streams a file to clamd (INSTREAM). Throws when the scanner cannot be reached, so that the job is tried again: a file is never
 * declared clean because nobody looked.
 */
export async function scanForViruses(path: string, address: NetConnectOpts): Promise<ScanResult> {
  const socket = connect(address);
  socket.setTimeout(120_000, () => socket.destroy(new Error('clamd does not answer')));
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('utf8');
  });
  const closed = once(socket, 'close');
  // Its failure is read below, or comes earlier from `connect`.
  closed.catch(() => {});
  await once(socket, 'connect');
  socket.write('zINSTREAM\0');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      if (answer !== '') break;
      const length = Buffer.alloc(4);
      length.writeUInt32BE((chunk as Buffer).length);
      socket.write(length);
      if (!socket.write(chunk as Buffer)) await Promise.race([once(socket, 'drain'), closed]);
    }
    socket.write(Buffer.alloc(4));
    await closed;
  } catch (error) {
    // clamd hangs up as soon as a file is over its limit; its last words count.
    if (answer === '') throw error;
  } finally {
    socket.destroy();
  }
  if (/size limit exceeded/i.test(answer)) return { state: 'skipped', reason: 'over the size limit of clamd' };
  const virus = /stream: (.+) FOUND/.exec(answer)?.[1];
  if (virus) return { state: 'infected', virus };
  if (/stream: OK/.test(answer)) return { state: 'clean' };
  throw new Error(`unexpected answer of clamd: ${answer.slice(0, 200)}`);
}
