import { notFound } from '#lib/domain/kernel/errors.ts';
import { parentComparison } from '#lib/server/movement/children.ts';
import { openMovement } from '#lib/server/movement/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const { movement } = await openMovement(ctx, params.slug);
    const comparison = await parentComparison(ctx.app.db, movement, { public: false });
    if (!comparison) throw notFound('Phong trào cấp trên trong hệ thống này');
    return { comparison };
  });
};
