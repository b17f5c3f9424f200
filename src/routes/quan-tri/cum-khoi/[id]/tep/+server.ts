import { clusterWorkbook } from '#lib/server/people/clusterSheet.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url, params }) => {
  requireAdmin(locals.ctx, url);
  const workbook = await loading(() => clusterWorkbook(locals.ctx, { schemeId: params.id }));
  return new Response(new Uint8Array(workbook), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename="cum-khoi.xlsx"',
    },
  });
};
