import { notFound } from '#lib/domain/kernel/errors.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { programmeBySlug } from '#lib/server/programme/queries.ts';
import { taskActions } from '#lib/server/web/taskRoom.ts';

export const taskRoot = (slug: string): string => `/dieu-hanh/${slug}/nhiem-vu`;

export const actionsHere = taskActions(async (ctx, slug) => {
  const programme = await programmeBySlug(ctx.app.db, slug);
  if (!programme) throw notFound('Chương trình này');
  requireAllowed(canProgramme(ctx, 'programme.open', programme.id));
  return { programmeId: programme.id, root: taskRoot(slug) };
});
