import { notFound } from '#lib/domain/kernel/errors.ts';
import { exportProgramme } from '#lib/server/programme/create.ts';
import { anyBySlug } from '#lib/server/programme/queries.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const programme = await anyBySlug(ctx.app.db, params.slug);
    if (!programme) throw notFound('Chương trình này');
    const { name, text } = await exportProgramme(ctx, { programmeId: programme.id });
    return new Response(text, {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'private, no-store',
      },
    });
  });
