import { openMovement } from '#lib/server/movement/room.ts';
import { mayOversee } from '#lib/server/movement/scope.ts';
import { requireAllowed } from '#lib/server/platform/policy.ts';
import { loading } from '#lib/server/web/forms.ts';
import { documentActions, documentPage } from '#lib/server/web/publicationRooms.ts';
import { openHere, rootOf } from '../../publication.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    requireAllowed(mayOversee((await openMovement(ctx, params.slug)).scope));
    return documentPage(ctx, { id: room.id, root: rootOf(params.slug), documentId: params.documentId, url });
  });

const { save, show, hide, remove } = documentActions(openHere);
export const actions = { save, show, hide, remove } satisfies Actions;
