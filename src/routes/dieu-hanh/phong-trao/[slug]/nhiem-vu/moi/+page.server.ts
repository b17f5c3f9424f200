import { loading } from '#lib/server/web/forms.ts';
import { newTaskPage } from '#lib/server/web/taskRoom.ts';
import { actionsHere, taskRoot } from '../room.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent }) =>
  loading(async () => {
    const { room } = await parent();
    return newTaskPage(ctx, { programmeId: room.id, root: taskRoot(params.slug) });
  });

export const actions: Actions = { default: actionsHere.add };
