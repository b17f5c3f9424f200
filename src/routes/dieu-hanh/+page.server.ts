import { myMovements } from '#lib/server/movement/mine.ts';
import { hasRole } from '#lib/server/platform/policy.ts';
import { staffRoles } from '#lib/server/programme/policy.ts';
import { myProgrammes } from '#lib/server/programme/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireRole } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
  requireRole(ctx, url, [...staffRoles, 'unit-coordinator'], 'những người tổ chức cuộc thi, phong trào');
  return loading(async () => ({
    programmes: hasRole(ctx.actor, ctx.now, staffRoles) ? await myProgrammes(ctx) : [],
    movements: await myMovements(ctx),
    now: ctx.now,
  }));
};
