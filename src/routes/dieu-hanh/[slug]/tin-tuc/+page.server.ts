import { loading } from '#lib/server/web/forms.ts';
import { newsPage } from '#lib/server/web/publicationRooms.ts';
import { rootOf } from '../publication.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent }) =>
  loading(async () => {
    const { room } = await parent();
    return newsPage(ctx, { id: room.id, root: rootOf(params.slug) });
  });
