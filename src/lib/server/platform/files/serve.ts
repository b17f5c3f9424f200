import { cleanFileName, extensionOf } from '#lib/domain/file/kind.ts';
import type { ByteRange, FileStore, StorageKey } from './store.ts';

export interface ServeOptions {
  store: FileStore;
  key: StorageKey;
  /** bytes */
  size: number;
  /** media type found by the check of the content, never what the uploader claimed */
  media: string;
  /** the name under which it is downloaded */
  name: string;
  /** What is wished for; kinds that a browser could execute are always attachments. Default "inline". */
  disposition?: 'inline' | 'attachment';
  /** sha256 of the content or another stable tag, without quotes */
  etag: string;
  modified: Date;
  /** what caches may do with it. Default "private, no-cache": asked again, policy and all, at each use */
  cacheControl?: string;
}

// Everything else is only ever downloaded: HTML and SVG would run as our page.
const inline = new Set(['video/mp4', 'video/webm', 'video/quicktime', 'image/jpeg', 'image/png', 'application/pdf']);

/** A range of the request: the part, `null` for the whole file, 'unsatisfiable' for 416. Several ranges are answered as a whole. */
export function parseRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') {
    const suffix = Number(match[2]);
    return suffix === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - suffix), end: size - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[2] !== '' && Number(match[2]) < start) return null;
  return start >= size ? 'unsatisfiable' : { start, end };
}

/** RFC 6266: an ASCII name for old clients and the Vietnamese one in UTF-8. */
function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const clean = cleanFileName(name);
  const extension = extensionOf(clean);
  const plain = clean
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .replace(/[^\x20-\x7e]|["\\%;]/g, '_');
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain || `tep${extension ? `.${extension}` : ''}`}"; filename*=UTF-8''${encoded}`;
}

function matches(header: string | null, etag: string): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');
}

/**
 * Answers GET and HEAD for a stored file whose reader has already passed the policy. One range at a time (206, 416), conditional
 * requests (304), nothing that a browser would execute; bytes flow only as fast as the reader takes them.
 */
export async function serveFile(
  request: { method: string; headers: Headers },
  options: ServeOptions,
): Promise<Response> {
  const { store, key, size, media, name, modified } = options;
  const etag = `"${options.etag}"`;
  const shown = inline.has(media) && options.disposition !== 'attachment' ? 'inline' : 'attachment';
  // Chrome refuses to show a PDF in a sandbox, so a PDF gets all of the policy but that.
  const sandbox = media === 'application/pdf' && shown === 'inline' ? '' : 'sandbox; ';
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    ETag: etag,
    'Last-Modified': modified.toUTCString(),
    'Cache-Control': options.cacheControl ?? 'private, no-cache',
    'Content-Disposition': contentDisposition(shown, name),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': `${sandbox}default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'`,
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
  });
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } });
  }

  const noneMatch = request.headers.get('if-none-match');
  const since = Date.parse(request.headers.get('if-modified-since') ?? '');
  const unchanged =
    noneMatch !== null ? matches(noneMatch, etag) : Math.floor(modified.getTime() / 1000) * 1000 <= since;
  if (unchanged) return new Response(null, { status: 304, headers });

  // A range of an older version would be joined to the wrong bytes.
  const ifRange = request.headers.get('if-range');
  const rangeHolds = ifRange === null || ifRange === etag || ifRange === modified.toUTCString();
  const range = rangeHolds ? parseRange(request.headers.get('range'), size) : null;
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${size}`);
    headers.delete('Content-Disposition');
    return new Response(null, { status: 416, headers });
  }

  headers.set('Content-Type', shown === 'inline' || inline.has(media) ? media : 'application/octet-stream');
  headers.set('Content-Length', String(range ? range.end - range.start + 1 : size));
  if (range) headers.set('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  return new Response(await store.open(key, range ?? undefined), { status, headers });
}
