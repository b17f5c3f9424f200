import { periodById } from '#lib/domain/entry/deadline.ts';
import { galleryBoard, openGalleryRoom } from '#lib/server/gallery/board.ts';
import { canGallery } from '#lib/server/gallery/policy.ts';
import { postItems, withdrawItem } from '#lib/server/gallery/post.ts';
import { screeningClosedAt } from '#lib/server/screening/agencySheet.ts';
import { goTo, list, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) => {
  requireSignedIn(ctx, url);
  return loading(async () => {
    const programme = await openGalleryRoom(ctx, params.slug);
    const { slug, doc } = programme;
    return {
      contest: { slug, name: doc.name, gallery: doc.gallery?.name ?? '', clause: doc.gallery?.clause ?? '' },
      rows: await galleryBoard(ctx.app.db, programme, ctx.now),
      may: canGallery(ctx, 'gallery.post', programme.id),
      closedAt: await screeningClosedAt(ctx.app.db, programme.id),
      until: doc.screening.agency ? (periodById(doc, doc.screening.agency.periodId)?.to ?? null) : null,
      done: url.searchParams.get('da'),
      left: url.searchParams.get('con') ?? '',
    };
  });
};

export const actions: Actions = {
  post: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let withheld: string[] = [];
    try {
      const programme = await openGalleryRoom(ctx, params.slug);
      ({ withheld } = await postItems(ctx, { programmeId: programme.id, entryIds: list(data, 'entryIds') }));
    } catch (problem) {
      return refuse(problem, data, 'post');
    }
    const left = withheld.length > 0 ? `&con=${encodeURIComponent(withheld.slice(0, 20).join(', '))}` : '';
    return goTo(`/dieu-hanh/${params.slug}/thu-vien?da=post${left}`);
  },
  withdraw: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    try {
      await openGalleryRoom(ctx, params.slug);
      await withdrawItem(ctx, { entryId: text(data, 'entryId'), reason: multiline(data, 'reason') });
    } catch (problem) {
      return refuse(problem, data, 'withdraw');
    }
    return goTo(`/dieu-hanh/${params.slug}/thu-vien?da=withdraw`);
  },
};
