import { staffRoles } from '#lib/server/programme/policy.ts';
import { myProgrammes } from '#lib/server/programme/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireRole } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
  requireRole(ctx, url, staffRoles, 'những người tổ chức cuộc thi');
  return loading(async () => ({ programmes: await myProgrammes(ctx), now: ctx.now }));
};
