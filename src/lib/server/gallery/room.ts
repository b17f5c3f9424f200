import { notFound, RuleError } from '#lib/domain/kernel/errors.ts';
import type { GalleryRules } from '#lib/domain/programme/types.ts';
import type { Ctx } from '../platform/ctx.ts';
import type { StoredProgramme } from '../programme/queries.ts';
import { requirePublic } from '../publication/contestPage.ts';
import { type GalleryItem, galleryItem } from './items.ts';

interface Gallery {
  programme: StoredProgramme;
  rules: GalleryRules;
}

/** A published programme that has a gallery. @throws RuleError 'not-found' */
export async function requireGallery(ctx: Ctx, slug: string): Promise<Gallery> {
  const programme = await requirePublic(ctx, slug);
  const rules = programme.doc.gallery;
  if (!rules) throw notFound('Thư viện này');
  return { programme, rules };
}

/**
 * A work on show under its address. Of a work that is no longer shown, nothing is said but that.
 * @throws RuleError 404 'not-found', 410 'gallery.withdrawn'
 */
export async function requireItem(
  ctx: Ctx,
  { slug, code }: { slug: string; code: string },
): Promise<Gallery & { item: GalleryItem }> {
  const gallery = await requireGallery(ctx, slug);
  const item = await galleryItem(ctx.app.db, { programme: gallery.programme, code });
  if (!item) throw notFound('Bài dự thi này');
  if (item === 'withdrawn')
    throw new RuleError({
      code: 'gallery.withdrawn',
      status: 410,
      message: 'Bài dự thi này không còn được trưng bày trong thư viện. Mời bạn xem các bài khác.',
    });
  return { ...gallery, item };
}
