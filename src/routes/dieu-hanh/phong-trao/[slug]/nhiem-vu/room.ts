import { openMovement } from '#lib/server/movement/room.ts';
import { taskActions } from '#lib/server/web/taskRoom.ts';

export const taskRoot = (slug: string): string => `/dieu-hanh/phong-trao/${slug}/nhiem-vu`;

export const actionsHere = taskActions(async (ctx, slug) => ({
  programmeId: (await openMovement(ctx, slug)).movement.id,
  root: taskRoot(slug),
}));
