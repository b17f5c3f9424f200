import { error } from '@sveltejs/kit';
import { publicPhoto } from '#lib/server/example/photos.ts';
import type { RequestHandler } from './$types';

/** A picture of a published example, to everyone, without place, time and device. Anything else: 404. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
  const photo = await publicPhoto(locals.ctx.app, params);
  if (!photo) error(404, 'Ảnh này không có, hoặc điển hình không còn công bố.', { code: 'not-found' });
  const headers = {
    etag: photo.etag,
    // short, because what is withdrawn must be gone soon, wherever it was kept
    'cache-control': 'public, max-age=300',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  };
  if (request.headers.get('if-none-match') === photo.etag) return new Response(null, { status: 304, headers });
  const bytes = await photo.read();
  return new Response(bytes as BodyInit, {
    headers: { ...headers, 'content-type': photo.media, 'content-length': String(bytes.length) },
  });
};
