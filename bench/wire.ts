/** Asking over plain sockets, so that what asks costs as little as possible beside what answers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { Config } from '#lib/server/platform/config.ts';

export const CONNECTIONS = 8;

/** A server as shipped, on a free port, with everything of its own in one folder. */
export const ownServer = (root: string, dataDir: string): Config => ({
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

/** The baseline: nothing but node:http with the same headers and the same compressed bytes. */
export async function serveBare(file: string): Promise<void> {
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

/** A process of its own that writes the port it listens on. */
export async function start(...args: string[]): Promise<{ child: ChildProcess; port: number; line: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await Promise.race([
    once(child.stdout!, 'data'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${args[0]} ended with ${code}`);
    }),
  ])) as [Buffer];
  const text = line.toString().trim();
  return { child, port: Number.parseInt(text, 10), line: text };
}

export async function stop({ child }: { child: ChildProcess }): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

const request = (address: string, port: number, agent: number) =>
  Buffer.from(
    `GET ${address} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: bench ${agent}\r\nAccept: text/html\r\nAccept-Encoding: br\r\n\r\n`,
  );

export interface Answer {
  status: number;
  head: string;
  body: Buffer;
  /** bytes on the wire, headers included */
  wire: number;
}

/**
 * One keep-alive connection that asks again as soon as it is answered, as so many browsers in turn. Knows only responses with a
 * length.
 */
function client(port: number, address: string, answered: (answer: Answer) => boolean, agents = 1): Promise<void> {
  return new Promise((resolve, reject) => {
    const asks = Array.from({ length: agents }, (_, i) => request(address, port, i));
    let turn = 0;
    const ask = () => asks[turn++ % asks.length] as Buffer;
    const socket = net.connect(port, '127.0.0.1', () => socket.write(ask()));
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
      if (answered({ status: Number(head.slice(9, 12)), head, body, wire })) socket.write(ask());
      else {
        socket.end();
        resolve();
      }
    });
  });
}

export async function getOnce(port: number, address: string): Promise<Answer> {
  let answer: Answer | null = null;
  await client(port, address, (one) => {
    answer = one;
    return false;
  });
  return answer as unknown as Answer;
}

/** Requests a second over `CONNECTIONS` connections. */
export async function rate(port: number, page: string, seconds: number, agents = 1): Promise<number> {
  let count = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  const counted = ({ status }: Answer) => {
    if (status !== 200) throw new Error(`answered ${status}`);
    count++;
    return performance.now() < until;
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => client(port, page, counted, agents)));
  return (count * 1000) / (performance.now() - started);
}

/** Everything that a first view fetches: the page, its styles, its icon. @returns bytes and how many scripts it names */
export async function firstView(
  port: number,
  page: string,
): Promise<{ bytes: number; scripts: number; requests: number }> {
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

export const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const perConnection = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length']);

/** What a bare server needs to answer with the same headers and bytes, as a file. */
export async function sameBytes(sample: Answer, file: string): Promise<void> {
  const headers = sample.head
    .split('\r\n')
    .slice(1)
    .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])
    .filter(([name]) => !perConnection.has(name.toLowerCase()));
  const length: [string, string] = ['content-length', String(sample.body.length)];
  await writeFile(file, JSON.stringify({ headers: [...headers, length], body: sample.body.toString('base64') }));
}
