import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { auditCsv } from '#lib/server/ledger/audit.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAuditor } from '#lib/server/web/guard.ts';
import { filterOf } from '../filter.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) => {
  requireAuditor(locals.ctx, url);
  return loading(async () => {
    const csv = await auditCsv(locals.ctx, filterOf(url));
    return new Response(csv, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="nhat-ky-${isoDateLocal(locals.ctx.now)}.csv"`,
        'cache-control': 'no-store',
      },
    });
  });
};
