import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { contest2026Demo } from '../programmes/son-la/index.ts';
import type { Ctx } from '../src/lib/server/platform/ctx.ts';
import { systemActor } from '../src/lib/server/platform/policy.ts';
import { createProgramme } from '../src/lib/server/programme/create.ts';
import { publishProgramme } from '../src/lib/server/programme/publish.ts';
import { startServer } from '../src/server.ts';
import type { Row } from './upload.ts';

const script = fileURLToPath(import.meta.url);
const root = path.resolve(import.meta.dirname, '..');
const page = `/cuoc-thi/${contest2026Demo.slug}`;
const CONNECTIONS = 8;

/** Our whole server with one published contest, in a process of its own. */
async function serveOurs(dataDir: string): Promise<void> {
  const running = await startServer({
    mode: 'production',
    role: 'web',
    host: '127.0.0.1',
    port: 0,
    origin: null,
    proxies: 0,
    databaseUrl: null,
    dataDir,
    root,
    smtpUrl: null,
    mailFrom: 'Lan Tỏa <thu@localhost>',
    logLevel: 'error',
  });
  const ctx: Ctx = {
    app: running.app,
    actor: systemActor(),
    now: new Date('2026-03-02T01:00:00Z'),
    requestId: randomUUID(),
    channel: 'cli',
    ip: null,
  };
  const programmeId = await createProgramme(ctx, { doc: contest2026Demo });
  await publishProgramme(ctx, { programmeId, version: 1 });
  process.on('SIGTERM', () => running.stop().then(() => process.exit(0)));
  process.stdout.write(`${running.port}\n`);
}

/** The baseline: nothing but node:http with the same headers and the same compressed bytes. */
async function serveBare(file: string): Promise<void> {
  const { headers, body } = JSON.parse(await readFile(file, 'utf8')) as { headers: [string, string][]; body: string };
  const bytes = Buffer.from(body, 'base64');
  const all = Object.fromEntries(headers);
  const server = http.createServer((_req, res) => {
    res.writeHead(200, all);
    res.end(bytes);
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
  process.on('SIGTERM', () => process.exit(0));
}

async function start(...args: string[]): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await Promise.race([
    once(child.stdout!, 'data'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${args[0]} ended with ${code}`);
    }),
  ])) as [Buffer];
  return { child, port: Number(line.toString().trim()) };
}

async function stop({ child }: { child: ChildProcess }): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

const request = (address: string, port: number) =>
  Buffer.from(`GET ${address} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/html\r\nAccept-Encoding: br\r\n\r\n`);

interface Answer {
  status: number;
  head: string;
  body: Buffer;
  /** bytes on the wire, headers included */
  wire: number;
}

/** One keep-alive connection that asks again as soon as it is answered. Knows only responses with a length. */
function client(port: number, address: string, answered: (answer: Answer) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const ask = request(address, port);
    const socket = net.connect(port, '127.0.0.1', () => socket.write(ask));
    socket.setNoDelay(true);
    let got: Buffer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      got = got.length === 0 ? chunk : Buffer.concat([got, chunk]);
      const end = got.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = got.toString('latin1', 0, end);
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? Number.NaN);
      if (!Number.isInteger(length)) return void socket.destroy(new Error(`no length: ${head}`));
      const wire = end + 4 + length;
      if (got.length < wire) return;
      const body = got.subarray(end + 4, wire);
      got = got.subarray(wire);
      if (answered({ status: Number(head.slice(9, 12)), head, body, wire })) socket.write(ask);
      else {
        socket.end();
        resolve();
      }
    });
  });
}

async function getOnce(port: number, address: string): Promise<Answer> {
  let answer: Answer | null = null;
  await client(port, address, (one) => {
    answer = one;
    return false;
  });
  return answer as unknown as Answer;
}

/** Requests a second over `CONNECTIONS` connections. */
async function rate(port: number, seconds: number): Promise<number> {
  let count = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  const counted = ({ status }: Answer) => {
    if (status !== 200) throw new Error(`answered ${status}`);
    count++;
    return performance.now() < until;
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => client(port, page, counted)));
  return (count * 1000) / (performance.now() - started);
}

/** Everything that a first view fetches: the page, its styles, its icon. @returns bytes and how many scripts it names */
async function firstView(port: number): Promise<{ bytes: number; scripts: number; requests: number }> {
  const html = await (await fetch(`http://127.0.0.1:${port}${page}`)).text();
  const links = [...html.matchAll(/<link\b[^>]*>/g)].map(([tag]) => tag);
  const wanted = links
    .filter((tag) => /rel="(stylesheet|icon)"/.test(tag) && !/\bdisabled\b/.test(tag))
    .map((tag) => new URL(/href="([^"]+)"/.exec(tag)![1]!, `http://127.0.0.1${page}`).pathname);
  let bytes = 0;
  for (const address of [page, ...new Set(wanted)]) {
    const { status, wire } = await getOnce(port, address);
    if (status !== 200) throw new Error(`${address}: ${status}`);
    bytes += wire;
  }
  const scripts = [...html.matchAll(/<script\b|rel="modulepreload"/g)].length;
  return { bytes, scripts, requests: 1 + new Set(wanted).size };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const perConnection = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length']);

/** The anonymous contest page: requests a second beside a bare server with the same bytes, and the size of a first view. */
export async function benchPublic({ seconds = 2, rounds = 5 } = {}): Promise<Row[]> {
  if (!existsSync(path.join(root, 'build', 'handler.js'))) throw new Error('Chưa dựng các trang: npm run build');
  const folder = await mkdtemp(path.join(tmpdir(), 'lantoa-bench-'));
  await chmod(folder, 0o711);
  const started: { child: ChildProcess; port: number }[] = [];
  try {
    const ours = await start('ours', path.join(folder, 'data'));
    started.push(ours);
    const sample = await getOnce(ours.port, page);
    const headers = sample.head
      .split('\r\n')
      .slice(1)
      .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])
      .filter(([name]) => !perConnection.has(name.toLowerCase()));
    const file = path.join(folder, 'page.json');
    const length: [string, string] = ['content-length', String(sample.body.length)];
    await writeFile(file, JSON.stringify({ headers: [...headers, length], body: sample.body.toString('base64') }));
    const bare = await start('bare', file);
    started.push(bare);

    await rate(bare.port, seconds / 2);
    await rate(ours.port, seconds / 2);
    const values: number[] = [];
    const baselines: number[] = [];
    for (let round = 0; round < rounds; round++) {
      baselines.push(await rate(bare.port, seconds));
      values.push(await rate(ours.port, seconds));
    }
    const [value, baseline] = [median(values), median(baselines)];
    const view = await firstView(ours.port);
    return [
      {
        name: `public contest page, anonymous, ${CONNECTIONS} connections`,
        value: Math.round(value),
        unit: 'requests/s',
        baseline: Math.round(baseline),
        ratio: value / baseline,
        bar: 0.5,
        met: value / baseline >= 0.5,
      },
      {
        name: `public contest page, first view (${view.requests} requests, ${view.scripts} scripts)`,
        value: Number((view.bytes / 1000).toFixed(1)),
        unit: 'kB',
        baseline: null,
        ratio: null,
        bar: 30,
        met: view.bytes <= 30_000 && view.scripts === 0,
      },
    ];
  } finally {
    await Promise.all(started.map(stop));
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === script) {
  const [what, argument] = process.argv.slice(2);
  if (what === 'ours') await serveOurs(argument as string);
  else if (what === 'bare') await serveBare(argument as string);
  else console.table(await benchPublic());
}
