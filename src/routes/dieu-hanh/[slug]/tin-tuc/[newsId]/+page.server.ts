import { loading } from '#lib/server/web/forms.ts';
import { newsActions, newsItemPage } from '#lib/server/web/publicationRooms.ts';
import { openHere, rootOf } from '../../publication.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    return newsItemPage(ctx, { id: room.id, root: rootOf(params.slug), newsId: params.newsId, url });
  });

const { save, publish, withdraw } = newsActions(openHere);
export const actions = { save, publish, withdraw } satisfies Actions;
