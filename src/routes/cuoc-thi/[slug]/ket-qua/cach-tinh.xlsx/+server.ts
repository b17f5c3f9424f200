import { requirePublic } from '#lib/server/publication/contestPage.ts';
import { calculationFile } from '#lib/server/result/calculation.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { RequestHandler } from './$types';

/** How the published prizes came about, for whoever wants to check it. */
export const GET: RequestHandler = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const programme = await requirePublic(ctx, params.slug);
    const { body, name } = await calculationFile(ctx, programme, 'xlsx');
    return new Response(body, {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-disposition': `attachment; filename="${name}"`,
      },
    });
  });
