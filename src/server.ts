import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Runner } from 'graphile-worker';
import { cron, jobs } from './lib/server/jobs.ts';
import { type OpenApp, openApp } from './lib/server/platform/app.ts';
import type { Config } from './lib/server/platform/config.ts';
import { startWorker } from './lib/server/platform/jobs/run.ts';
import { cachedPages } from './lib/server/web/cachedPages.ts';
import { compress } from './lib/server/web/compress.ts';
import { markVisitors } from './lib/server/web/galleryVisitor.ts';
import { loggedPath } from './lib/server/web/loggedPath.ts';
import { foreignForm, refuseForeignForm } from './lib/server/web/origin.ts';
import { setRunningApp } from './lib/server/web/running.ts';
import { untraced } from './lib/server/web/untraced.ts';
import { mountUploads } from './lib/server/web/uploads.ts';

type Handler = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

export interface Running {
  app: OpenApp;
  server: Server | null;
  port: number;
  stop(): Promise<void>;
}

/** The client's address: with n trusted proxies, the n-th from the right of X-Forwarded-For; otherwise the socket's. */
function clientAddress(req: IncomingMessage, proxies: number): string {
  const socket = req.socket.remoteAddress ?? '';
  if (proxies === 0) return socket;
  const hops = String(req.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((h) => h.trim())
    .filter(Boolean);
  return hops[hops.length - proxies] ?? hops[0] ?? socket;
}

// What the pages believe about a request is written by us, never by the client.
function normaliseHeaders(req: IncomingMessage, config: Config): void {
  const given = req.headers['x-request-id'];
  req.headers['x-request-id'] =
    typeof given === 'string' && config.proxies > 0 && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  req.headers['x-client-ip'] = clientAddress(req, config.proxies);
  const origin = config.origin ? new URL(config.origin) : null;
  const forwarded = config.proxies > 0 && req.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  req.headers['x-forwarded-proto'] = origin ? origin.protocol.slice(0, -1) : forwarded;
  if (origin) req.headers.host = origin.host;
}

const securityHeaders: [string, string][] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
  ['x-frame-options', 'DENY'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=()'],
  ['cross-origin-opener-policy', 'same-origin'],
];

async function loadPages(config: Config): Promise<Handler> {
  const file = join(config.root, 'build', 'handler.js');
  if (!existsSync(file)) throw new Error('Chưa dựng các trang: hãy chạy `npm run build` trước.');
  process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
  process.env.ADDRESS_HEADER = 'x-client-ip';
  process.env.BODY_SIZE_LIMIT ??= '4M';
  const { handler } = (await import(pathToFileURL(file).href)) as { handler: Handler };
  return handler;
}

// `requestTimeout` is off for uploads, so a form that trickles in for ever is ended here.
function closeWhenEndless(req: IncomingMessage, ms = 5 * 60_000): void {
  const timer = setTimeout(() => req.destroy(), ms).unref();
  req.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
}

/** Takes no more connections and lets the answers under way come to their end, within reason. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    const enough = setTimeout(() => server.closeAllConnections(), 5000);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(enough);
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function health(app: OpenApp, res: ServerResponse): Promise<void> {
  const started = performance.now();
  const answer = await app.pool.query('select 1').then(
    () => ({ status: 'ok', database: 'ok', databaseMs: Math.round(performance.now() - started) }),
    () => ({ status: 'fail', database: 'fail' }),
  );
  res.writeHead(answer.status === 'ok' ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  res.end(
    `${JSON.stringify({ ...answer, now: app.clock.now().toISOString(), uptimeSeconds: Math.round(process.uptime()) })}\n`,
  );
}

/**
 * Starts what `config.role` asks for: web, worker or both.
 * @throws Error with a Vietnamese sentence when the data folder or the port is taken, or the pages are not built
 */
export async function startServer(config: Config): Promise<Running> {
  const app = await openApp(config);
  let runner: Runner | null = null;
  let server: Server | null = null;
  let port = config.port;
  try {
    setRunningApp(app);
    if (config.role !== 'web') runner = await startWorker(app, jobs, cron);
    if (config.role !== 'worker') {
      const pages = await loadPages(config);
      const uploads = await mountUploads(app);
      const cached = cachedPages(app, pages);
      const markVisitor = await markVisitors(app);
      server = createServer((req, res) => {
        normaliseHeaders(req, config);
        const started = performance.now();
        const path = (req.url ?? '/').split('?', 1)[0] as string;
        markVisitor(req, path);
        for (const [name, value] of securityHeaders) res.setHeader(name, value);
        res.setHeader('x-request-id', req.headers['x-request-id'] as string);
        if (req.headers['x-forwarded-proto'] === 'https')
          res.setHeader('strict-transport-security', 'max-age=31536000');
        res.on('finish', () => {
          if (path.startsWith('/_app/') || untraced(path)) return;
          app.log.debug(
            {
              requestId: req.headers['x-request-id'],
              method: req.method,
              path: loggedPath(path),
              status: res.statusCode,
              ms: Math.round(performance.now() - started),
            },
            'request',
          );
        });
        // no text of ours holds a NUL, and the database takes none
        if (/%00/.test(req.url ?? '')) {
          res.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
          return void res.end('Địa chỉ không hợp lệ.');
        }
        if (path === '/api/health') return void health(app, res);
        if (foreignForm(req)) return refuseForeignForm(res);
        if (uploads(req, res, path)) return;
        if (cached(req, res)) return;
        if (req.method !== 'GET' && req.method !== 'HEAD') closeWhenEndless(req);
        compress(req, res);
        pages(req, res, () => {
          res.statusCode = 404;
          res.end('Không tìm thấy.');
        });
      });
      server.requestTimeout = 0; // uploads of 2 GiB on slow lines; headersTimeout still guards
      server.headersTimeout = 30_000;
      server.keepAliveTimeout = 15_000;
      port = await listenOn(server, config);
    }
  } catch (error) {
    await runner?.stop().catch(() => {});
    await app.close();
    throw error;
  }
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= (async () => {
      await Promise.all([server ? closeServer(server) : null, runner?.stop().catch(() => {})]);
      await app.close();
    })();
    return stopping;
  };
  return { app, server, port, stop };
}

function listenOn(server: Server, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Cổng ${config.port} đang có chương trình khác dùng. Đặt PORT=<số khác> rồi chạy lại.`)
          : error,
      );
    });
    server.listen(config.port, config.host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : config.port);
    });
  });
}

/** Stops cleanly on SIGINT and SIGTERM; a second signal ends at once. */
export function stopOnSignals(running: Running): void {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1);
      asked = true;
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
