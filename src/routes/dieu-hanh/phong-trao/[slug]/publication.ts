import { openMovement } from '#lib/server/movement/room.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';

/** Where the rooms of a movement stand. */
export const rootOf = (slug: string): string => `/dieu-hanh/phong-trao/${slug}`;

/** Opens the rooms of documents and news of a movement for an action. @throws RuleError 'not-found' */
export const openHere = async (ctx: Ctx, slug: string): Promise<{ id: string; root: string }> => ({
  id: (await openMovement(ctx, slug)).movement.id,
  root: rootOf(slug),
});
