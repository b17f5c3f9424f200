import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { monthWeeks, readMonth } from '#lib/domain/task/task.ts';
import type { Ctx } from '#lib/server/platform/ctx.ts';
import { programmeById } from '#lib/server/programme/queries.ts';
import { canTask } from '#lib/server/task/policy.ts';
import { planTasksMissing, type TaskFilter, tasksOf } from '#lib/server/task/queries.ts';
import { takePlanTasks } from '#lib/server/task/tasks.ts';
import { goTo, loading, refuse } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';
import { requireRoom } from './room.ts';

const shows: TaskFilter['show'][] = ['open', 'overdue', 'soon', 'done', 'all'];

const missingFor = async (ctx: Ctx, programmeId: string) => {
  const programme = await programmeById(ctx.app.db, programmeId);
  return programme ? planTasksMissing(ctx.app.db, programme) : [];
};

export const load: PageServerLoad = ({ locals: { ctx }, parent, url }) =>
  loading(async () => {
    const { room } = await parent();
    const asked = (name: string) => url.searchParams.get(name)?.slice(0, 300) ?? '';
    const show = shows.find((one) => one === asked('xem')) ?? 'open';
    const filter = { show, agency: asked('co-quan'), owner: asked('nguoi') };
    const [all, tasks, missing] = await Promise.all([
      tasksOf(ctx, { programmeId: room.id }),
      tasksOf(ctx, { programmeId: room.id, filter }),
      missingFor(ctx, room.id),
    ]);
    const today = isoDateLocal(ctx.now);
    const view = asked('dang') === 'lich' ? ('calendar' as const) : ('list' as const);
    const month = readMonth(asked('thang')) ?? today.slice(0, 7);
    return {
      filter,
      view,
      month,
      weeks: view === 'calendar' ? monthWeeks(month) : [],
      today,
      tasks,
      agencies: [...new Set(all.map((task) => task.agency))].filter(Boolean),
      owners: [...new Map(all.flatMap((task) => (task.ownerId ? [[task.ownerId, task.ownerName ?? '']] : [])))].map(
        ([id, name]) => ({ id, name }),
      ),
      counts: {
        all: all.length,
        done: all.filter((task) => task.state === 'done').length,
        unowned: all.filter((task) => !task.ownerId && (task.state === 'todo' || task.state === 'doing')).length,
      },
      missing: missing.map(({ id, agency, text }) => ({ id, agency, text })),
      may: canTask(ctx, 'manage', { programmeId: room.id }),
      done: url.searchParams.get('da-them'),
    };
  });

export const actions: Actions = {
  plan: async ({ locals: { ctx }, params, request }) => {
    const data = await request.formData();
    let added: number;
    try {
      added = await takePlanTasks(ctx, { programmeId: await requireRoom(ctx, params.slug) });
    } catch (problem) {
      return refuse(problem, data, 'plan');
    }
    return goTo(`/dieu-hanh/${params.slug}/nhiem-vu?da-them=${added}`);
  },
};
