import type { IncomingMessage } from 'node:http';

/**
 * True when the request comes from our own pages. Browsers name the origin of every POST, PATCH and DELETE; a request without one
 * is no browser of another site, unless `sec-fetch-site` says otherwise. `origin` is the public address behind a proxy.
 */
export function isSameOrigin(req: IncomingMessage, origin?: string): boolean {
  const claimed = req.headers.origin;
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (claimed === undefined) return true;
  if (origin) return claimed === origin;
  try {
    return new URL(claimed).host === req.headers.host;
  } catch {
    return false;
  }
}

/** A phone that left its cell says no goodbye: a connection that carries nothing for so long is closed, what arrived is kept. */
export function closeWhenSilent(req: IncomingMessage, ms = 5 * 60_000): void {
  req.setTimeout(ms, () => req.destroy(new Error('the upload fell silent')));
}
