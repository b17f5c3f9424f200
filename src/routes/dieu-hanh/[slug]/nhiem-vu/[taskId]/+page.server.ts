import { notFound } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { taskPage } from '#lib/server/task/queries.ts';
import { changeTask, reportTask } from '#lib/server/task/tasks.ts';
import { goTo, loading, multiline, refuse, text } from '#lib/server/web/forms.ts';
import { requireRoom, taskChoices, typedTask } from '../room.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    const page = await taskPage(ctx, params.taskId);
    if (page.task.programmeId !== room.id) throw notFound('Việc này');
    return {
      ...page,
      today: isoDateLocal(ctx.now),
      choices: page.may.manage.allow ? await taskChoices(ctx, room.id) : null,
      saved: url.searchParams.get('da-luu'),
    };
  });

const doing = async (
  { locals: { ctx }, params, request }: RequestEvent,
  form: string,
  work: (ctx: Ctx, data: FormData) => Promise<void>,
) => {
  const data = await request.formData();
  try {
    // a task of another programme has no page here
    const programmeId = await requireRoom(ctx, params.slug);
    if ((await taskPage(ctx, params.taskId)).task.programmeId !== programmeId) throw notFound('Việc này');
    await work(ctx, data);
  } catch (problem) {
    return refuse(problem, data, form);
  }
  return goTo(`/dieu-hanh/${params.slug}/nhiem-vu/${params.taskId}?da-luu=${form}`);
};

export const actions = {
  change: (event) =>
    doing(event, 'change', (ctx, data) =>
      changeTask(ctx, { taskId: event.params.taskId, version: Number(text(data, 'version')), ...typedTask(data) }),
    ),
  report: (event) =>
    doing(event, 'report', (ctx, data) =>
      reportTask(ctx, {
        taskId: event.params.taskId,
        version: Number(text(data, 'version')),
        state: text(data, 'state'),
        note: multiline(data, 'note'),
      }),
    ),
} satisfies Actions;
