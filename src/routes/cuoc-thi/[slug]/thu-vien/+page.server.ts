import { readGalleryFilter } from '#lib/domain/gallery/filter.ts';
import { galleryPage } from '#lib/server/gallery/items.ts';
import { visitorSeed } from '#lib/server/gallery/order.ts';
import { requireGallery } from '#lib/server/gallery/room.ts';
import { loading } from '#lib/server/web/forms.ts';
import { publicOrigin } from '#lib/server/web/origin.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, request, url }) =>
  loading(async () => {
    const { ctx } = locals;
    const { programme, rules } = await requireGallery(ctx, params.slug);
    const filter = readGalleryFilter(url.searchParams);
    const seed = await visitorSeed(ctx, request.headers);
    return {
      name: rules.name,
      clause: rules.clause,
      filter,
      works: await galleryPage(ctx.app.db, programme, { filter, seed }),
      origin: publicOrigin(ctx, url),
    };
  });
