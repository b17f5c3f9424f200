import { loading } from '#lib/server/web/forms.ts';
import { oneTaskPage } from '#lib/server/web/taskRoom.ts';
import { actionsHere, taskRoot } from '../room.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    return oneTaskPage(ctx, { programmeId: room.id, root: taskRoot(params.slug) }, params.taskId, url);
  });

export const actions: Actions = { change: actionsHere.change, report: actionsHere.report };
