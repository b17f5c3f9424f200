import type { ActionFailure } from '@sveltejs/kit';
import { notFound } from '#lib/domain/kernel/errors.ts';
import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { monthWeeks, readMonth } from '#lib/domain/task/task.ts';
import type { Ctx } from '../platform/ctx.ts';
import { requireAllowed } from '../platform/policy.ts';
import { anyProgrammeById } from '../programme/queries.ts';
import { canTask } from '../task/policy.ts';
import { planTasksMissing, possibleOwners, type TaskFilter, taskPage, tasksOf } from '../task/queries.ts';
import { addTask, changeTask, reportTask, takePlanTasks } from '../task/tasks.ts';
import { goTo, multiline, type Refusal, refuse, text } from './forms.ts';

/** The room of tasks is the same in contests and in movements; what differs is whose it is and where its list stands. */
interface TaskRoom {
  programmeId: string;
  /** address of the list */
  root: string;
}

const shows: TaskFilter['show'][] = ['open', 'overdue', 'soon', 'done', 'all'];

const missingFor = async (ctx: Ctx, programmeId: string) => {
  const programme = await anyProgrammeById(ctx.app.db, programmeId);
  return programme ? planTasksMissing(ctx.app.db, programme) : [];
};

/** The list of tasks, by the filter in the address. */
export async function taskListPage(ctx: Ctx, room: TaskRoom, url: URL) {
  const { programmeId } = room;
  const asked = (name: string) => url.searchParams.get(name)?.slice(0, 300) ?? '';
  const show = shows.find((one) => one === asked('xem')) ?? 'open';
  const filter = { show, agency: asked('co-quan'), owner: asked('nguoi') };
  const [all, tasks, missing] = await Promise.all([
    tasksOf(ctx, { programmeId }),
    tasksOf(ctx, { programmeId, filter }),
    missingFor(ctx, programmeId),
  ]);
  const today = isoDateLocal(ctx.now);
  const view = asked('dang') === 'lich' ? ('calendar' as const) : ('list' as const);
  const month = readMonth(asked('thang')) ?? today.slice(0, 7);
  return {
    root: room.root,
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
    may: canTask(ctx, 'manage', { programmeId }),
    done: url.searchParams.get('da-them'),
  };
}

/** What the form of a task offers to choose from. */
async function taskChoices(ctx: Ctx, programmeId: string) {
  const [programme, people] = await Promise.all([
    anyProgrammeById(ctx.app.db, programmeId),
    possibleOwners(ctx.app.db, { programmeId, now: ctx.now }),
  ]);
  const option = (p: (typeof people)[number]) => ({
    value: p.id,
    label: p.unitName ? `${p.name} (${p.unitName})` : p.name,
  });
  return {
    owners: [
      { label: 'Có vai trò ở chương trình', options: people.filter((p) => !p.coordinator).map(option) },
      { label: 'Đầu mối đơn vị', options: people.filter((p) => p.coordinator).map(option) },
    ].filter((group) => group.options.length > 0),
    clauses: (programme?.doc.clauses ?? []).map((c) => ({ value: c.id, label: `${c.label}. ${c.title}` })),
    agencies: [...new Set((programme?.doc.tasks ?? []).map((task) => task.agency))],
  };
}

/** The empty form of a task. @throws RuleError for those who may not write tasks */
export async function newTaskPage(ctx: Ctx, room: TaskRoom) {
  requireAllowed(canTask(ctx, 'manage', room));
  return { root: room.root, choices: await taskChoices(ctx, room.programmeId) };
}

async function taskHere(ctx: Ctx, room: TaskRoom, taskId: string) {
  const page = await taskPage(ctx, taskId);
  // a task of another programme has no page here
  if (page.task.programmeId !== room.programmeId) throw notFound('Việc này');
  return page;
}

/** One task with its history and its form. @throws RuleError 'not-found' */
export async function oneTaskPage(ctx: Ctx, room: TaskRoom, taskId: string, url: URL) {
  const page = await taskHere(ctx, room, taskId);
  return {
    ...page,
    root: room.root,
    today: isoDateLocal(ctx.now),
    choices: page.may.manage.allow ? await taskChoices(ctx, room.programmeId) : null,
    saved: url.searchParams.get('da-luu'),
  };
}

/** A task as its form sends it. */
const typedTask = (data: FormData) => ({
  title: multiline(data, 'title').replace(/\s*\n\s*/g, ' '),
  detail: multiline(data, 'detail'),
  agency: text(data, 'agency'),
  startsOn: text(data, 'startsOn'),
  dueOn: text(data, 'dueOn'),
  clause: text(data, 'clause') || null,
  ownerId: text(data, 'ownerId') || null,
});

interface Asked {
  locals: App.Locals;
  params: { slug: string; taskId?: string };
  request: Request;
}

type Answer = Promise<ActionFailure<Refusal>>;

/**
 * What the pages of tasks can be asked to do.
 * @param open finds the room for an action, where no layout has loaded it, and refuses those who have no work there
 */
export function taskActions(open: (ctx: Ctx, slug: string) => Promise<TaskRoom>) {
  const doing =
    (form: string | undefined, work: (ctx: Ctx, room: TaskRoom, data: FormData, taskId: string) => Promise<string>) =>
    async ({ locals: { ctx }, params, request }: Asked): Answer => {
      const data = await request.formData();
      let next: string;
      try {
        const room = await open(ctx, params.slug);
        next = room.root + (await work(ctx, room, data, params.taskId ?? ''));
      } catch (problem) {
        return refuse(problem, data, form);
      }
      return goTo(next);
    };
  return {
    plan: doing('plan', async (ctx, room) => `?da-them=${await takePlanTasks(ctx, room)}`),
    add: doing(undefined, async (ctx, { programmeId }, data) => {
      const { taskId } = await addTask(ctx, { programmeId, ...typedTask(data) });
      return `/${taskId}?da-luu=moi`;
    }),
    change: doing('change', async (ctx, room, data, taskId) => {
      await taskHere(ctx, room, taskId);
      await changeTask(ctx, { taskId, version: Number(text(data, 'version')), ...typedTask(data) });
      return `/${taskId}?da-luu=change`;
    }),
    report: doing('report', async (ctx, room, data, taskId) => {
      await taskHere(ctx, room, taskId);
      const [state, note] = [text(data, 'state'), multiline(data, 'note')];
      await reportTask(ctx, { taskId, version: Number(text(data, 'version')), state, note });
      return `/${taskId}?da-luu=report`;
    }),
  };
}
