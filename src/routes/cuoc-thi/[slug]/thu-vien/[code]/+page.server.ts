import { redirect } from '@sveltejs/kit';
import { readGalleryFilter, writeGalleryFilter } from '#lib/domain/gallery/filter.ts';
import { someWorks } from '#lib/server/gallery/items.ts';
import { shownInteraction } from '#lib/server/gallery/mine.ts';
import { placeSeed } from '#lib/server/gallery/order.ts';
import { requireItem } from '#lib/server/gallery/room.ts';
import { qrSvg } from '#lib/server/platform/documents/qr.ts';
import { loading } from '#lib/server/web/forms.ts';
import { publicOrigin } from '#lib/server/web/origin.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, request, url }) =>
  loading(async () => {
    const { ctx } = locals;
    const { item, programme, rules } = await requireItem(ctx, params);
    const root = `/cuoc-thi/${params.slug}/thu-vien`;
    const here = `${root}/${item.code.toLowerCase()}`;
    // one address a work, so that one page is kept and shared
    if (params.code !== item.code.toLowerCase()) redirect(308, here + url.search);
    const asked = url.searchParams.get('ban');
    const light = item.light && (asked === 'nhe' || (asked === null && request.headers.get('save-data') === 'on'));
    const print = url.searchParams.get('in') === '1';
    const origin = publicOrigin(ctx, url);
    const { entryId, fileId: _, programmeId: __, ...work } = item;
    const beside = await someWorks(ctx.app.db, programme, {
      seed: await placeSeed(ctx, item.code),
      count: 3,
      beside: { entryId, topics: item.topics },
    });
    return {
      galleryName: rules.name,
      clause: rules.clause,
      work,
      topics: programme.doc.topics.items.filter((topic) => item.topics.includes(topic.id)),
      light,
      print,
      qr: print ? qrSvg(origin + here) : null,
      kept: writeGalleryFilter(readGalleryFilter(url.searchParams)),
      beside,
      interaction: programme.doc.interaction && !print ? await shownInteraction(ctx, item.code) : null,
      root,
      here,
      origin,
    };
  });
