import { compareSchemes } from '#lib/server/people/clusters.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  requireAdmin(locals.ctx, url);
  const param = (name: string) => url.searchParams.get(name) ?? '';
  return loading(() => compareSchemes(locals.ctx.app.db, param('truoc'), param('sau')));
};
