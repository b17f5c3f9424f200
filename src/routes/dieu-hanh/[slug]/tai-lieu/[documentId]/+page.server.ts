import { loading } from '#lib/server/web/forms.ts';
import { documentActions, documentPage } from '#lib/server/web/publicationRooms.ts';
import { openHere, rootOf } from '../../publication.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    return documentPage(ctx, { id: room.id, root: rootOf(params.slug), documentId: params.documentId, url });
  });

const { save, show, hide, remove } = documentActions(openHere);
export const actions = { save, show, hide, remove } satisfies Actions;
