import { externalTemplate } from '#lib/server/gallery/externalImport.ts';
import { countingForEntering } from '#lib/server/gallery/interactionPolicy.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await countingForEntering(ctx, params.slug);
    return new Response(new Uint8Array(await externalTemplate(ctx, programme)), {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-disposition': `attachment; filename="so-lieu-trang-ngoai-${programme.slug}.xlsx"`,
      },
    });
  });
};
