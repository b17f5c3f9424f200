import { adminCounts } from '#lib/server/people/people.ts';
import { hasRole } from '#lib/server/platform/policy.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireAuditor } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const { ctx } = locals;
  requireAuditor(ctx, url);
  return loading(async () => ({
    counts: hasRole(ctx.actor, ctx.now, 'admin') ? await adminCounts(ctx) : null,
    demo: ctx.app.config.mode === 'demo',
    mailHeld: ctx.app.config.smtpUrl === null,
  }));
};
