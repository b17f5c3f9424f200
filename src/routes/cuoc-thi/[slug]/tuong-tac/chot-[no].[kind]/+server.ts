import { freezeFile } from '#lib/server/gallery/freezeFiles.ts';
import { countingForPublic } from '#lib/server/gallery/interactionPolicy.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { RequestHandler } from './$types';

/** K24-8: a signed snapshot, its signature, the public key or a table of it, for anyone. */
export const GET: RequestHandler = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const programme = await countingForPublic(ctx, params.slug);
    const { name, media, body } = await freezeFile(ctx, programme, params);
    return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
      headers: {
        'content-type': media,
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-cache',
      },
    });
  });
