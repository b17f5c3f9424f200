import type { SharePicture } from '../gallery/sharePicture.ts';

/** Sends a drawn picture; one that the client has already is not drawn again. */
export async function sendPicture(request: Request, picture: SharePicture): Promise<Response> {
  const headers = {
    etag: picture.etag,
    // networks keep their own copy for days; a work that is taken off must not stay here
    'cache-control': 'public, max-age=300',
  };
  if (request.headers.get('if-none-match') === picture.etag) return new Response(null, { status: 304, headers });
  const png = await picture.png();
  return new Response(new Uint8Array(png), {
    headers: { ...headers, 'content-type': 'image/png', 'content-length': String(png.length) },
  });
}
