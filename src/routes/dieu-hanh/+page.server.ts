import { awardDuties } from '#lib/server/award/myWork.ts';
import { awardScope, hasAwardWork } from '#lib/server/award/scope.ts';
import { myMovements } from '#lib/server/movement/mine.ts';
import { hasRole } from '#lib/server/platform/policy.ts';
import { staffRoles } from '#lib/server/programme/policy.ts';
import { myProgrammes } from '#lib/server/programme/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireRole } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
  requireRole(ctx, url, [...staffRoles, 'unit-coordinator'], 'những người tổ chức cuộc thi, phong trào');
  return loading(async () => {
    const scope = await awardScope(ctx);
    return {
      awards: hasAwardWork(scope) ? await awardDuties(ctx, scope) : [],
      programmes: hasRole(ctx.actor, ctx.now, staffRoles) ? await myProgrammes(ctx) : [],
      movements: await myMovements(ctx),
      now: ctx.now,
    };
  });
};
