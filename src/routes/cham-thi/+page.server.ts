import { judgingRooms } from '#lib/server/judging/rooms.ts';
import { requireRole } from '#lib/server/web/guard.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  requireRole(ctx, url, ['judge', 'jury-chair'], 'Ban Giám khảo');
  return { rooms: await judgingRooms(ctx), now: ctx.now };
};
