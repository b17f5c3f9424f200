import { coordinatedUnits, readCoordinatorFilter } from '#lib/server/movement/coordinators.ts';
import { loading } from '#lib/server/web/forms.ts';
import { rolesActions, rolesPage } from '#lib/server/web/rolesRoom.ts';
import { openHere } from '../publication.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    const filter = readCoordinatorFilter(url.searchParams);
    const coordination = await coordinatedUnits(ctx, { slug: params.slug, filter });
    return { ...(await rolesPage(ctx, { id: room.id, url })), coordination, filter, query: url.search };
  });

const { add, revoke } = rolesActions(openHere);
export const actions = { add, revoke } satisfies Actions;
