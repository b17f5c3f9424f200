import { loading } from '#lib/server/web/forms.ts';
import { newNewsPage, newsActions } from '#lib/server/web/publicationRooms.ts';
import { openHere, rootOf } from '../../publication.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent }) =>
  loading(async () => {
    const { room } = await parent();
    return newNewsPage(ctx, { id: room.id, root: rootOf(params.slug) });
  });

const { add } = newsActions(openHere);
export const actions = { save: add } satisfies Actions;
