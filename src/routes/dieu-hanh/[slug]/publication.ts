import { notFound } from '#lib/domain/kernel/errors.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { programmeBySlug } from '#lib/server/programme/queries.ts';

/** Where the rooms of a contest stand. */
export const rootOf = (slug: string): string => `/dieu-hanh/${slug}`;

/** Opens the rooms of documents and news of a contest for an action. @throws RuleError 'not-found' */
export async function openHere(ctx: Ctx, slug: string): Promise<{ id: string; root: string }> {
  const programme = await programmeBySlug(ctx.app.db, slug);
  if (!programme) throw notFound('Chương trình này');
  requireAllowed(canProgramme(ctx, 'programme.open', programme.id));
  return { id: programme.id, root: rootOf(slug) };
}
