import type { IncomingMessage } from 'node:http';
import { bucketHeader, bucketNow, orderKey } from '../gallery/order.ts';
import { networkOf } from '../people/limits.ts';
import type { App } from '../platform/ctx.ts';

const gallery = /^\/cuoc-thi\/[^/]+\/thu-vien(\/|$)/;
const list = /^\/cuoc-thi\/[^/]+\/thu-vien$/;

/** Pages whose order of works depends on the visitor. */
export const isGalleryList = (path: string): boolean => list.test(path);
/** Pages that may show a video. */
export const isGallery = (path: string): boolean => gallery.test(path);

/** Writes the visitor's bucket into requests for galleries, and drops what a client claims about it (K24-4). */
export async function markVisitors(app: App): Promise<(req: IncomingMessage, path: string) => void> {
  const key = await orderKey(app);
  return (req, path) => {
    delete req.headers[bucketHeader];
    if (!isGallery(path)) return;
    const network = networkOf(String(req.headers['x-client-ip'] ?? ''));
    const agent = String(req.headers['user-agent'] ?? '').slice(0, 300);
    req.headers[bucketHeader] = String(bucketNow(key, { network, agent, now: app.clock.now() }));
  };
}
