import { createHash } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { bucketHeader } from '../gallery/order.ts';
import { sessionCookie } from '../platform/auth/sessions.ts';
import type { Rendered } from '../platform/cache/rendered.ts';
import type { App } from '../platform/ctx.ts';
import { isGallery, isGalleryList } from './galleryVisitor.ts';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

type Pages = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

/**
 * Addresses whose page is the same for every visitor. Everything else is rendered for each request. So is an address that is
 * written with escapes, which none of ours needs: one page has a thousand such addresses, and they would push the others out.
 */
const isPublic = (path: string): boolean =>
  path === '/' ||
  (!path.includes('%') &&
    /^\/(cuoc-thi|phong-trao|xac-minh|gioi-thieu|tro-giup)(\/|$)/.test(path) &&
    !isNoPage.test(path));

// Files, and steps from work to work: rendering them as pages would be work done twice.
const isNoPage = /\.[a-z]{3,4}$|\/(thu-vien|dien-hinh)\/[^/]+\/./;

// What social networks and mail programs append: it would make a page of its own for everyone who follows a shared link.
const tracking = /^(utm_\w+|fbclid|gclid|zarsrc|mibextid|_gl)$/;

function withoutTracking(url: string): string {
  const at = url.indexOf('?');
  if (at < 0) return url;
  const kept = url
    .slice(at + 1)
    .split('&')
    .filter((pair) => pair !== '' && !tracking.test(pair.split('=', 1)[0] as string));
  return url.slice(0, at) + (kept.length > 0 ? `?${kept.join('&')}` : '');
}

/** Runs SvelteKit's handler and catches what it would have sent. */
function render(
  pages: Pages,
  source: IncomingMessage,
  address: string,
): Promise<{ status: number; headers: Record<string, string>; body: Buffer } | null> {
  return new Promise((resolve, reject) => {
    const req = new IncomingMessage(source.socket);
    req.method = 'GET';
    req.url = address;
    req.headers = { ...source.headers };
    // nothing of one visitor may reach the page that all will see
    for (const name of [
      'cookie',
      'if-none-match',
      'if-modified-since',
      'accept-encoding',
      'accept-language',
      'user-agent',
      'referer',
    ])
      delete req.headers[name];
    req.push(null);
    const res = new ServerResponse(req);
    // a page that breaks off in the middle destroys its answer
    res.once('close', () => reject(new Error('the page broke off')));
    const chunks: Buffer[] = [];
    const keep = (chunk: unknown) => {
      if (typeof chunk === 'string') chunks.push(Buffer.from(chunk));
      else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    };
    res.write = ((chunk: unknown) => {
      keep(chunk);
      return true;
    }) as typeof res.write;
    res.end = ((chunk?: unknown) => {
      keep(chunk);
      const headers = Object.fromEntries(
        Object.entries(res.getHeaders()).map(([k, v]) => [k, Array.isArray(v) ? v.join(', ') : String(v)]),
      );
      resolve({ status: res.statusCode, headers, body: Buffer.concat(chunks) });
      return res;
    }) as typeof res.end;
    res.writeHead = ((status: number, headers?: Record<string, string>) => {
      res.statusCode = status;
      for (const [k, v] of Object.entries(headers ?? {})) res.setHeader(k, v);
      return res;
    }) as typeof res.writeHead;
    try {
      pages(req, res, () => resolve(null));
    } catch (error) {
      reject(error);
    }
  });
}

const kept = ['content-type', 'link', 'content-security-policy'];

/** Answers anonymous GETs of public pages from memory; false when the request is not for it. */
export function cachedPages(app: App, pages: Pages): (req: IncomingMessage, res: ServerResponse) => boolean {
  const make = async (req: IncomingMessage, address: string): Promise<Rendered | null> => {
    const page = await render(pages, req, address);
    if (page?.status !== 200 || page.headers['set-cookie'] || !page.headers['content-type']?.startsWith('text/html'))
      return null;
    const [br, gz] = await Promise.all([
      brotli(page.body, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: page.body.length },
      }),
      zip(page.body),
    ]);
    return {
      status: 200,
      headers: Object.fromEntries(kept.flatMap((h) => (page.headers[h] ? [[h, page.headers[h]]] : []))),
      body: page.body,
      brotli: br,
      gzip: gz,
      etag: `"${createHash('sha256').update(page.body).digest('base64url').slice(0, 22)}"`,
      madeAt: performance.now(),
    };
  };

  return (req, res) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return false;
    const url = req.url ?? '/';
    const path = url.split('?', 1)[0] as string;
    if (!isPublic(path) || url.length > 500 || req.headers.cookie?.includes(`${sessionCookie}=`)) return false;
    const address = withoutTracking(url);
    // a visitor who saves data is offered the light version of a video
    if (req.headers['save-data'] === 'on' && isGallery(path)) return false;
    const order = isGalleryList(path) ? `#${req.headers[bucketHeader]} ` : '';
    const key = `${order}${req.headers['x-forwarded-proto']}://${req.headers.host}${address}`;
    const page = app.cache.get(key);
    if (page) {
      send(page, req, res);
      return true;
    }
    app.cache
      .once(key, () => make(req, address))
      .then((made) => {
        if (made) return send(made, req, res);
        pages(req, res, () => {
          res.statusCode = 404;
          res.end();
        });
      })
      .catch((error) => {
        app.log.error({ err: error, path }, 'rendering failed');
        if (res.headersSent) return res.destroy();
        res.statusCode = 500;
        res.end();
      });
    return true;
  };
}

function send(page: Rendered, req: IncomingMessage, res: ServerResponse): void {
  for (const name in page.headers) res.setHeader(name, page.headers[name] as string);
  res.setHeader('etag', page.etag);
  res.setHeader('cache-control', 'no-cache');
  res.setHeader('vary', 'accept-encoding, cookie');
  if (req.headers['if-none-match'] === page.etag) {
    res.statusCode = 304;
    res.end();
    return;
  }
  const accepts = String(req.headers['accept-encoding'] ?? '');
  let body = page.body;
  if (page.brotli && accepts.includes('br')) {
    res.setHeader('content-encoding', 'br');
    body = page.brotli;
  } else if (page.gzip && accepts.includes('gzip')) {
    res.setHeader('content-encoding', 'gzip');
    body = page.gzip;
  }
  res.setHeader('content-length', body.length);
  res.writeHead(page.status);
  res.end(req.method === 'HEAD' ? undefined : body);
}
