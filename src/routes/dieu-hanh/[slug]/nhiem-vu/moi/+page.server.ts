import { requireAllowed } from '#lib/server/platform/policy.ts';
import { canTask } from '#lib/server/task/policy.ts';
import { addTask } from '#lib/server/task/tasks.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import { requireRoom, taskChoices, typedTask } from '../room.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, parent }) =>
  loading(async () => {
    const { room } = await parent();
    requireAllowed(canTask(ctx, 'manage', { programmeId: room.id }));
    return { choices: await taskChoices(ctx, room.id) };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let taskId: string;
    try {
      ({ taskId } = await addTask(ctx, { programmeId: await requireRoom(ctx, params.slug), ...typedTask(data) }));
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/dieu-hanh/${params.slug}/nhiem-vu/${taskId}?da-luu=moi`);
  },
};
