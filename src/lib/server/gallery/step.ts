import { readGalleryFilter, writeGalleryFilter } from '#lib/domain/gallery/filter.ts';
import type { Ctx } from '../platform/ctx.ts';
import { neighbour } from './items.ts';
import { visitorSeed } from './order.ts';
import { requireItem } from './room.ts';

/**
 * Where the step from a work to the one before or after it leads: which that is depends on the visitor, so a page that is the
 * same for all cannot name it. Keeps the list's filter and says on which of its pages the work stands.
 */
export async function stepAddress(
  ctx: Ctx,
  args: { slug: string; code: string; step: 1 | -1; headers: Headers; params: URLSearchParams },
): Promise<string> {
  const { programme, item } = await requireItem(ctx, args);
  const filter = readGalleryFilter(args.params);
  const next = await neighbour(ctx.app.db, {
    programmeId: programme.id,
    filter,
    code: item.code,
    seed: await visitorSeed(ctx, args.headers),
    step: args.step,
  });
  const query = writeGalleryFilter({ ...filter, page: next?.page ?? filter.page });
  return `/cuoc-thi/${programme.slug}/thu-vien/${(next?.code ?? item.code).toLowerCase()}${query}`;
}
