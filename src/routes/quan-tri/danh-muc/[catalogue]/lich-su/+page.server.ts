import { nameOf } from '#lib/domain/catalogue/names.ts';
import { historyPage } from '#lib/server/catalogue/pages.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAuditor } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url, params }) => {
  requireAuditor(ctx, url);
  return loading(() => historyPage(ctx, nameOf(params.catalogue)));
};
