import { createHash } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { galleryMedia } from '#lib/server/gallery/media.ts';
import { titlePicture } from '#lib/server/gallery/titlePicture.ts';
import { serveFile } from '#lib/server/platform/files/serve.ts';
import type { RequestHandler } from './$types';

// Short, because a work that is withdrawn must be gone soon, wherever it was kept.
const cacheControl = 'public, max-age=300';

/** Video and pictures of a work on show, to everyone, by ranges. Anything else: 404, whether there is such an entry or not. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const { app } = locals.ctx;
  const found = await galleryMedia(app.db, params);
  if (!found) error(404, 'Tệp này không có, hoặc tác phẩm không còn trưng bày.', { code: 'not-found' });
  if (found.kind === 'file') return serveFile(request, { store: app.files, ...found, cacheControl });
  const picture = titlePicture(found);
  const etag = `"${createHash('sha256').update(picture).digest('base64url').slice(0, 22)}"`;
  const headers = {
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': cacheControl,
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
    etag,
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(picture, { headers });
};
