import { isoDateLocal } from '#lib/domain/kernel/time.ts';
import { tasksOf } from '#lib/server/task/queries.ts';
import { changeTask, reportTask, takePlanTasks } from '#lib/server/task/tasks.ts';
import { at, type World } from '../world.ts';

type Owner = 'organiser' | 'secretary' | 'coordinator';

/** Who takes which duty of the plan (K24-11), by when, and when it is done; the others stay open. */
const given: { id: string; owner: Owner; due?: string; doing?: string; done?: string; note?: string }[] = [
  { id: 'vi-1-1', owner: 'organiser', due: '2024-10-10', doing: '2024-05-27 08:30', done: '2024-10-10 17:00' },
  { id: 'vi-1-2', owner: 'secretary', due: '2024-05-25', done: '2024-05-24 16:10', note: 'Ba quyết định đã ban hành.' },
  {
    id: 'vi-1-3',
    owner: 'secretary',
    due: '2024-05-28',
    done: '2024-05-29 10:00',
    note: 'Chậm một ngày vì chờ góp ý.',
  },
  {
    id: 'vi-1-4',
    owner: 'organiser',
    doing: '2024-06-01 10:00',
    done: '2024-10-10 16:00',
    note: 'Lễ tổng kết, trao giải đã tổ chức.',
  },
  { id: 'vi-1-5', owner: 'secretary', due: '2024-10-25', done: '2024-10-22 15:00' },
  { id: 'vi-1-6', owner: 'organiser', due: '2024-06-10', done: '2024-06-07 15:20' },
  { id: 'vi-2-2', owner: 'secretary', due: '2024-06-05', done: '2024-06-04 09:00', note: 'Fanpage đã mở.' },
  { id: 'vi-2-3', owner: 'secretary', due: '2024-09-30', doing: '2024-06-05 08:00', done: '2024-09-30 16:30' },
  {
    id: 'vi-5-1',
    owner: 'coordinator',
    due: '2024-07-15',
    doing: '2024-06-12 14:00',
    done: '2024-07-12 16:30',
    note: 'Huyện đã có nhóm tác giả dự thi.',
  },
];

/** The plan's duties on the list, some with an owner and a day (K24-11). */
export function planVideoTasks(world: World): void {
  const { agenda } = world;
  const secretary = () => world.as(world.people.get('secretary')!);
  const find = async (id: string) => {
    const rows = await tasksOf(await secretary(), { programmeId: world.programmeId });
    const row = rows.find((one) => one.planTaskId === id);
    if (!row) throw new Error(`the plan has no task ${id}`);
    return row;
  };
  agenda.at(at('2024-05-23 09:00:00'), async () => {
    await takePlanTasks(await secretary(), { programmeId: world.programmeId });
    for (const { id, owner, due } of given) {
      const row = await find(id);
      await changeTask(await secretary(), {
        taskId: row.id,
        version: row.version,
        title: row.title,
        detail: row.detail,
        agency: row.agency,
        clause: row.clause,
        ownerId: world.people.get(owner)!,
        startsOn: isoDateLocal(world.app.clock.now()),
        dueOn: due ?? row.dueOn ?? '',
      });
    }
  });
  for (const { id, owner, doing, done, note } of given)
    for (const [when, state] of [
      [doing, 'doing'],
      [done, 'done'],
    ] as const)
      if (when)
        agenda.at(at(`${when}:00`), async () => {
          const row = await find(id);
          const said = state === 'done' || !done ? (note ?? '') : '';
          await reportTask(await world.as(world.people.get(owner)!), {
            taskId: row.id,
            version: row.version,
            state,
            note: said,
          });
        });
}
