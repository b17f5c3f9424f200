import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { anyProgrammeById, rulesAddress } from '#lib/server/programme/queries.ts';
import { taskPage } from '#lib/server/task/queries.ts';
import { reportTask } from '#lib/server/task/tasks.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    requireSignedIn(ctx, url);
    const page = await taskPage(ctx, params.taskId);
    const programme = await anyProgrammeById(ctx.app.db, page.task.programmeId);
    return {
      ...page,
      programme: {
        name: programme?.doc.name ?? '',
        rules: programme && programme.status !== 'draft' ? rulesAddress(programme) : null,
      },
      today: isoDateLocal(ctx.now),
      saved: url.searchParams.has('da-luu'),
    };
  });

export const actions: Actions = {
  report: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    try {
      await reportTask(ctx, {
        taskId: params.taskId,
        version: Number(text(data, 'version')),
        state: text(data, 'state'),
        note: multiline(data, 'note'),
      });
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/viec-cua-toi/${params.taskId}?da-luu`);
  },
};
