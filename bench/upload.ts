import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createFileStore } from '../src/lib/server/platform/files/store.ts';
import { createTusHandler } from '../src/lib/server/platform/files/tus.ts';

export interface Row {
  name: string;
  value: number;
  unit: string;
  baseline: number | null;
  ratio: number | null;
  bar: number;
  met: boolean;
}

const MB = 1024 * 1024;
const script = fileURLToPath(import.meta.url);

/** The server under test, as a process of its own so that its memory is only its own. */
async function serve(folder: string): Promise<void> {
  const store = await createFileStore(folder);
  const tus = await createTusHandler({
    store,
    authorise: async (_req, { fileId }) => ({ allow: true, ownerId: 'bench', fileId }),
    onFinished: async () => true,
  });
  let peak = 0;
  setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 10).unref();
  const server = http.createServer((req, res) => {
    if (tus.handle(req, res)) return;
    if (req.url === '/raw') {
      // The baseline: nothing but a stream to a file, as safely on the disk as ours.
      pipeline(req, createWriteStream(path.join(folder, randomUUID()), { flush: true })).then(() =>
        res.writeHead(204).end(),
      );
      return;
    }
    const answer = JSON.stringify({ rss: process.memoryUsage().rss, peak });
    peak = 0;
    res.end(answer);
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
}

async function send(
  url: string,
  method: string,
  headers: http.OutgoingHttpHeaders,
  bytes: number,
  chunk: Buffer,
): Promise<number> {
  const started = performance.now();
  const request = http.request(url, { method, headers: { ...headers, 'Content-Length': bytes } });
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
  for (let sent = 0; sent < bytes; sent += chunk.length) if (!request.write(chunk)) await once(request, 'drain');
  request.end();
  const [response] = await answered;
  response.resume();
  if (response.statusCode !== 204) throw new Error(`${url}: ${response.statusCode}`);
  return (performance.now() - started) / 1000;
}

async function sendTus(url: string, bytes: number, chunk: Buffer): Promise<number> {
  const fileId = randomUUID();
  const created = await fetch(`${url}/api/tus`, {
    method: 'POST',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Length': String(bytes),
      'Upload-Metadata': `fileId ${Buffer.from(fileId).toString('base64')}`,
    },
  });
  if (created.status !== 201) throw new Error(`tus refused: ${created.status}`);
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' };
  return send(`${url}/api/tus/${fileId}`, 'PATCH', headers, bytes, chunk);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** 500 MB over loopback: our resumable upload beside a bare stream to a file, alternating, and how much memory the server takes. */
export async function benchUpload({ megabytes = 500, rounds = 3 } = {}): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  const child = spawn(process.execPath, [script, 'serve', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = `http://127.0.0.1:${line.toString().trim()}`;
    const memory = async () => (await (await fetch(`${url}/memory`)).json()) as { rss: number; peak: number };
    const chunk = randomBytes(MB);
    const bytes = megabytes * MB;
    await send(`${url}/raw`, 'PUT', {}, 20 * MB, chunk);
    await sendTus(url, 20 * MB, chunk);
    const before = await memory();
    const raw: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      raw.push(megabytes / (await send(`${url}/raw`, 'PUT', {}, bytes, chunk)));
      await memory();
      ours.push(megabytes / (await sendTus(url, bytes, chunk)));
    }
    const { peak } = await memory();
    const growth = Math.max(0, peak - before.rss) / MB;
    const [value, baseline] = [median(ours), median(raw)];
    const ratio = value / baseline;
    return [
      {
        name: `upload ${megabytes} MB (tus)`,
        value: Math.round(value),
        unit: 'MB/s',
        baseline: Math.round(baseline),
        ratio,
        bar: 0.7,
        met: ratio >= 0.7,
      },
      {
        name: 'upload: memory growth',
        value: Math.round(growth),
        unit: 'MB',
        baseline: null,
        ratio: null,
        bar: 100,
        met: growth <= 100,
      },
    ];
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] && path.resolve(process.argv[1]) === script) {
  if (process.argv[2] === 'serve') await serve(process.argv[3]!);
  else console.table(await benchUpload());
}
