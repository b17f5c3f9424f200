import { requireAllowed } from '#lib/server/platform/policy.ts';
import { canProgramme } from '#lib/server/programme/policy.ts';
import { loading } from '#lib/server/web/forms.ts';
import { rolesActions, rolesPage } from '#lib/server/web/rolesRoom.ts';
import { openHere } from '../publication.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    requireAllowed(canProgramme(ctx, 'programme.people', room.id));
    return rolesPage(ctx, { id: room.id, url });
  });

const { add, revoke } = rolesActions(openHere);
export const actions = { add, revoke } satisfies Actions;
