import { loading } from '#lib/server/web/forms.ts';
import { taskListPage } from '#lib/server/web/taskRoom.ts';
import type { Actions, PageServerLoad } from './$types';
import { actionsHere, taskRoot } from './room.ts';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    return taskListPage(ctx, { programmeId: room.id, root: taskRoot(params.slug) }, url);
  });

export const actions: Actions = { plan: actionsHere.plan };
